using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Settings;

namespace Trueup.Tests.Settings;

/// <summary>What contradicts itself between one part of the file and another.</summary>
public sealed class ContractProblemTests
{
    [Theory]
    [InlineData("owner: wms, codes: { wms: LDS", "owner: wsm, codes: { wms: LDS",
        "Error locations.leeds.owner: no connection is named \"wsm\"; did you mean \"wms\"?")]
    [InlineData("owner: wms, codes: { wms: LDS", "owner: adobe-uk, codes: { wms: LDS",
        "Error locations.leeds.owner: \"adobe-uk\" cannot own this: its roles are storefront; " +
        "one of warehouse, pos, erp is needed")]
    [InlineData("codes: { wms: PAR", "codes: { wms: LDS",
        "Error locations.paris.codes.wms: \"LDS\" is already the code of \"leeds\" in \"wms\"")]
    [InlineData("codes: { wms: PAR", "codes: { wmss: PAR",
        "Error locations.paris.codes.wmss: no connection is named \"wmss\"; did you mean \"wms\"?")]
    [InlineData("paris_src", "' paris_src'",
        "Error locations.paris.codes.adobe-uk: expected a code of 1 to 255 characters without outer white space")]
    [InlineData("subscribers: [wms]", "subscribers: [wms, crm]",
        "Error ownership.order.subscribers[1]: no connection is named \"crm\"; known are adobe-uk, wms, pos")]
    [InlineData("subscribers: [wms]", "subscribers: [wms, wms]",
        "Error ownership.order.subscribers[1]: \"wms\" is named twice")]
    [InlineData("subscribers: [wms]", "subscribers: [wms, adobe-uk]",
        "Error ownership.order.subscribers: \"adobe-uk\" owns this and cannot also follow it")]
    [InlineData("order:            { owner: adobe-uk", "order:            { owner: wms",
        "Error ownership.order.owner: \"wms\" cannot own this: its roles are warehouse; " +
        "one of storefront, pos is needed")]
    [InlineData("fulfilment:       { owner: wms", "fulfilment:       { owner: adobe-uk",
        "Error ownership.fulfilment.owner: \"adobe-uk\" cannot own this: its roles are storefront; " +
        "one of warehouse, erp, pos, carrier is needed")]
    [InlineData("return:           { owner: wms", "return:           { owner: adobe-uk",
        "Error ownership.return.owner: \"adobe-uk\" cannot own this: its roles are storefront; " +
        "one of warehouse, erp, pos is needed")]
    [InlineData("every: 5m", "every: 0m", "Error ownership.stock.reconcile.every: must be longer than nothing")]
    [InlineData("sellable: [available]", "sellable: []",
        "Error stock.sellable: names no state: nothing could ever be sold")]
    [InlineData("{ location: soho, quantity: 1 }", "{ location: sohoo, quantity: 1 }",
        "Error stock.buffer.rules[0].location: no location is named \"sohoo\"; did you mean \"soho\"?")]
    [InlineData("{ location: soho, quantity: 1 }", "{ quantity: 1 }",
        "Error stock.buffer.rules[0]: names no sku, category, velocity or location: use the buffer's default for all")]
    [InlineData("{ location: soho, quantity: 1 }", "{ location: soho, quantity: -1 }",
        "Error stock.buffer.rules[0].quantity: expected a quantity such as 2 or 0.5, found \"-1\"")]
    [InlineData("guards:", "backorder: { rules: [{ sku: TENT-2P }] }\n  guards:",
        "Error stock.backorder.rules[0]: sets no limit: give a quantity, or only_inbound for as much as is on its way")]
    [InlineData("sellable: [available]", "sellable: [available, in-transit]\n  backorder: { rules: [{ only_inbound: true }] }",
        "Error stock.backorder.rules[0].only_inbound: stock.sellable counts what is in transit for sale already: it would be sold twice")]
    [InlineData("guards:", "low: { substitutes: { TENT-2P: [TENT-2P] } }\n  guards:",
        "Error stock.low.substitutes.TENT-2P: a SKU is no substitute for itself")]
    [InlineData("guards:", "low: { tell: [empty] }\n  guards:",
        "Error stock.low.tell[0]: expected one of low, out, found \"empty\"")]
    [InlineData("of: location, over: 5m", "of: location, over: 0s",
        "Error stock.guards.over: must be longer than nothing")]
    [InlineData("order: [leeds, paris, soho]", "order: [leeds, pari, soho]",
        "Error stock.sourcing.order[1]: no location is named \"pari\"; did you mean \"paris\"?")]
    [InlineData("order: [leeds, paris, soho]", "order: [leeds, leeds]",
        "Error stock.sourcing.order[1]: \"leeds\" is named twice")]
    [InlineData("MAT-FOAM: 2", "MAT-FOAM: 0",
        "Error kits[0].components.MAT-FOAM: a kit holds more than nothing of each component")]
    [InlineData("MAT-FOAM: 2", "MAT-FOAM: two",
        "Error kits[0].components.MAT-FOAM: expected a quantity such as 2 or 0.5, found \"two\"")]
    [InlineData("MAT-FOAM: 2", "' MAT': 2",
        "Error kits[0].components. MAT: expected a SKU of 1 to 64 characters without outer white space")]
    [InlineData("MAT-FOAM: 2", "CAMP-SET: 2", "Error kits[0].components.CAMP-SET: a kit cannot contain itself")]
    [InlineData("{ TENT-2P: 1, MAT-FOAM: 2 }", "{}", "Error kits[0].components: a kit needs at least one component")]
    [InlineData("MAT-FOAM: 2 } }", "MAT-FOAM: 2 } }\n  - { sku: CAMP-SET, components: { A: 1 } }",
        "Error kits[1].sku: \"CAMP-SET\" is a kit already, on line 55")]
    [InlineData("\"lag(orders) > 2m\", notify: [ops]", "\"lag(orders) > 2m\", notify: [opps]",
        "Error alerts[1].notify[0]: nothing under notify is named \"opps\"; did you mean \"ops\"?")]
    [InlineData("lag(orders) > 2m", "lag(orders) > 2",
        "Error alerts[1].when: expected a condition such as \"parity < 99.5% for 5m\" or \"lag(orders) > 2m\", " +
        "found \"lag(orders) > 2\": lag(orders) is a duration such as 2m, not 2")]
    [InlineData("lag(orders) > 2m", "volume(ordrs) < 30%",
        "Error alerts[1].when: expected a condition such as \"parity < 99.5% for 5m\" or \"lag(orders) > 2m\", " +
        "found \"volume(ordrs) < 30%\": there is no measure volume(ordrs); did you mean \"volume(orders)\"?")]
    [InlineData("lag(orders) > 2m", "volume < 30%",
        "Error alerts[1].when: expected a condition such as \"parity < 99.5% for 5m\" or \"lag(orders) > 2m\", " +
        "found \"volume < 30%\": there is no measure volume; known are volume(orders), volume(messages)")]
    [InlineData("lag(orders) > 2m", "capture > 2m for ever",
        "Error alerts[1].when: expected a condition such as \"parity < 99.5% for 5m\" or \"lag(orders) > 2m\", " +
        "found \"capture > 2m for ever\": \"for\" wants a duration such as 5m, not ever")]
    [InlineData("lag(orders) > 2m", "decrement(wms) > 2m",
        "Error alerts[1].when: no storefront or pos is named \"wms\"; known are adobe-uk, pos")]
    [InlineData("lag(orders) > 2m", "errors(adobe-us) > 2%",
        "Error alerts[1].when: no connection is named \"adobe-us\"; did you mean \"adobe-uk\"?")]
    [InlineData("inbound: { auth: { bearer: \"${POS_INBOUND_TOKEN}\" } }", "inbound: { auth: {} }",
        "Error connections.pos.inbound.auth: names no way to prove who sends")]
    [InlineData("inbound: { auth: { bearer: \"${POS_INBOUND_TOKEN}\" } }", "inbound: {}",
        "Error connections.pos.inbound: says neither how its deliveries prove who sends (auth) nor which queue its events come through (queue)")]
    [InlineData("inbound: { auth: { bearer: \"${POS_INBOUND_TOKEN}\" } }", "inbound: { queue: { url: \"https://broker\", name: tills } }",
        "Error connections.pos.inbound.queue.url: expected an address of a broker such as amqps://user:password@host/vhost")]
    [InlineData("inbound: { auth: { bearer: \"${POS_INBOUND_TOKEN}\" } }", "inbound: { queue: { url: \"amqp://broker\", name: t, prefetch: 0 } }",
        "Error connections.pos.inbound.queue.prefetch: expected 1 to 65535")]
    [InlineData("hmac_sha256: \"${WMS_SECRET}\"", "hmac_sha256: whsec_@",
        "Error connections.wms.inbound.auth.hmac_sha256: a secret that begins whsec_ is base64 after it, " +
        "and this one is not")]
    [InlineData("templates/wms-order.json.hbs", "templates/nowhere.hbs",
        "Error connections.wms.operations.order.create.body: the template cannot be read; its path is " +
        "relative to the configuration file")]
    public void A_contradiction_is_the_one_error_told(string piece, string instead, string told)
    {
        var loaded = Configuration.LoadWith(piece, instead);

        Assert.Null(loaded.Settings);
        var error = Assert.Single(loaded.Problems, problem => problem.Gravity == ProblemGravity.Error);
        Assert.Equal(told, $"Error {error.Path}: {error.Message}");
    }

