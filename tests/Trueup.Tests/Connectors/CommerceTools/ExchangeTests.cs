using System.Text.RegularExpressions;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Connectors.AdobeCommerce;

namespace Trueup.Tests.Connectors.CommerceTools;

/// <summary>
/// Every kind of request that the connector makes, made once, with each exchange held against the vendor's description. What
/// there is to make is read from the connector's own source, so a new kind that nobody covers fails here.
/// </summary>
public sealed class ExchangeTests
{
    private readonly Project _project = new(
        ("stock.create", "true"), ("import.url", "http://127.0.0.1:8085"), ("import.from", "3"), ("orders.export_channel", "erp"),
        ("orders.cancelled_state", "given-up"), ("orders.shipped_state", "shipped"), ("payments.refund", "true"));

    [Fact]
    public async Task Every_kind_of_request_is_made_here_and_is_as_described()
    {
        _project.Twin.Setup.Channel("erp", "OrderExport");
        _project.Twin.Setup.LineState("given-up");
        _project.Twin.Setup.LineState("shipped");

        await WriteStockAsync();
        await FollowMessagesAsync();
        await WriteOrdersAsync();
        await _project.PollAsync("export");
        Assert.Empty(await _project.As<ILiveCheck>().CheckAsync(_project, ["leeds"], CancellationToken.None));
        await ReadOneStoreAsync();

        Assert.Empty(_project.Offences);
        Assert.Empty(Actions().Except(_project.Kinds));
        Assert.True(Actions().Count >= 14, "the source's actions are not found any more");
        Assert.Empty(Resources().Except(_project.Kinds.SelectMany(kind => kind.Split('/', ' '))));
        Assert.Equal(Kinds.Order(StringComparer.Ordinal), _project.Kinds.Where(kind => kind.Contains(' ', StringComparison.Ordinal))
            .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_request_or_a_reply_that_is_not_as_described_is_found()
    {
        static WireRequest Post(string target, string body, string type = "application/json") =>
            new("POST", target, Body: System.Text.Encoding.UTF8.GetBytes(body), ContentType: type);
        var fine = new WireReply(200, """{"access_token":"t","token_type":"Bearer","expires_in":1,"scope":""}"""u8.ToArray());

        Assert.Empty(OpenApiSpec.OffencesOfAny(Post("/oauth/token", "grant_type=client_credentials", "application/x-www-form-urlencoded"), fine));
        Assert.NotEmpty(OpenApiSpec.OffencesOfAny(Post("/oauth/token", "grant_type=password", "application/x-www-form-urlencoded"), fine));
        Assert.NotEmpty(OpenApiSpec.OffencesOfAny(
            Post("/oauth/token", "grant_type=client_credentials", "application/x-www-form-urlencoded"), new WireReply(200, "{}"u8.ToArray())));
        Assert.NotEmpty(OpenApiSpec.OffencesOfAny(
            Post("/demo/import-containers", """{"key":"k","colour":"red"}"""), new WireReply(400)));
        Assert.NotEmpty(OpenApiSpec.OffencesOfAny(
            Post("/demo/inventory/7", """{"version":1,"actions":[{"action":"addQuantity"}]}"""), new WireReply(409)));
        Assert.NotEmpty(OpenApiSpec.OffencesOfAny(new WireRequest("GET", "/demo/inventory?colour=red"), new WireReply(503)));
        Assert.NotEmpty(OpenApiSpec.OffencesOfAny(new WireRequest("GET", "/demo/nonsense"), new WireReply(404)));
    }

    /// <summary>Kinds of requests, as the description names them.</summary>
    private static string[] Kinds =>
    [
        "POST /oauth/token", "GET /{projectKey}", "GET /{projectKey}/channels", "GET /{projectKey}/inventory",
        "POST /{projectKey}/inventory", "POST /{projectKey}/inventory/{ID}", "POST /{projectKey}/import-containers",
        "POST /{projectKey}/inventories/import-containers/{importContainerKey}", "GET /{projectKey}/orders",
        "GET /{projectKey}/orders/{ID}", "POST /{projectKey}/orders/{ID}", "POST /{projectKey}/payments/{ID}",
        "GET /{projectKey}/messages", "GET /{projectKey}/messages/{ID}", "GET /{projectKey}/product-projections/{ID}",
        "GET /{projectKey}/product-projections", "GET /{projectKey}/stores/key={key}",
        "GET /{projectKey}/in-store/key={storeKey}/orders",
    ];

    private async Task WriteStockAsync()
    {
        await _project.SetAsync("CAP", "leeds", 100);
        await _project.SetAsync("CAP", "leeds", 90, believed: 100);
        await _project.SetAsync("CAP", "leeds", 100, believed: 90);
        await _project.SetAsync("CAP", "leeds", 120);
        await _project.As<ILevelWriter>().SetAsync(
            _project, Enumerable.Range(0, 5).Select(i => Project.Level($"S{i}", "paris", i)).ToItems(), CancellationToken.None);
        await _project.As<IStockObserver>().ObserveAsync(
            _project, new ObserveAsk([Sku.Parse("CAP"), Sku.Parse("S1")]), CancellationToken.None);
    }

    private async Task FollowMessagesAsync()
    {
        var (_, cursor, _) = await _project.PollAsync("messages");
        var product = _project.Twin.Staff.Publish("CAP", _project.Now);
        (_, cursor, _) = await _project.PollAsync("messages", cursor);
        _project.Twin.Switches.LoseNextMessages = 1;
        _project.Twin.Staff.Publish("CAP", _project.Now);
        _project.Twin.Staff.Unpublish(product, _project.Now);
        (_, cursor, _) = await _project.PollAsync("messages", cursor);

        // The list leaves a payload out, and the message itself has it.
        _project.Instead = request => request.Method == "GET" && request.Target.StartsWith("/demo/messages?", StringComparison.Ordinal)
            ? new WireOutcome.Answered(new WireReply(200, System.Text.Encoding.UTF8.GetBytes(
                """{"limit":500,"offset":0,"count":1,"results":[{"id":"gone","resource":{"typeId":"product","id":"p"},"payloadNotIncluded":{"reason":"r","payloadType":"ProductPublished"}}]}""")))
            : null;
        await _project.PollAsync("messages", cursor);
        _project.Instead = _ => null;
    }

    private async Task WriteOrdersAsync()
    {
        var whole = await PlaceAsync(units: 2, paid: true);
        await AppliedAsync(new DocumentIntent.CancelInStorefront("c1", whole.Id, whole.Remote));

        var part = await PlaceAsync(units: 3, paid: true);
        await AppliedAsync(new DocumentIntent.CancelInStorefront("c2", part.Id, part.Remote) { Lines = [Units(part, 1)] });
        await AppliedAsync(Ship(part, "T-1", units: 1));
        await AppliedAsync(Ship(part, number: null, units: 1));
        foreach (var parcel in new[] { new Tracking("T-2"), new Tracking("T-2", "DHL"), new Tracking("T-3", "UPS") })
        {
            await AppliedAsync(new DocumentIntent.PostTracking(
                $"t{parcel}", part.Id, part.Remote, [parcel], new DocumentDetail { Status = "delivered" })
            {
                IsAllDelivered = true,
            });
        }

        await AppliedAsync(new DocumentIntent.AnnounceReturn(
            "a1", part.Id, part.Remote, [new PickLine(part.Line, Sku.Parse("CAP"), 1, "leeds")], new DocumentDetail { Rma = "RMA-1" }));
        await AppliedAsync(new DocumentIntent.RefundInStorefront(
            "r1", part.Id, part.Remote, [Units(part, 1)],
            new DocumentDetail { Rma = "RMA-1", Restocked = [Units(part, 1)], Amounts = new RefundAmounts(0m, 0m, 0m, 19.99m) }));
    }

    private async Task ReadOneStoreAsync()
    {
        await _project.PollAsync("products");
        _project.Twin.Setup.Store("berlin", "leeds");
        _project.Reconnect(("store", "berlin"));
        await _project.PollAsync("orders");
        await _project.PollAsync("wiring");
    }

    private async Task<(OrderId Id, string Remote, string Line)> PlaceAsync(int units, bool paid)
    {
        var placed = _project.Twin.Shoppers.PlaceOrder(new([new("CAP", units, "leeds")]), _project.Now)!;
        if (paid)
        {
            _project.Twin.Staff.AddPayment(placed.Id, _project.Twin.Setup.Payment(10_000), _project.Now);
        }

        var seen = (await _project.PollAsync("orders")).Facts.OfType<Fact.OrderObserved>().Single(order => order.Progress.RemoteId == placed.Id);
        return (seen.Order.Id, placed.Id, seen.Order.Lines[0].Line);
    }

    private async Task AppliedAsync(DocumentIntent intent)
    {
        Assert.IsType<Receipt.Applied>(await _project.As<IDocumentWriter>().SendAsync(_project, intent, CancellationToken.None));
        Assert.IsType<Receipt.Applied>(await _project.As<IDocumentWriter>().FindAsync(_project, intent, CancellationToken.None));
    }

    private static DocumentIntent.PostShipment Ship((OrderId Id, string Remote, string Line) order, string? number, int units) => new(
        $"s{number}", order.Id, order.Remote, RemoteCode.Parse("leeds"), [Units(order, units)], number is null ? [] : [new Tracking(number)]);

    private static LineQuantity Units((OrderId Id, string Remote, string Line) order, int units) => new(order.Line, Sku.Parse("CAP"), units);

    /// <summary>Actions that the source writes.</summary>
    private static HashSet<string> Actions() =>
        Names(@"(WriteString\(""action"", |WriteState\(json, |Move\()""(?<name>[a-zA-Z]+)""");

    /// <summary>First segments of the paths that the source asks for.</summary>
    private static HashSet<string> Resources() => Names(@"[$]?""/(?<name>[a-z-]+)");

    private static HashSet<string> Names(string pattern)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(
            Repository.PathOf("src/Trueup.Connectors/CommerceTools"), "*.cs", SearchOption.AllDirectories))
        {
            if (!file.Contains($"{Path.DirectorySeparatorChar}Twin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            {
                names.UnionWith(Regex.Matches(File.ReadAllText(file), pattern, RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)
                    .Select(match => match.Groups["name"].Value));
            }
        }

        return names;
    }
}
