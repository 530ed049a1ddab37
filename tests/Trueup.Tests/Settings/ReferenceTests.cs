using Trueup.Settings;

namespace Trueup.Tests.Settings;

public sealed class ReferenceTests
{
    [Theory]
    [InlineData("${WMS_TOKEN}", "wms-token")]
    [InlineData("Bearer ${WMS_TOKEN}!", "Bearer wms-token!")]
    [InlineData("${WMS_TOKEN}${WMS_SECRET}", "wms-tokenwms-secret")]
    [InlineData("$${WMS_TOKEN}", "${WMS_TOKEN}")]
    [InlineData("$$ $ {{order.id}} $.id", "$$ $ {{order.id}} $.id")]
    [InlineData("${file:templates/../token.txt}", "from a file")]
    public void A_reference_is_replaced(string written, string value)
    {
        var loaded = Load(written);

        Assert.Equal([], loaded.Problems);
        Assert.Equal(value, loaded.Settings!.Connections[0].Settings.Find("auth.bearer"));
    }

    [Theory]
    [InlineData("${NO_SUCH_NAME}", "the environment variable NO_SUCH_NAME is not set")]
    [InlineData("${EMPTY}", "the environment variable EMPTY is not set")]
    [InlineData("${file:nowhere.txt}", "the secret file nowhere.txt is empty or cannot be read")]
    [InlineData("${not closed", "write ${NAME} or ${file:PATH}, or $${")]
    [InlineData("${}", "write ${NAME} or ${file:PATH}, or $${")]
    public void A_reference_to_nothing_is_told_once_with_its_place(string written, string told)
    {
        var problem = Configuration.Only(Load(written));

        Assert.StartsWith("4:74 Error connections.shop.auth.bearer: ", problem, StringComparison.Ordinal);
        Assert.Contains(told, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resolved_secret_is_in_no_problem()
    {
        var wrong = Configuration.Example
            .Replace("rate: 5/s", "rate: \"${WMS_SECRET}\"", StringComparison.Ordinal)
            .Replace("owner: pos", "owner: \"${WMS_SECRET}\"", StringComparison.Ordinal)
            .Replace("currency: GBP", "currency: \"${WMS_SECRET}\"", StringComparison.Ordinal);

        var loaded = Configuration.Load(wrong);

        Assert.Equal(3, loaded.Problems.Count);
        Assert.All(
            loaded.Problems, problem => Assert.DoesNotContain("wms-secret", problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Printing_the_settings_prints_no_secret()
    {
        var settings = Configuration.Load(Configuration.Example).Settings!;

        var printed = $"{settings} {string.Join(' ', settings.Connections)} {string.Join(' ', settings.Notify)}";

        Assert.All(
            Configuration.Variables.Values,
            secret => Assert.DoesNotContain(secret, printed, StringComparison.Ordinal));
    }

    private static LoadedSettings Load(string token) => new SettingsLoader(Configuration.Connectors).Load(
        $$"""
        version: 1
        hub: { name: Shop, currency: GBP }
        connections:
          shop: { kind: adobe-commerce, url: http://127.0.0.1:1, auth: { bearer: '{{token}}' } }
        ownership: { order: { owner: shop } }
        """,
        new Surroundings(
            "/etc/trueup",
            name => name == "EMPTY" ? "" : Configuration.Variables.GetValueOrDefault(name),
            path => path == "/etc/trueup/token.txt" ? "from a file\n" : null));
}