    [Theory]
    [InlineData("codes: { wms: PAR, adobe-uk: paris_src }", "codes: { adobe-uk: paris_src }",
        "39:3 Warning locations.paris: has no code for its owner \"wms\": nothing it reports can be placed here")]
    [InlineData("    basis: on-hand\n\nlocations", "    orders: { poll: 30s }\n\nlocations",
        "35:13 Warning connections.pos.orders: has no effect: only a storefront's orders are taken")]
    [InlineData("locations:", "  spare: { kind: http, roles: [erp] }\nlocations:",
        "37:3 Warning connections.spare: takes no part: it owns no location and follows nothing")]
    [InlineData("subscribers: [adobe-uk], write: set", "subscribers: [], write: set",
        "10:3 Warning connections.adobe-uk: has orders that nobody would pick: no location serves it while ownership.stock.subscribers does not name it")]
    public void What_was_probably_not_meant_is_a_warning_and_the_hub_can_start(
        string piece, string instead, string told)
    {
        var loaded = Configuration.LoadWith(piece, instead);

        Assert.NotNull(loaded.Settings);
        Assert.Equal(told, Configuration.Only(loaded));
    }

    [Fact]
    public void A_storefront_that_follows_stock_without_any_location_is_a_warning()
    {
        var lines = Configuration.Example.Split('\n').Select(line =>
            line.Contains("_src", StringComparison.Ordinal) ? $"{line[..line.LastIndexOf(',')]} }} }}" : line);

        Assert.Equal(
            "43:57 Warning ownership.stock.subscribers[0]: follows stock, but no location has a code for it: nothing " +
            "would be written",
            Configuration.Only(Configuration.Load(string.Join('\n', lines))));
    }

