using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.AdobeCommerce.Twin.Access;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.AdobeCommerce;

public sealed class AccessTests
{
    private const string Empty = """{"items":[],"total_count":0}""";

    [Fact]
    public async Task An_ims_token_is_fetched_once_and_sent_with_every_call()
    {
        var shop = new ScriptedShop(request => ScriptedShop.Ok(IsTokenCall(request)
            ? """{"access_token":"t-1","token_type":"bearer","expires_in":86399}"""
            : Empty));
        var connection = Ims();

        await connection.ObserveAsync(shop, new ObserveAsk([]), CancellationToken.None);
        await connection.ObserveAsync(shop, new ObserveAsk([]), CancellationToken.None);

        Assert.Equal([true, false, false], shop.Requests.Select(IsTokenCall));
        Assert.Contains(
            "grant_type=client_credentials&client_id=id&client_secret=s%26t", ScriptedShop.BodyOf(shop.Requests[0]));
        var call = shop.Requests[1];
        Assert.StartsWith("/V1/inventory/source-items?", call.Target, StringComparison.Ordinal);
        Assert.Equal(
            ("Bearer t-1", "id", "org@AdobeOrg", "default"),
            (call.Header("Authorization"), call.Header("x-api-key"),
                call.Header("x-gw-ims-org-id"), call.Header("Store")));
    }

    [Fact]
    public async Task A_refused_ims_token_is_renewed_once()
    {
        var count = 0;
        var shop = new ScriptedShop(request => IsTokenCall(request)
            ? ScriptedShop.Ok($"{{\"access_token\":\"t-{++count}\",\"expires_in\":\"3600\"}}")
            : request.Header("Authorization") == "Bearer t-2"
                ? ScriptedShop.Ok(Empty)
                : ScriptedShop.Status(401, "{}"));

        var outcome = await Ims().ObserveAsync(shop, new ObserveAsk([]), CancellationToken.None);

        Assert.IsType<ObserveOutcome.Page>(outcome);
        Assert.Equal(4, shop.Requests.Count);
    }

    [Theory]
    [InlineData(400, typeof(Receipt.Refused))]
    [InlineData(500, typeof(Receipt.Deferred))]
    public async Task Without_a_token_nothing_is_written(int status, Type receipt)
    {
        var shop = ScriptedShop.Of(ScriptedShop.Status(status, """{"error":"invalid_client"}"""));

        var receipts = await ((ILevelWriter)Ims()).SetAsync(
            shop, [new SetLevel(Sku.Parse("A"), RemoteCode.Parse("leeds"), 1)], CancellationToken.None);

        Assert.IsType(receipt, receipts[0]);
    }

    [Fact]
    public async Task A_live_check_finds_nothing_wrong_with_a_sound_shop() =>
        Assert.Empty(await CheckAsync(new ScriptedShop(Sound), "leeds", "paris"));

    [Fact]
    public async Task A_live_check_names_everything_that_keeps_the_hub_from_working()
    {
        var shop = new ScriptedShop(request =>
            request.Target.Contains("/creditmemos", StringComparison.Ordinal)
                ? ScriptedShop.Status(401, """{"message":"The consumer isn't authorized to access %resources."}""")
                : request.Target.Contains("stock-resolver", StringComparison.Ordinal)
                    ? ScriptedShop.Ok("""{"stock_id":3}""")
                    : Sound(request));

        var findings = await CheckAsync(shop, "leeds", "attic", "shed", "oslo");

        Assert.Equal(
            [
                CaseCodes.PermissionDenied, CaseCodes.SourceNotAssigned, CaseCodes.SourceNotAssigned,
                CaseCodes.SourceNotAssigned, CaseCodes.SourceUnknown,
            ],
            findings.Select(finding => finding.Code));
        Assert.Contains("Credit Memos", findings[0].Detail);
        Assert.Contains("stock 3", findings[1].Detail);
    }

