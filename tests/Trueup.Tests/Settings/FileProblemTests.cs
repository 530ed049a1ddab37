using Trueup.Settings;

namespace Trueup.Tests.Settings;

/// <summary>What is wrong with the file as such: keys, values and references.</summary>
public sealed class FileProblemTests
{
    [Theory]
    [InlineData("limits: { rate", "lmits: { rate",
        "16:5 Error connections.adobe-uk.lmits: unknown key; did you mean \"limits\"?")]
    [InlineData("  currency: GBP", "  currency: GBP\n  colour: blue",
        "6:3 Error hub.colour: unknown key; known are name, time_zone, currency, listen, url, store, tokens, sign_in, limits, keep")]
    [InlineData("  currency: GBP", "  currency: gbp",
        "5:13 Error hub.currency: expected an ISO 4217 code such as GBP, found \"gbp\"")]
    [InlineData("  currency: GBP\n", "",
        "3:3 Error hub: \"currency\" is missing: expected an ISO 4217 code such as GBP")]
    [InlineData("Europe/London", "Europe/Londonn",
        "4:14 Error hub.time_zone: expected a time zone such as Europe/London, found \"Europe/Londonn\"")]
    [InlineData("listen: http://127.0.0.1:8080", "listen: 127.0.0.1:8080",
        "6:11 Error hub.listen: expected an address such as https://shop.example, found \"127.0.0.1:8080\"")]
    [InlineData("listen: http://127.0.0.1:8080", "listen: http://127.0.0.1:8080/hub",
        "6:11 Error hub.listen: expected an address without a path, such as http://127.0.0.1:8080")]
    [InlineData("store: ./data", "store: mysql://x/y",
        "7:10 Error hub.store: expected a folder, such as ./data, found \"mysql://x/y\"")]
    [InlineData("store: ./data", "store: postgres://hub@db.example/trueup",
        "7:10 Error hub.store: this version keeps its data in embedded SQLite only: name a folder, such as ./data")]
    [InlineData("version: 1", "version: 2", "1:10 Error version: expected 1, found \"2\"")]
    [InlineData("kind: adobe-commerce", "kind: adobe-comerce",
        "11:11 Error connections.adobe-uk.kind: no connector is of the kind \"adobe-comerce\"; " +
        "did you mean \"adobe-commerce\"?")]
    [InlineData("    kind: adobe-commerce\n", "",
        "11:5 Error connections.adobe-uk: \"kind\" is missing: expected one of adobe-commerce, http")]
    [InlineData("    url: http://127.0.0.1:8081\n", "",
        "11:5 Error connections.adobe-uk: \"url\" is missing: expected an address such as https://shop.example")]
    [InlineData("roles: [warehouse]", "roles: [warehose]",
        "20:13 Error connections.wms.roles[0]: expected one of storefront, warehouse, pos, erp, crm, planner, " +
        "carrier, payments, bus, found \"warehose\"; did you mean \"warehouse\"?")]
    [InlineData("poll: 30s", "poll: 30",
        "17:21 Error connections.adobe-uk.orders.poll: expected a duration such as 30s, 5m, 2h or 1d, found \"30\"")]
    [InlineData("poll: 30s", "poll: 0s", "17:21 Error connections.adobe-uk.orders.poll: must be longer than nothing")]
    [InlineData("rate: 5/s", "rate: fast",
        "16:21 Error connections.adobe-uk.limits.rate: expected a rate such as 5/s or 300/m, found \"fast\"")]
    [InlineData("rate: 5/s", "rate: 0/s",
        "16:21 Error connections.adobe-uk.limits.rate: expected a rate such as 5/s or 300/m, found \"0/s\"")]
    [InlineData("basis: on-hand                ", "basis: onhand                ",
        "24:12 Error connections.wms.basis: expected one of on-hand, available, found \"onhand\"; " +
        "did you mean \"on-hand\"?")]
    [InlineData("QC: inspection", "QC: inspected",
        "25:34 Error connections.wms.states.QC: expected one of available, inspection, damaged, in-transit, " +
        "quarantined, found \"inspected\"; did you mean \"inspection\"?")]
    [InlineData("order.create: {", "order.creat: {",
        "27:7 Error connections.wms.operations.order.creat: unknown key; did you mean \"order.create\"?")]
    [InlineData("request: POST /orders", "reqest: POST /orders",
        "27:23 Error connections.wms.operations.order.create.reqest: unknown key; did you mean \"request\"?")]
    [InlineData("write: set", "write: adjust", "43:75 Error ownership.stock.write: expected set, found \"adjust\"")]
    [InlineData("full: \"02:00\"", "full: \"25:00\"",
        "43:110 Error ownership.stock.reconcile.full: expected a time of day such as \"02:00\", found \"25:00\"")]
    [InlineData("max_zeroed: 20%", "max_zeroed: 120%",
        "51:25 Error stock.guards.max_zeroed: expected a percentage from 0% to 100%, found \"120%\"")]
    [InlineData("[ { location: soho, quantity: 1 } ]", "{ location: soho, quantity: 1 }",
        "50:32 Error stock.buffer.rules: expected a list of sections")]
    [InlineData("locations:\n", "locations: []\nlocations2:\n",
        "37:12 Error locations: expected keys and values")]
    public void A_wrong_key_or_value_is_told_with_its_place_and_what_was_expected(
        string piece, string instead, string told)
    {
        var loaded = Configuration.LoadWith(piece, instead);

        Assert.Null(loaded.Settings);
        Assert.Equal(told, Assert.Single(Configuration.Told(loaded), line => line == told));
    }