    [Fact]
    public void Kits_that_contain_each_other_are_told_once()
    {
        var loaded = Configuration.LoadWith(
            "MAT-FOAM: 2 } }",
            "B: 2 } }\n  - { sku: B, components: { C: 1 } }\n  - { sku: C, components: { CAMP-SET: 1 } }");

        Assert.Equal(
            "57:5 Error kits[2]: these kits contain each other: CAMP-SET > B > C > CAMP-SET",
            Configuration.Only(loaded));
    }

    [Fact]
    public void A_kit_inside_a_kit_is_taken_apart()
    {
        var loaded = Configuration.LoadWith(
            "MAT-FOAM: 2 } }", "PAIR: 2 } }\n  - { sku: PAIR, components: { MAT-FOAM: 2, TENT-2P: 0.5 } }");

        Assert.Equal([], loaded.Problems);
        Assert.Equal(
            [new KitComponent(Sku.Parse("TENT-2P"), 2), new KitComponent(Sku.Parse("MAT-FOAM"), 4)],
            loaded.Settings!.Contract.Kits[0].Components);
    }

    [Fact]
    public void Parts_of_a_kit_may_have_prices_an_inner_kit_s_of_its_own()
    {
        var loaded = Configuration.LoadWith(
            "MAT-FOAM: 2 } }",
            "PAIR: 2 }, prices: { TENT-2P: 90 } }\n  - { sku: PAIR, components: { MAT-FOAM: 2, TENT-2P: 0.5 }, prices: { MAT-FOAM: 7.50, TENT-2P: 80 } }");

        Assert.Equal([], loaded.Problems);
        Assert.Equal(
            [new KitComponent(Sku.Parse("TENT-2P"), 2) { Price = 85m }, new KitComponent(Sku.Parse("MAT-FOAM"), 4) { Price = 7.5m }],
            loaded.Settings!.Contract.Kits[0].Components);
    }

