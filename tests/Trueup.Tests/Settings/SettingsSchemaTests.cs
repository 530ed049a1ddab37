using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Trueup.Settings;

namespace Trueup.Tests.Settings;

public sealed class SettingsSchemaTests
{
    private static readonly JsonObject Schema = SettingsSchema.Of(Configuration.Connectors);

    [Fact]
    public void The_schema_accepts_the_example() =>
        Assert.Null(new SchemaWalk(Schema).Refusal(Configuration.Example));

    [Theory]
    [InlineData("  name: Northwind Outdoor", "  nam: Northwind Outdoor", ": name is missing")]
    [InlineData("  currency: GBP", "  currency: pounds", ".hub.currency: none of the alternatives")]
    [InlineData("max_zeroed: 20%", "max_zeroed: 20", ".stock.guards.max_zeroed: none of the alternatives")]
    [InlineData("burst: 10", "birst: 10", ".connections.adobe-uk: not exactly one of the kinds")]
    [InlineData("version: 1", "version: 2", ".version: none of the alternatives")]
    [InlineData("write: set", "write: adjust", ".ownership.stock.write: none of the alternatives")]
    [InlineData("subscribers: [wms]", "subscribers: wms", ".ownership.order.subscribers: not of type array")]
    [InlineData("\nkits:", "\nkites:", ".kites: unknown key")]
    public void The_schema_refuses_what_the_check_refuses(string piece, string instead, string refusal)
    {
        Assert.Contains(piece, Configuration.Example, StringComparison.Ordinal);
        var wrong = Configuration.Example.Replace(piece, instead, StringComparison.Ordinal);

        Assert.EndsWith(refusal, new SchemaWalk(Schema).Refusal(wrong), StringComparison.Ordinal);
        Assert.Null(Configuration.Load(wrong).Settings);
    }

    [Fact]
    public void Every_setting_that_a_connector_declares_is_in_the_schema_of_its_kind()
    {
        foreach (var manifest in Configuration.Connectors.Manifests)
        {
            foreach (var rule in manifest.Settings)
            {
                JsonNode? at = Schema["$defs"]![manifest.Kind];
                foreach (var segment in rule.Path.Split('.'))
                {
                    at = segment == "*" ? at!["additionalProperties"] : at!["properties"]![segment];
                }

                Assert.Equal(rule.Meaning, at!["description"]!.GetValue<string>());
            }
        }
    }

    [Fact]
    public void Every_key_of_the_file_is_in_the_schema()
    {
        foreach (var rule in KeyRules.OfFile)
        {
            JsonNode? at = Schema;
            foreach (var segment in rule.Path.Replace("[]", ".[]", StringComparison.Ordinal).Split('.'))
            {
                at = segment switch
                {
                    "*" => at!["additionalProperties"],
                    "[]" => at!["items"],
                    _ => at!["properties"]![segment],
                };
            }

            Assert.Equal(rule.Meaning, at!["description"]!.GetValue<string>());
        }
    }

    [Fact]
    public void Whatever_the_check_accepts_matches_the_pattern_in_the_schema()
    {
        Form[] forms =
        [
            Form.Url, Form.Number, Form.Whole, Form.Flag, Form.Duration, Form.Pace, Form.Percentage, Form.Size,
            Form.Time, Form.Currency, Form.Amount, Form.Condition,
        ];
        string[] pieces =
        [
            "", "0", "1", ".", "5", "30", "ms", "s", "m", "h", "d", "/s", "%", "KiB", ":", "02", "GBP", "true",
            "http://", "a", " ", "-", "parity", "lag(orders)", " < ", ">=", " for ",
        ];
        var texts = Gen.Elements(pieces).ListOf(5).Select(string.Concat);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(5_000),
            Prop.ForAll(texts.ToArbitrary(), text => forms.All(form => !form.Accepts(text) || Matches(form, text))));
    }

    private static bool Matches(Form form, string text) =>
        Regex.IsMatch(text, form.Pattern!, RegexOptions.None, TimeSpan.FromSeconds(1));
}
