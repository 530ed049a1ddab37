namespace Trueup.Tests.Architecture;

public sealed class FormTests
{
    private const int LinesMax = 400;
    private const int ColumnsMax = 160;

    private static readonly string[] PatternFolders =
        ["Helpers", "Utils", "Utilities", "Common", "Managers", "Interfaces", "Models", "Services", "Misc", "Shared"];

    [Fact]
    public void No_file_is_longer_than_a_reader_can_hold()
    {
        var offences = SourceTree.CSharp("src").Concat(SourceTree.CSharp("tests"))
            .Select(file => (Name: SourceTree.Name(file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > LinesMax)
            .Select(file => $"{file.Name}: {file.Lines} lines, at most {LinesMax}; split it by subject")
            .ToArray();

        Assert.Empty(offences);
    }

    [Fact]
    public void No_line_runs_off_the_screen()
    {
        var offences = SourceTree.CSharp("src")
            .SelectMany(file => File.ReadLines(file).Select((line, i) => (Name: SourceTree.Name(file), Line: i + 1, line.Length)))
            .Where(line => line.Length > ColumnsMax)
            .Select(line => $"{line.Name}:{line.Line}: {line.Length} columns")
            .ToArray();

        Assert.Empty(offences);
    }

    [Fact]
    public void Folders_are_named_after_the_business_and_not_after_a_pattern()
    {
        var offences = Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "src"), "*", SearchOption.AllDirectories)
            .Where(folder => PatternFolders.Contains(Path.GetFileName(folder), StringComparer.OrdinalIgnoreCase))
            .Select(SourceTree.Name)
            .ToArray();

        Assert.Empty(offences);
    }

    [Fact]
    public void A_file_lives_in_the_folder_of_its_namespace()
    {
        var offences = new List<string>();
        foreach (var file in SourceTree.CSharp("src"))
        {
            var name = SourceTree.Name(file);
            var declared = File.ReadLines(file).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal));
            if (declared is null)
            {
                continue;
            }

            var expected = Path.GetDirectoryName(name)!.Replace('\\', '/')["src/".Length..].Replace('/', '.');
            if (declared["namespace ".Length..].TrimEnd(';') != expected)
            {
                offences.Add($"{name} declares {declared}, expected {expected}");
            }
        }

        Assert.Empty(offences);
    }

    [Fact]
    public void Every_connector_folder_is_complete()
    {
        var offences = new List<string>();
        foreach (var folder in Directory.GetDirectories(Path.Combine(SourceTree.Root, "src", "Trueup.Connectors")))
        {
            var kind = Path.GetFileName(folder);
            if (kind is "obj" or "bin")
            {
                continue;
            }

            if (!File.Exists(Path.Combine(folder, "README.md")))
            {
                offences.Add($"{kind} has no README.md with its limits and their sources");
            }

            if (!Directory.Exists(Path.Combine(folder, "Twin")))
            {
                offences.Add($"{kind} has no Twin");
            }

            if (!File.Exists(Path.Combine(folder, $"{kind}Connector.cs")))
            {
                offences.Add($"{kind} has no {kind}Connector.cs");
            }
        }

        Assert.Empty(offences);
    }

    [Fact]
    public void No_unfinished_thought_reaches_the_main_branch()
    {
        string[] marks = ["TO" + "DO", "FIX" + "ME", "HA" + "CK:", "NotImplemented" + "Exception"];
        var offences = SourceTree.CSharp("src").Concat(SourceTree.CSharp("tests"))
            .SelectMany(file => File.ReadLines(file).Select((line, i) => (Name: SourceTree.Name(file), Number: i + 1, Text: line)))
            .Where(line => marks.Any(mark => line.Text.Contains(mark, StringComparison.Ordinal)))
            .Select(line => $"{line.Name}:{line.Number}: {line.Text.Trim()}")
            .ToArray();

        Assert.Empty(offences);
    }
}
