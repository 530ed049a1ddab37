using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.AdobeCommerce;

public sealed class SampleTests
{
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

        var actual = FactText.Of(facts);
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
}
