using Trueup.Connectors.AdobeCommerce;
using Trueup.Core.Connecting;

namespace Trueup.Tests.Connectors.AdobeCommerce;

public sealed class AdobeSettingsTests
{
    [Fact]
    public void The_example_of_the_contract_opens_with_its_limits()
    {
        var opening = new AdobeCommerceConnector().Open(ScriptedShop.Settings());

        var ready = Assert.IsType<ConnectionOpening.Ready>(opening);
        Assert.Equal(new ConnectionLimits(5, 10, 100, 1), ready.Connection.Limits);
        Assert.Contains(
            ((IPoller)ready.Connection).Polls, plan => plan.Name == "orders" && plan.Every == TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Every_problem_is_named_at_once()
    {
        var settings = ScriptedShop.Settings(
            ("url", "shop"), ("auth.bearer", ""), ("website", ""), ("stock_id", "main"), ("limits.rate", "fast"),
            ("orders.poll", "0s"), ("inbound.auth.adobe_events.keys.0", "not a key"));

        var wrong = Assert.IsType<ConnectionOpening.Wrong>(new AdobeCommerceConnector().Open(settings));

        string[] expected =
        [
            "auth", "inbound.auth.adobe_events.keys.0", "limits.rate", "orders.poll", "stock_id", "url", "website",
        ];
        Assert.Equal(expected, wrong.Problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
        Assert.All(wrong.Problems, problem => Assert.Contains(problem.Path, problem.Problem));
    }

    [Theory]
    [InlineData("url", "ftp://shop.example.com")]
    [InlineData("url", "https://shop.example.com?x=1")]
    [InlineData("stock_id", "0")]
    [InlineData("stock_id", "-1")]
    [InlineData("limits.rate", "5")]
    [InlineData("limits.rate", "0/s")]
    [InlineData("limits.rate", "5/week")]
    [InlineData("limits.batch", "5001")]
    [InlineData("limits.burst", "0")]
    [InlineData("limits.concurrency", "many")]
    [InlineData("orders.poll", "thirty seconds")]
    [InlineData("orders.overlap", "5")]
    [InlineData("auth.oauth1.token", "two ways of access at once")]
    public void A_wrong_setting_is_a_problem(string path, string value)
    {
        var wrong = Assert.IsType<ConnectionOpening.Wrong>(
            new AdobeCommerceConnector().Open(ScriptedShop.Settings((path, value))));

        var problem = Assert.Single(wrong.Problems);
        Assert.Equal(path.StartsWith("auth", StringComparison.Ordinal) ? "auth" : path, problem.Path);
    }

    [Theory]
    [InlineData("300/m", 5)]
    [InlineData("18000/h", 5)]
    [InlineData("0.5/s", 0.5)]
    public void Rates_are_read_per_second(string text, double perSecond) => Assert.Equal(
        perSecond,
        ScriptedShop.Connect<IConnection>(("limits.rate", text)).Limits.RequestsPerSecond,
        precision: 9);

    [Fact]
    public void All_secrets_of_oauth_and_ims_are_asked_for()
    {
        var oauth = ScriptedShop.Settings(("auth.bearer", ""), ("auth.oauth1.consumer_key", "k"));
        var ims = ScriptedShop.Settings(("auth.bearer", ""), ("auth.ims.client_id", "id"));

        var connector = new AdobeCommerceConnector();
        Assert.Equal(3, Assert.IsType<ConnectionOpening.Wrong>(connector.Open(oauth)).Problems.Count);
        Assert.Equal(2, Assert.IsType<ConnectionOpening.Wrong>(connector.Open(ims)).Problems.Count);
    }

    [Fact]
    public void Every_setting_that_is_read_is_in_the_manifest()
    {
        var known = new AdobeCommerceConnector().Manifest.Settings.Select(rule => rule.Path).ToList();

        Assert.All(ScriptedShop.Settings().Values.Keys, path => Assert.Contains(path.TrimEnd('0').TrimEnd('.'), known));
    }

    [Fact]
    public void Access_prints_no_secret() =>
        Assert.Equal("Bearer", new AdobeAccess.Bearer("secret-token").ToString());
}