    [Fact]
    public async Task A_live_check_names_what_the_integration_may_not_do_with_orders()
    {
        var twin = new AdobeTwin();
        twin.Setup.Stock("Main", [new("leeds", 1)], ["base"]);
        twin.Setup.Integration(new TwinIntegration("hub", "secret-token", Resources:
        [
            "Magento_Sales::actions_view", "Magento_Sales::shipment", "Magento_Sales::sales_creditmemo",
            "Magento_Sales::sales_invoice", "Magento_Catalog::*", "Magento_Inventory*",
            "Magento_Backend::store", "Magento_Sales::comment", "Magento_Sales::cancel",
        ]));
        var shop = new ScriptedShop(request =>
            new WireOutcome.Answered(twin.Answer(request, ScriptedShop.FixedClock.Now)));

        var findings = await CheckAsync(shop, "leeds");

        Assert.Equal([CaseCodes.PermissionDenied, CaseCodes.PermissionDenied], findings.Select(finding => finding.Code));
        Assert.StartsWith("Shipments cannot be posted", findings[0].Detail, StringComparison.Ordinal);
        Assert.StartsWith("Refunds cannot be made", findings[1].Detail, StringComparison.Ordinal);
        Assert.Empty(twin.Books.Shipments);
    }

    [Theory]
    [InlineData(404, """{"message":"Request does not match any route."}""", 0)]
    [InlineData(401, """{"message":"The consumer isn't authorized to access %resources."}""", 1)]
    public async Task A_live_check_asks_for_the_right_to_returns_only_where_the_shop_has_them(int status, string body, int findings)
    {
        var shop = new ScriptedShop(request =>
            request.Target.Contains("/returns", StringComparison.Ordinal) ? ScriptedShop.Status(status, body) : Sound(request));

        var found = await CheckAsync(shop, "leeds", "paris");

        Assert.Equal(findings, found.Count);
        Assert.All(found, finding => Assert.Contains("Sales > Operations > Returns", finding.Detail));
    }

    [Fact]
    public async Task Credentials_that_may_do_nothing_are_one_finding_that_says_what_to_look_at()
    {
        var twin = new AdobeTwin();
        twin.Setup.Token("secret-token");
        twin.Switches.AcceptsIntegrationBearer = false;
        var shop = new ScriptedShop(request =>
            new WireOutcome.Answered(twin.Answer(request, ScriptedShop.FixedClock.Now)));

        var finding = Assert.Single(await CheckAsync(shop, "leeds"));

        Assert.Equal(CaseCodes.PermissionDenied, finding.Code);
        Assert.Contains("enable_integration_as_bearer", finding.Detail);
    }

    [Fact]
    public async Task A_store_view_that_the_shop_does_not_have_is_one_finding()
    {
        var twin = new AdobeTwin();
        twin.Setup.Token("secret-token");
        var shop = new ScriptedShop(request =>
            new WireOutcome.Answered(twin.Answer(request, ScriptedShop.FixedClock.Now)));

        var check = ScriptedShop.Connect<ILiveCheck>(("store", "en_fr"));
        var finding = Assert.Single(await check.CheckAsync(shop, ["leeds"], CancellationToken.None));

        Assert.Equal("store: the shop has no store view 'en_fr'.", finding.Detail);
    }

    [Fact]
    public async Task A_shop_without_multi_source_inventory_is_one_finding()
    {
        var shop = new ScriptedShop(request => request.Target.Contains("/inventory/", StringComparison.Ordinal)
            ? ScriptedShop.Status(404, """{"message":"Request does not match any route."}""")
            : Sound(request));

        var finding = Assert.Single(await CheckAsync(shop, "leeds"));

        Assert.Contains("Multi-Source Inventory", finding.Detail);
    }

