using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.AdobeCommerce;

public sealed class SampleTests
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Every recorded payload beside the connector.</summary>
    public static TheoryData<string> Samples()
    {
        var data = new TheoryData<string>();
        foreach (var file in Directory.EnumerateFiles(Folder, "*.in.json").Order(StringComparer.Ordinal))
        {
            data.Add(Path.GetFileName(file)[..^".in.json".Length]);
        }

        return data;
    }

    private static string Folder => Repository.PathOf("src/Trueup.Connectors/AdobeCommerce/Samples");

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_recorded_payload_reads_as_the_facts_beside_it(string sample)
    {
        var expected = File.ReadAllText(Path.Combine(Folder, $"{sample}.out.json"));

        var facts = Read(sample);

        var actual = Render(facts)!.ToJsonString(Indented) + "\n";
        Assert.True(expected == actual, $"{sample} reads differently:\n{actual}");
    }

    [Fact]
    public void Samples_are_found() => Assert.True(Samples().Count >= 20);

    private static Items<Fact> Read(string sample)
    {
        var form = $"adobe.{sample.Split('.')[0]}";
        var body = File.ReadAllBytes(Path.Combine(Folder, $"{sample}.in.json"));
        return ScriptedShop.Connect<IMessageReader>().Read(
            new Entry(EntryKind.Seen, "adobe-uk", "k", form, ScriptedShop.FixedClock.Now, body));
    }

    /// <summary>A value as JSON that a person can check: facts by their names, words and numbers plain.</summary>
    private static JsonNode? Render(object? value)
    {
        switch (value)
        {
            case null:
                return null;
            case bool flag:
                return JsonValue.Create(flag);
            case DateTimeOffset time:
                return JsonValue.Create(time.ToString("u", System.Globalization.CultureInfo.InvariantCulture));
            case decimal amount:
                return JsonValue.Create(amount);
            case Quantity quantity:
                return JsonValue.Create(quantity.Value);
            case string or Enum or Sku or OrderId or ConnectionName:
                return JsonValue.Create(value.ToString());
            case IEnumerable items:
                return new JsonArray([.. items.Cast<object?>().Select(Render)]);
        }

        var node = new JsonObject();
        if (value is Fact)
        {
            node.Add("fact", value.GetType().Name);
        }

        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (Render(property.GetValue(value)) is { } member)
            {
                node.Add(property.Name, member);
            }
        }

        return node;
    }
}
