using System.Text.RegularExpressions;

namespace Trueup.Tests.Architecture;

/// <summary>No credential lies in the source tree.</summary>
public sealed partial class SecretTests
{
    private static readonly string[] Extensions = [".cs", ".yaml", ".yml", ".json", ".md", ".hbs", ".props", ".sh", ".ts", ".tsx"];

    private static readonly string[] Skipped = ["artifacts", "node_modules", ".git", "bin", "obj"];

    [Fact]
    public void No_file_holds_a_credential()
    {
        var offences = Files(SourceTree.Root)
            .SelectMany(file => File.ReadLines(file).Select((line, i) => (Name: SourceTree.Name(file), Line: i + 1, Text: line)))
            .Where(line => Credential().IsMatch(line.Text))
            .Select(line => $"{line.Name}:{line.Line}: looks like a credential")
            .ToArray();

        Assert.Empty(offences);
    }

    /// <summary>A scan that finds nothing must be shown to find something.</summary>
    [Theory]
    [InlineData("AKIA", "ABCDEFGHIJKLMNOP")]
    [InlineData("ghp_", "abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("-----BEGIN RSA ", "PRIVATE KEY-----")]
    [InlineData("xoxb-", "123456789012-abcdefghijkl")]
    [InlineData("sk_live_", "abcdefghijklmnopqrstuvwx")]
    public void The_scan_knows_a_credential_when_it_sees_one(string begin, string end) =>
        Assert.Matches(Credential(), begin + end);

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateDirectories(folder)
        .Where(inner => !Skipped.Contains(Path.GetFileName(inner), StringComparer.Ordinal))
        .SelectMany(Files)
        .Concat(Directory.EnumerateFiles(folder).Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.Ordinal)));

    [GeneratedRegex(
        "AKIA[0-9A-Z]{16}|gh[pousr]_[0-9A-Za-z]{36}|-----BEGIN [A-Z ]*PRIVATE KEY-----|xox[abpr]-[0-9]{10,}-[0-9A-Za-z]{10,}|sk_live_[0-9A-Za-z]{24}",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Credential();
}