    [Fact]
    public void A_price_must_be_of_a_part()
    {
        var loaded = Configuration.LoadWith("MAT-FOAM: 2 } }", "MAT-FOAM: 2 }, prices: { STOVE: 3 } }");

        Assert.EndsWith("\"STOVE\" is no component of this kit", Configuration.Only(loaded), StringComparison.Ordinal);
    }

    [Fact]
    public void Kits_that_multiply_beyond_any_stock_are_refused()
    {
        var kits = Enumerable.Range(0, 10).Select(i => $"  - {{ sku: K{i}, components: {{ K{i + 1}: 90000000 }} }}\n");

        var loaded = Configuration.LoadWith("kits:\n", $"kits:\n{string.Concat(kits)}");

        Assert.Null(loaded.Settings);
        Assert.All(
            loaded.Problems,
            problem => Assert.Contains("comes down to more than", problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Kits_nested_without_end_are_refused()
    {
        var kits = Enumerable.Range(0, 40).Select(i => $"  - {{ sku: K{i}, components: {{ K{i + 1}: 1 }} }}\n");

        var loaded = Configuration.LoadWith("kits:\n", $"kits:\n{string.Concat(kits)}");

        Assert.Contains("nested more than 16 deep", loaded.Problems[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wms/2")]
    [InlineData("wms:2")]
    [InlineData("wms 2")]
    [InlineData("a.b")]
    public void A_connection_or_location_whose_name_would_break_addresses_is_refused(string name)
    {
        var connection = Configuration.LoadWith("\nlocations:", $"\n  '{name}': {{ kind: http }}\nlocations:");
        var location = Configuration.LoadWith("\nownership:", $"\n  '{name}': {{ owner: wms }}\nownership:");

        Assert.Contains("letters, digits, - and _", connection.Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("letters, digits, - and _", location.Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_connector_says_of_its_settings_is_told_at_their_place()
    {
        var complaining = new FakeConnector("http", [], FakeConnector.Anything.Manifest.Settings)
        {
            Complaints =
            [
                new SettingProblem("operations.order.create.request", "POST is expected."),
                new SettingProblem("operations.order.ship", "is missing"),
            ],
        };

        var loaded = Configuration.Load(Configuration.Example, new ConnectorCatalogue(FakeConnector.Shop, complaining));

        Assert.Contains(
            "27:23 Error connections.wms.operations.order.create.request: POST is expected",
            Configuration.Told(loaded));
        Assert.Contains("26:5 Error connections.wms.operations.order.ship: is missing", Configuration.Told(loaded));
    }

    [Fact]
    public void Rotating_secrets_are_taken_side_by_side()
    {
        var loaded = Configuration.LoadWith(
            "{ hmac_sha256: \"${WMS_SECRET}\" }",
            "{ hmac_sha256: [\"${WMS_SECRET}\", whsec_b2xk], bearer: [one, two] }");

        Assert.Equal([], loaded.Problems);
        Assert.Equal(
            new InboundSettings(
                [new Secret("one"), new Secret("two")], [new Secret("wms-secret"), new Secret("whsec_b2xk")]),
            loaded.Settings!.Connections[1].Inbound);
    }

    [Fact]
    public void Orders_of_several_storefronts_belong_to_each_its_own()
    {
        var loaded = Configuration.LoadWith("{ owner: adobe-uk", "{ owner: by-storefront");

        Assert.Equal([], loaded.Problems);
        Assert.Null(loaded.Settings!.Contract.Order.Owner);
    }
}
