using Trueup.Core.Values;
using Trueup.Settings;
using Trueup.Simulator;
using Trueup.Simulator.Merchants;
using Trueup.Tests.Settings;

namespace Trueup.Tests.Simulation;

/// <summary>A merchant's own configuration in the simulated world: a sound one is left in peace, and each choice that leads
/// to drift, delay, overselling or a breach is named with figures.</summary>
public sealed class MerchantTrialTests
{
    private static readonly MerchantTrade Hour = new(40, 1_000, 1_000, TimeSpan.FromHours(1));

    private const string Sound = """
        version: 1
        hub: { name: Northwind, currency: GBP, time_zone: Europe/London, store: ./data }
        connections:
          shop:
            kind: adobe-commerce
            url: http://127.0.0.1:8081
            auth: { bearer: "${SHOP_TOKEN}" }
            website: base
            stock_id: 2
            limits: { rate: 5/s, burst: 10, batch: 100, concurrency: 1 }
            orders: { poll: 30s, overlap: 5m, release_when: [processing] }
          wms:
            kind: http
            roles: [warehouse]
            url: http://127.0.0.1:8090
            auth: { bearer: "${WMS_TOKEN}" }
            inbound: { auth: { bearer: "${WMS_SECRET}" } }
            states: { OK: available, QC: inspection }
            operations:
              order.create: { request: POST /orders, body: order.hbs, idempotency_header: Idempotency-Key, result: { id: $.id } }
              order.find: { request: "GET /orders?external_id={{order.id}}", result: { id: "$.items[0].id" } }
              order.cancel: { request: "POST /orders/{{remote.id}}/cancel" }
              stock.levels:
                request: "GET /stock?page={{page}}&size=500"
                items: $.data.rows
                fields: { sku: $.article, location: $.place.code, state: $.state, quantity: $.pieces, version: $.v }
        locations:
          leeds: { name: Leeds, owner: wms, codes: { wms: LDS, shop: leeds_src } }
          paris: { name: Paris, owner: wms, codes: { wms: PAR, shop: paris_src } }
        ownership:
          stock: { owner: by-location, subscribers: [shop], write: set, reconcile: { every: 5m } }
          order: { owner: shop, subscribers: [wms] }
          fulfilment: { owner: wms, subscribers: [shop] }
        stock:
          guards: { max_zeroed: 20%, max_changed: 60% }
          sourcing: { policy: priority, order: [leeds, paris] }
        """;

    private const string Template =
        """{ "id": {{json order.id}}, "lines": [{{#each picks}} { "article": {{json sku}}, "pieces": {{json quantity}}, "from": {{json location}} }{{#unless @last}},{{/unless}}{{/each}}] }""";

