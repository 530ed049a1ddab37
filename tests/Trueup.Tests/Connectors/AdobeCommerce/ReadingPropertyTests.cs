using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;

namespace Trueup.Tests.Connectors.AdobeCommerce;

public sealed class ReadingPropertyTests
{
    private static readonly string[] Oddities =
    [
        "null", "[]", "{}", "-1", "1e27", "0.0000000000000000000000000001", "79228162514264337593543950335",
        "\"\"", "\"x\"", "true", "]", ",", "\u0000", "9999999999999999999999999999999999999999",
    ];

    [Fact]
    public void Whatever_is_changed_in_a_payload_it_is_read_without_a_throw_and_twice_alike()
    {
        var samples = Directory.EnumerateFiles(
                Repository.PathOf("src/Trueup.Connectors/AdobeCommerce/Samples"), "*.in.json")
            .Order(StringComparer.Ordinal)
            .Select(file => (Form: $"adobe.{Path.GetFileName(file).Split('.')[0]}", Text: File.ReadAllText(file)))
            .ToList();
        var reader = ScriptedShop.Connect<IMessageReader>();
        var changes = from sample in Gen.Elements(samples.ToArray())
                      from place in Gen.Choose(0, sample.Text.Length - 1)
                      from oddity in Gen.Elements(Oddities)
                      select (sample.Form, Text: Change(sample.Text, place, oddity));

        Prop.ForAll(changes.ToArbitrary(), change =>
        {
            var body = Encoding.UTF8.GetBytes(change.Text);
            var entry = new Entry(EntryKind.Seen, "adobe-uk", "k", change.Form, ScriptedShop.FixedClock.Now, body);
            return reader.Read(entry).Count == 1 && reader.Read(entry) == reader.Read(entry);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    /// <summary>Puts something odd in the place of the next value after a place.</summary>
    private static string Change(string text, int place, string oddity)
    {
        var colon = text.IndexOf(':', place);
        var end = colon < 0 ? -1 : text.IndexOfAny([',', '}', '\n'], colon);
        return end < 0 ? text[..place] : $"{text[..(colon + 1)]}{oddity}{text[end..]}";
    }

    [Fact]
    public void A_product_whose_named_fields_are_all_missing_is_read_all_the_same()
    {
        var body = """{"id":7,"sku":"TEE","type_id":"simple","status":1,"extension_attributes":[]}"""u8;

        var facts = ScriptedShop.Connect<IMessageReader>().Read(new Entry(
            EntryKind.Seen, "adobe-uk", "k", "adobe.product", ScriptedShop.FixedClock.Now, body.ToArray()));

        Assert.IsType<Fact.ProductObserved>(Assert.Single(facts));
    }
}
