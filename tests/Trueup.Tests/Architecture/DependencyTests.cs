using System.Text.Json;

namespace Trueup.Tests.Architecture;

/// <summary>Every package that is built with is pinned by a digest and comes from where it should; offline, whatever a registry says
/// today.</summary>
public sealed class DependencyTests
{
    private const string Registry = "https://registry.npmjs.org/";

    /// <summary>Packages that run a script of their own when they are installed, and why they are let in: never the console's, and the
    /// launcher installs with <c>--ignore-scripts</c>.</summary>
    private static readonly string[] WithScripts = ["node_modules/msw"];

    private static readonly string[] Folders = ["console", "src", "tests"];

    public static TheoryData<string> NodeLocks => new(Locks("package-lock.json"));

    public static TheoryData<string> NuGetLocks => new(Locks("packages.lock.json"));

    [Theory]
    [MemberData(nameof(NuGetLocks))]
    public void Every_package_of_a_project_is_pinned_by_its_digest(string path)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, path)));
        var packages = file.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject());

        Assert.Equal([], packages
            .Where(package => package.Value.GetProperty("type").GetString() != "Project" && package.Value.GetProperty("type").GetString() != "CentralTransitive")
            .Where(package => !package.Value.TryGetProperty("contentHash", out var digest) || digest.GetString() is not { Length: >= 64 })
            .Select(package => package.Name));
    }

    [Fact]
    public void Every_project_has_a_lock_file() => Assert.Equal([], Directory
        .EnumerateFiles(SourceTree.Root, "*.csproj", SearchOption.AllDirectories)
        .Where(project => !File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")))
        .Select(SourceTree.Name));

    [Theory]
    [MemberData(nameof(NodeLocks))]
    public void Every_package_of_node_is_pinned_and_from_the_registry(string path) => Assert.Equal([], Offences(
        File.ReadAllText(Path.Combine(SourceTree.Root, path))));

    /// <summary>A check that cannot fail is none.</summary>
    [Fact]
    public void A_package_from_elsewhere_or_without_a_digest_or_with_a_script_is_noticed() => Assert.Equal(
        ["node_modules/a is from https://example.com/a.tgz", "node_modules/b has no digest", "node_modules/c runs a script"],
        Offences("""
            {"packages":{"":{"name":"x"},
             "node_modules/a":{"resolved":"https://example.com/a.tgz","integrity":"sha512-x"},
             "node_modules/b":{"resolved":"https://registry.npmjs.org/b.tgz"},
             "node_modules/c":{"resolved":"https://registry.npmjs.org/c.tgz","integrity":"sha512-x","hasInstallScript":true}}}
            """));

    private static List<string> Offences(string json)
    {
        using var file = JsonDocument.Parse(json);
        var offences = new List<string>();
        foreach (var package in file.RootElement.GetProperty("packages").EnumerateObject().Where(package => package.Name.Length > 0))
        {
            // Where the lock file names no place it is the registry that is asked.
            var from = package.Value.TryGetProperty("resolved", out var resolved) ? resolved.GetString()! : Registry;
            offences.AddRange(from.StartsWith(Registry, StringComparison.Ordinal) ? [] : [$"{package.Name} is from {from}"]);
            offences.AddRange(package.Value.TryGetProperty("integrity", out var digest) && digest.GetString()!.StartsWith("sha512-", StringComparison.Ordinal)
                ? []
                : [$"{package.Name} has no digest"]);
            offences.AddRange(package.Value.TryGetProperty("hasInstallScript", out _) && !WithScripts.Contains(package.Name, StringComparer.Ordinal)
                ? [$"{package.Name} runs a script"]
                : []);
        }

        return offences;
    }

    private static IEnumerable<string> Locks(string name) => Folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(SourceTree.Root, folder), name, SearchOption.AllDirectories))
        .Select(SourceTree.Name)
        .Where(path => !path.Contains("node_modules/", StringComparison.Ordinal));
}