    [Fact]
    public void A_key_written_twice_is_told_at_the_second_place()
    {
        var loaded = Configuration.LoadWith("  currency: GBP\n", "  currency: GBP\n  currency: EUR\n");

        Assert.Equal(["6:3 Error hub.currency: is written twice; the first is on line 5"], Configuration.Told(loaded));
    }

    [Fact]
    public void Many_problems_are_told_at_once_in_the_order_of_the_file()
    {
        var loaded = Configuration.Load(
            """
            version: 1
            hub: { name: Shop, currency: pounds, listen: nowhere }
            connections:
              shop: { kind: adobe-commerce, url: http://127.0.0.1:1, websit: base }
            locations:
              leeds: { owner: shpo }
            kits:
              - { sku: SET, components: {} }
            """);

        Assert.Null(loaded.Settings);
        Assert.Equal(
            ["hub.currency", "hub.listen", "connections.shop.websit", "locations.leeds.owner", "kits[0].components"],
            loaded.Problems.Select(problem => problem.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a remark\n")]
    public void An_empty_file_is_told(string text) =>
        Assert.Equal("1:1 Error : the file is empty", Configuration.Only(Configuration.Load(text)));

    [Theory]
    [InlineData("hub: { name: Shop", "sound YAML")]
    [InlineData("hub: 1\n---\nhub: 2\n", "second document")]
    [InlineData("hub: *nobody\n", "*nobody repeats something not yet written")]
    [InlineData("hub: &self { again: *self }\n", "*self repeats something not yet written")]
    [InlineData("? { a: 1 }\n: 2\n", "sound YAML")]
    public void What_is_not_sound_YAML_is_one_problem(string text, string told) =>
        Assert.Contains(told, Configuration.Only(Configuration.Load(text)), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_unfolds_to_millions_of_nodes_is_refused()
    {
        var lines = Enumerable.Range(1, 9).Select(level =>
            $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]");

        var loaded = Configuration.Load($"a0: &a0 x\n{string.Join('\n', lines)}\n");

        Assert.Contains("too large", Configuration.Only(loaded), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_nested_too_deeply_is_refused() =>
        Assert.Contains(
            "nested too deeply",
            Configuration.Only(Configuration.Load(new string('[', 100_000))),
            StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_is_told() =>
        Assert.Equal(
            "1:1 Error : there is no such file; write one, or name it with --config",
            Configuration.Only(new SettingsLoader(Configuration.Connectors).LoadFile("nowhere/trueup.yaml")));

    [Fact]
    public void A_connector_may_declare_what_nobody_checks()
    {
        var loaded = Configuration.LoadWith(
            "    kind: http\n    roles: [pos]\n",
            "    kind: http\n    roles: [pos]\n    extras: { any: { thing: [1, { two: 3 }] } }\n    accepts: [a, b]\n");

        Assert.Equal([], loaded.Problems);
        Assert.Equal("3", loaded.Settings!.Connections[2].Settings.Find("extras.any.thing.1.two"));
        Assert.Equal(["a", "b"], loaded.Settings.Connections[2].Settings.List("accepts"));
    }

    [Fact]
    public void The_hub_checks_a_key_that_a_connector_declares_more_loosely()
    {
        var loaded = Configuration.LoadWith("basis: on-hand    ", "basis: onhand    ");

        Assert.EndsWith("did you mean \"on-hand\"?", Configuration.Only(loaded), StringComparison.Ordinal);
    }

    [Fact]
    public void Anchors_repeat_what_they_name()
    {
        var loaded = Configuration.LoadWith(
            "states: { OK: available, QC: inspection, DMG: damaged, TRN: in-transit }",
            "states:\n      OK: &good available\n      A1: *good");

        Assert.Equal([], loaded.Problems);
        Assert.Equal(2, loaded.Settings!.Contract.Connections[1].States.Count);
    }
}