    [Fact]
    public void A_sound_configuration_is_left_in_peace_and_its_orders_are_shipped()
    {
        var outcome = Try();

        Assert.DoesNotContain(outcome.Findings, finding => finding.Kind != MerchantFinding.Oversell);
        Assert.NotNull(outcome.Measures.Loaded);
        Assert.InRange(outcome.Measures.Orders, 10, 1_000);
        Assert.Equal(0, outcome.Measures.Forgotten);
        Assert.All(outcome.Measures.Shops, shop => Assert.True(shop.Changes > 50 && shop.Late < TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public void The_same_seed_is_the_same_day() => Assert.Equal(Try(seed: 7).Chronicle.Hash, Try(seed: 7).Chronicle.Hash);

    [Fact]
    public void Faults_of_a_profile_are_lived_through()
    {
        var outcome = Try(profile: Profile.Lite);

        Assert.DoesNotContain(outcome.Findings, finding => finding.Kind == MerchantFinding.Drift);
        Assert.Equal(0, outcome.Measures.Forgotten);
    }

    [Fact]
    public void A_place_that_a_shop_has_no_code_for_cannot_be_sold_from()
    {
        var finding = Single(Try(("paris: { name: Paris, owner: wms, codes: { wms: PAR, shop: paris_src } }",
            "paris: { name: Paris, owner: wms, codes: { wms: PAR } }")), MerchantFinding.Drift);

        Assert.Equal("paris", finding.About);
        Assert.Contains("could not be sold in shop", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void An_owner_without_a_code_for_its_own_place_is_not_understood()
    {
        var outcome = Try(("codes: { wms: PAR, shop: paris_src }", "codes: { shop: paris_src }"));

        Assert.Contains(outcome.Findings, finding => finding is { Kind: MerchantFinding.Drift, About: "paris" });
        Assert.Contains(outcome.Findings, finding => finding is { Kind: MerchantFinding.Drift, About: "shop" });
        Assert.Contains(outcome.Findings, finding => finding.Kind == MerchantFinding.Case && finding.What.Contains("STOCK.LOCATION_UNMAPPED", StringComparison.Ordinal));
    }

    [Fact]
    public void A_limit_below_what_happens_makes_shops_late_and_twice_the_limit_is_tried()
    {
        var outcome = Try(("rate: 5/s, burst: 10, batch: 100", "rate: 0.05/s, burst: 1, batch: 1"));

        var finding = outcome.Findings.First(each => each is { Kind: MerchantFinding.Delay, About: "shop" });
        Assert.Contains("the opening stock", finding.What, StringComparison.Ordinal);
        Assert.Contains("with twice the rate", finding.Tried, StringComparison.Ordinal);
    }

    [Fact]
    public void More_calls_than_the_vendor_allows_are_a_breach()
    {
        var finding = Single(
            Try(("rate: 5/s, burst: 10, batch: 100, concurrency: 1", "rate: 200/s, burst: 200, batch: 1, concurrency: 8")), MerchantFinding.Breach);

        Assert.Contains("documented limit is 5", finding.What, StringComparison.Ordinal);
        Assert.Contains("limits.rate to 5/s", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Leave_to_call_more_often_than_the_vendor_allows_is_a_breach_before_a_day_is_busy_enough()
    {
        var changes = new[] { ("rate: 5/s", "rate: 6/s") };

        Assert.Contains("a busier one", Single(Try(changes), MerchantFinding.Breach).What, StringComparison.Ordinal);
        Assert.DoesNotContain(Try(Granted("shop", 10), changes).Findings, finding => finding.Kind == MerchantFinding.Breach);
    }

    [Fact]
    public void What_a_system_behind_plain_http_bears_is_kept_where_the_merchant_says_it()
    {
        var finding = Single(Try(Granted("wms", 0.05)), MerchantFinding.Breach);

        Assert.Equal("wms", finding.About);
        Assert.Contains("its vendor allows 0.05, at which", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void An_owner_that_neither_sends_nor_can_be_read_leaves_its_shelves_empty()
    {
        var outcome = Try(
            ("    inbound: { auth: { bearer: \"${WMS_SECRET}\" } }\n", ""),
            ("      stock.levels:\n        request: \"GET /stock?page={{page}}&size=500\"\n        items: $.data.rows\n" +
                "        fields: { sku: $.article, location: $.place.code, state: $.state, quantity: $.pieces, version: $.v }\n", ""));

        Assert.Contains(outcome.Findings, finding =>
            finding is { Kind: MerchantFinding.Drift, About: "wms" } && finding.What.Contains("stay empty in every shop", StringComparison.Ordinal));
    }

    [Fact]
    public void What_nobody_can_play_is_said()
    {
        var kind = Try(("  wms:\n    kind", "  till:\n    kind: square\n    auth: { bearer: \"${SQUARE}\" }\n  wms:\n    kind"));
        var answer = Try(("id: \"$.items[0].id\"", "id: \"$.items[?(@.open)].id\""));

        Assert.Equal("till", Single(kind, MerchantFinding.Unplayed).About);
        Assert.Contains("order.find", Single(answer, MerchantFinding.Unplayed).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Orders_that_are_read_seldom_are_handed_over_late()
    {
        // A comparison, too, reads the orders first.
        var finding = Single(Try(("poll: 30s", "poll: 20m"), ("every: 5m", "every: 1h")), MerchantFinding.Orders);

        Assert.Contains("one in twenty took longer than", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_shop_on_the_same_shelves_oversells_and_keeping_more_back_is_tried()
    {
        var outcome = Try(Hour with { OrdersPerDay = 5_000 }, 1, Profile.Calm, Template,
            ("  wms:\n    kind", """
                  trade:
                    kind: adobe-commerce
                    url: http://127.0.0.1:8082
                    auth: { bearer: "${TRADE_TOKEN}" }
                    website: base
                    stock_id: 2
                    orders: { poll: 5m, release_when: [processing] }
                  wms:
                    kind
                """.Replace("\n          ", "\n", StringComparison.Ordinal).TrimEnd()),
            ("shop: leeds_src", "shop: leeds_src, trade: t_leeds"),
            ("shop: paris_src", "shop: paris_src, trade: t_paris"),
            ("subscribers: [shop], write", "subscribers: [shop, trade], write"),
            ("order: { owner: shop,", "order: { owner: by-storefront,"),
            ("fulfilment: { owner: wms, subscribers: [shop] }", "fulfilment: { owner: wms, subscribers: [shop, trade] }"),
            ("poll: 30s", "poll: 5m"));

        var finding = Single(outcome, MerchantFinding.Oversell);
        Assert.True(outcome.Measures.Oversold > 0);
        Assert.Contains("with 2 more kept back", finding.Tried, StringComparison.Ordinal);
    }

    [Fact]
    public void A_guard_that_stops_an_ordinary_delivery_is_named()
    {
        var outcome = Try(("max_changed: 60%", "max_changed: 10%"));

        Assert.Contains(outcome.Findings, finding => finding is { Kind: MerchantFinding.Guard } && finding.Advice.Contains("max_changed", StringComparison.Ordinal));
    }

    [Fact]
    public void An_order_whose_template_names_nothing_to_pick_is_named()
    {
        var outcome = Try(template: """{ "id": {{json order.id}} }""");

        Assert.Contains(outcome.Findings, finding => finding is { Kind: MerchantFinding.Orders, About: "wms" });
        Assert.Equal(outcome.Measures.Orders, outcome.Measures.Forgotten);
    }

    [Fact]
    public void Orders_that_are_never_released_are_named()
    {
        var outcome = Try(("release_when: [processing]", "release_when: [complete]"));

        Assert.Contains(outcome.Findings, finding => finding.Kind == MerchantFinding.Orders && finding.Advice.Contains("release_when", StringComparison.Ordinal));
    }

    [Fact]
    public void An_owner_that_may_not_send_is_read_and_cannot_tell_what_it_shipped()
    {
        var outcome = Try(("    inbound: { auth: { bearer: \"${WMS_SECRET}\" } }\n", ""));

        Assert.Contains(outcome.Findings, finding => finding.Kind == MerchantFinding.Delay && finding.What.Contains("known only when it is read", StringComparison.Ordinal));
        Assert.Contains(outcome.Findings, finding => finding.Kind == MerchantFinding.Orders && finding.What.Contains("never posted", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("trueup.yaml")]
    [InlineData("commercetools.yaml")]
    [InlineData("store-and-books.yaml")]
    public void The_samples_that_ship_lead_to_no_drift(string name)
    {
        var surroundings = Surroundings.Of(RepositoryFolder.Of("samples")) with
        {
            Variable = static variable => variable.EndsWith("_URL", StringComparison.Ordinal) ? "https://ops.example" : $"a simulated {variable}",
        };
        var loaded = new SettingsLoader(ConnectorCatalogue.Installed).Load(File.ReadAllText(RepositoryFolder.Of("samples", name)), surroundings);

        var outcome = Try(loaded, Hour, seed: 1, Profile.Calm);

        Assert.DoesNotContain(outcome.Findings, finding => finding.Kind == MerchantFinding.Drift);
        Assert.NotNull(outcome.Measures.Loaded);
    }

    private static MerchantFinding Single(MerchantOutcome outcome, string kind) =>
        Assert.Single(outcome.Findings, finding => finding.Kind == kind);

    private static MerchantOutcome Try(params (string Is, string Becomes)[] changes) => Try(Hour, 1, Profile.Calm, Template, changes);

    private static MerchantOutcome Try(Func<MerchantConnection, MerchantConnection> made, params (string Is, string Becomes)[] changes) =>
        Try(Load(Template, changes), Hour, 1, Profile.Calm, made);

    /// <summary>What a vendor lets a connection call in a second.</summary>
    private static Func<MerchantConnection, MerchantConnection> Granted(string name, double rate) => one => one.Name.Text != name ? one
        : one with { Vendor = one.Connector.Manifest.Limits with { RequestsPerSecond = rate, Burst = 1 } };

    private static MerchantOutcome Try(ulong seed = 1, Profile? profile = null, string template = Template) =>
        Try(Hour, seed, profile ?? Profile.Calm, template);

    private static MerchantOutcome Try(
        MerchantTrade trade, ulong seed, Profile profile, string template, params (string Is, string Becomes)[] changes) =>
        Try(Load(template, changes), trade, seed, profile);

    private static LoadedSettings Load(string template, (string Is, string Becomes)[] changes)
    {
        var yaml = changes.Aggregate(Sound, (text, change) =>
        {
            Assert.Contains(change.Is, text, StringComparison.Ordinal);
            return text.Replace(change.Is, change.Becomes, StringComparison.Ordinal);
        });
        return new SettingsLoader(ConnectorCatalogue.Installed).Load(
            yaml, new Surroundings("/merchant", name => $"simulated-{name}", path => path.EndsWith("order.hbs", StringComparison.Ordinal) ? template : null));
    }

    private static MerchantOutcome Try(
        LoadedSettings loaded, MerchantTrade trade, ulong seed, Profile profile, Func<MerchantConnection, MerchantConnection>? made = null)
    {
        Assert.True(loaded.Settings is not null, string.Join('\n', loaded.Problems));
        var connections = loaded.Settings.Connections.Select(one =>
            new MerchantConnection(one.Rule, ConnectorCatalogue.Installed.Find(one.Rule.Kind)!, one.Settings, one.Inbound is not null));
        return MerchantTrial.Run(new MerchantPlan(
            seed, loaded.Settings.Contract, connections.Select(made ?? (static one => one)).ToItems(), trade, profile));
    }
}
