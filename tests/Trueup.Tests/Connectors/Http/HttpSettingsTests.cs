using Trueup.Connectors.Http;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.Http;

public sealed class HttpSettingsTests
{
    [Fact]
    public void The_example_of_the_contract_is_ready_to_write_and_to_observe()
    {
        var connection = Wms.Ready();

        Assert.IsType<IStockObserver>(connection, exactMatch: false);
        Assert.True(((IDocumentWriter)connection).Writes(typeof(DocumentIntent.CreateOrder)));
        Assert.True(((IDocumentWriter)connection).Writes(typeof(DocumentIntent.CancelOrder)));
        Assert.False(((IDocumentWriter)connection).Writes(typeof(DocumentIntent.PostShipment)));
        Assert.Equal(new ConnectionLimits(10, 20, 1, 2), connection.Limits);
    }

    [Fact]
    public void A_system_that_only_sends_needs_no_address_and_is_never_taken_for_empty()
    {
        var connection = Wms.Ready(new(StringComparer.Ordinal)
        {
            ["roles.0"] = "pos",
            ["inbound.auth.bearer"] = "x",
            ["basis"] = "on-hand",
        });

        Assert.IsNotType<IStockObserver>(connection, exactMatch: false);
        Assert.False(((IDocumentWriter)connection).Writes(typeof(DocumentIntent.CreateOrder)));
    }

    [Fact]
    public void Every_setting_of_the_example_is_in_the_manifest()
    {
        var rules = new HttpConnector().Manifest.Settings;

        Assert.All(Wms.Settings().Keys, path => Assert.Contains(rules, rule => rule.Path.EndsWith('*')
            ? path.StartsWith(rule.Path[..^1], StringComparison.Ordinal)
            : rule.Path.Equals(path, StringComparison.Ordinal) ||
                path.StartsWith(rule.Path + ".", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("roles.0", "depot", "not one of storefront, warehouse")]
    [InlineData("basis", "shelf", "not one of on-hand, available")]
    [InlineData("states.OK", "sellable", "not one of available, inspection")]
    [InlineData("url", "127.0.0.1:8090", "an address such as")]
    [InlineData("url", "ftp://wms", "an address such as")]
    [InlineData("limits.rate", "fast", "5/s")]
    [InlineData("limits.rate", "0/s", "5/s")]
    [InlineData("limits.rate", "5/d", "5/s")]
    [InlineData("limits.burst", "0", "above 0")]
    [InlineData("limits.concurrency", "two", "above 0")]
    [InlineData("auth.basic.user", "jo", "one of bearer, basic and header")]
    [InlineData("operations.order.create.request", "orders", "METHOD /path")]
    [InlineData("operations.order.create.request", "FETCH /orders", "METHOD /path")]
    [InlineData("operations.order.create.request", "POST orders", "begins with a slash")]
    [InlineData("operations.order.create.request", "POST /or ders", "white space")]
    [InlineData("operations.order.find.request", "GET /orders?id={{order.id", "not closed")]
    [InlineData("operations.order.find.request", "GET /orders?id={{}}", "is empty")]
    [InlineData("operations.order.find.request", "GET /orders?id={{order.idd}}", "{{order.idd}} is nothing")]
    [InlineData("operations.order.cancel.request", "POST /orders/{{order.number}}", "{{order.number}} is nothing")]
    [InlineData("operations.stock.levels.request", "GET /stock?page={{order.id}}", "{{order.id}} is nothing")]
    [InlineData("operations.order.create.body", "templates/absent.hbs", "no template file")]
    [InlineData("operations.order.create.body", "{{#each picks}}", "The template:")]
    [InlineData("operations.order.create.body", "{\"id\": {{order.id}} }", "not JSON at line 1")]
    [InlineData("operations.order.create.idempotency_header", "Idempotency Key", "name of a header")]
    [InlineData("operations.order.create.headers.X-Shop", "a\nb", "characters that headers cannot")]
    [InlineData("operations.order.find.result.id", "items[0].id", "begins with $")]
    [InlineData("operations.order.find.result.id", "$.items[0", "$.items[0")]
    [InlineData("operations.stock.levels.fields.sku", "SKU", "begins with $")]
    [InlineData("operations.stock.levels.fields.colour", "$.colour", "no such part")]
    [InlineData("operations.stock.levels.first_page", "one", "whole number")]
    [InlineData("operations.order.ship.request", "POST /ship", "No such operation")]
    public void A_wrong_setting_is_named_with_what_was_expected(string path, string value, string problem)
    {
        var settings = Wms.Settings();
        settings[path] = value;

        var problems = Problems(settings);

        Assert.Contains(problem, Assert.Single(problems).Problem, StringComparison.Ordinal);
        Assert.StartsWith(problems[0].Path, path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("url")]
    [InlineData("operations.order.create.request")]
    [InlineData("operations.order.find.result.id")]
    [InlineData("operations.stock.levels.items")]
    [InlineData("operations.stock.levels.fields.sku")]
    [InlineData("operations.stock.levels.fields.location")]
    [InlineData("operations.stock.levels.fields.quantity")]
    public void What_an_operation_cannot_do_without_is_asked_for(string path)
    {
        var settings = Wms.Settings();
        settings.Remove(path);

        Assert.Equal(path, Assert.Single(Problems(settings)).Path);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var settings = Wms.Settings();
        settings["basis"] = "shelf";
        settings["limits.rate"] = "fast";
        settings["operations.order.create.request"] = "orders";
        settings["operations.stock.levels.items"] = "items";

        Assert.Equal(
            ["basis", "limits.rate", "operations.stock.levels.items", "operations.order.create.request"],
            Problems(settings).Select(problem => problem.Path).OrderBy(path => path.Length));
    }

    [Fact]
    public void An_order_that_could_never_be_sent_again_is_not_sent_at_all()
    {
        var settings = Wms.Settings();
        settings.Remove("operations.order.create.idempotency_header");
        settings.Remove("operations.order.find.request");
        settings.Remove("operations.order.find.result.id");

        Assert.Contains("without answer", Assert.Single(Problems(settings)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_are_in_no_problem()
    {
        var settings = Wms.Settings();
        settings["auth.bearer"] = "s3cret\n";

        Assert.DoesNotContain("s3cret", string.Join(' ', Problems(settings)), StringComparison.Ordinal);
        Assert.NotEmpty(Problems(settings));
    }

    [Theory]
    [InlineData("300/m", 5)]
    [InlineData("2.5/s", 2.5)]
    [InlineData("36000/h", 10)]
    public void A_rate_may_be_per_second_minute_or_hour(string rate, double perSecond)
    {
        var settings = Wms.Settings();
        settings["limits.rate"] = rate;

        Assert.Equal(perSecond, Wms.Ready(settings).Limits.RequestsPerSecond);
    }

    private static Items<SettingProblem> Problems(Dictionary<string, string> settings) =>
        Assert.IsType<ConnectionOpening.Wrong>(Wms.Open(settings)).Problems;
}
