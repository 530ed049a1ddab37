using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Tests.Connectors.AdobeCommerce;

namespace Trueup.Tests.Connectors.CommerceTools;

/// <summary>Payloads of the shapes that the vendor describes (commercetools.md §4, §5.3), and what they are read as.</summary>
public sealed class SampleTests
{
    private const string Token = "t0ken";

    /// <summary>Every payload beside the connector.</summary>
    public static TheoryData<string> Samples() => new(Directory.EnumerateFiles(Folder, "*.in.json")
        .Select(file => Path.GetFileName(file)[..^".in.json".Length]).Order(StringComparer.Ordinal));

    private static string Folder => Repository.PathOf("src/Trueup.Connectors/CommerceTools/Samples");

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_payload_reads_as_the_facts_beside_it(string sample)
    {
        var project = new Project(
            ("inbound.auth.subscription.token", Token), ("bundles.attribute", "products"),
            ("products.require.0", "lead_time"), ("products.require.1", "landed_cost"));
        var body = File.ReadAllBytes(Path.Combine(Folder, $"{sample}.in.json"));

        var facts = sample.StartsWith("delivery.", StringComparison.Ordinal)
            ? Delivered(project, body).SelectMany(message => project.Read(message.Form, message.Body)).ToItems()
            : project.Read($"ct.{sample.Split('.')[0]}", body);

        var expected = Path.Combine(Folder, $"{sample}.out.json");
        var actual = FactText.Of(facts);
        Assert.True(
            File.Exists(expected) && File.ReadAllText(expected) == actual, $"{sample} reads differently:\n{actual}");
    }

    [Fact]
    public void Both_formats_and_payloads_that_were_left_out_are_among_them()
    {
        var names = Directory.EnumerateFiles(Folder, "*.in.json").Select(file => Path.GetFileName(file)!).ToList();

        Assert.True(names.Count >= 15);
        Assert.Contains(names, name => name.StartsWith("delivery.platform-", StringComparison.Ordinal));
        Assert.Contains(names, name => name.StartsWith("delivery.cloud-payload-not-included", StringComparison.Ordinal));
        Assert.Contains(names, name => name.StartsWith("order.", StringComparison.Ordinal));
    }

    private static Items<RawMessage> Delivered(Project project, byte[] body) => Assert.IsType<InboundVerdict.Accepted>(
        project.As<IInboundScheme>().Open(
            new WireRequest("POST", "/in/ct-eu", [new WireHeader("Authorization", $"Bearer {Token}")], body), project.Now)).Messages;
}