    [Fact]
    public async Task A_shop_that_sends_everybody_on_is_one_finding_that_says_where_to()
    {
        var shop = new ScriptedShop(_ => ScriptedShop.Status(
            301, "", new WireHeader("Location", "https://shop.example.com/rest/default/V1/orders?a=b")));

        var finding = Assert.Single(await CheckAsync(shop, "leeds"));

        Assert.EndsWith("https://shop.example.com", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shop_that_cannot_be_reached_is_one_finding()
    {
        var shop = new ScriptedShop(_ => new WireOutcome.NotSent("refused"));

        var finding = Assert.Single(await CheckAsync(shop, "leeds"));

        Assert.Equal(CaseCodes.ConnectionDown, finding.Code);
    }

    [Fact]
    public async Task A_product_is_read_on_demand_and_an_unknown_one_is_said()
    {
        var shop = ScriptedShop.Of(
            ScriptedShop.Ok("""{"id":1,"sku":"A/B","type_id":"simple"}"""),
            ScriptedShop.Status(404, """{"message":"The product that was requested doesn't exist."}"""));
        var connection = ScriptedShop.Connect<IProductObserver>();

        var known = await connection.ObserveProductAsync(shop, Sku.Parse("A/B"), CancellationToken.None);
        var unknown = await connection.ObserveProductAsync(shop, Sku.Parse("NOPE"), CancellationToken.None);

        Assert.Equal("adobe.product", Assert.IsType<PollOutcome.Page>(known).Messages[0].Form);
        Assert.EndsWith("/products/A%2FB", shop.Requests[0].Target, StringComparison.Ordinal);
        var refused = Assert.IsType<Receipt.Refused>(Assert.IsType<PollOutcome.Failed>(unknown).Receipt);
        Assert.Equal(CaseCodes.SkuUnknown, refused.Code);
    }

    [Theory]
    [InlineData(401, """{"message":"The signature is invalid. Verify and try again."}""")]
    [InlineData(404, """{"message":"Request does not match any route."}""")]
    [InlineData(404, """{"message":"The product that was requested doesn't exist."}""")]
    public async Task A_sku_that_web_servers_stumble_over_is_looked_for_in_the_list(int status, string body)
    {
        var shop = ScriptedShop.Of(
            ScriptedShop.Status(status, body),
            ScriptedShop.Ok("""{"items":[{"id":7,"sku":"A/B","type_id":"simple"}],"total_count":1}"""),
            ScriptedShop.Status(status, body),
            ScriptedShop.Ok(Empty));
        var connection = ScriptedShop.Connect<IProductObserver>();

        var known = await connection.ObserveProductAsync(shop, Sku.Parse("A/B"), CancellationToken.None);
        var unknown = await connection.ObserveProductAsync(shop, Sku.Parse("A/C"), CancellationToken.None);

        Assert.Equal("adobe.product", Assert.IsType<PollOutcome.Page>(known).Messages[0].Form);
        var refused = Assert.IsType<Receipt.Refused>(Assert.IsType<PollOutcome.Failed>(unknown).Receipt);
        Assert.Equal(CaseCodes.SkuUnknown, refused.Code);
    }

    private static WireOutcome Sound(WireRequest request) => ScriptedShop.Ok(
        request.Target.Contains("stock-resolver", StringComparison.Ordinal) ? """{"stock_id":2}"""
        : request.Target.Contains("/store/websites", StringComparison.Ordinal) ? """[{"id":1,"code":"base"}]"""
        : request.Target.Contains("/store/storeViews", StringComparison.Ordinal) ? """[{"id":1,"website_id":1}]"""
        : request.Target.Contains("stock-source-links", StringComparison.Ordinal)
            ? """{"items":[{"source_code":"leeds"},{"source_code":"paris"},{"source_code":"shed"}],"total_count":3}"""
        : request.Target.Contains("/inventory/sources", StringComparison.Ordinal)
            ? """{"items":[{"source_code":"leeds","enabled":true},{"source_code":"paris","enabled":true},""" +
              """{"source_code":"attic","enabled":true},{"source_code":"shed","enabled":false}],"total_count":4}"""
        : Empty);

    private static ValueTask<Items<LiveFinding>> CheckAsync(ScriptedShop shop, params string[] sources) =>
        ScriptedShop.Connect<ILiveCheck>().CheckAsync(shop, sources.ToItems(), CancellationToken.None);

    private static bool IsTokenCall(WireRequest request) =>
        request.Target == "https://ims-na1.adobelogin.com/ims/token/v3";

    private static IStockObserver Ims() => ScriptedShop.Connect<IStockObserver>(
        ("auth.bearer", ""), ("auth.ims.client_id", "id"), ("auth.ims.client_secret", "s&t"),
        ("auth.ims.org", "org@AdobeOrg"));
}
