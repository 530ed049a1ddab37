using System.Reflection;
using System.Xml.Linq;

namespace Trueup.Tests.Architecture;

public sealed class DirectionTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Trueup.Core"] = [],
        ["Trueup.Connectors"] = ["Trueup.Core"],
        ["Trueup.Engine"] = ["Trueup.Core"],
        ["Trueup.Simulator"] = ["Trueup.Core", "Trueup.Connectors", "Trueup.Engine"],
        ["Trueup"] = ["Trueup.Core", "Trueup.Connectors", "Trueup.Engine", "Trueup.Simulator"],
    };

    public static TheoryData<string> Projects => new(Allowed.Keys);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_the_rooms_below_it(string project)
    {
        var file = Path.Combine(SourceTree.Root, "src", project, project + ".csproj");

        var references = XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
            .ToArray();

        var forbidden = references.Except(Allowed[project], StringComparer.Ordinal).ToArray();
        Assert.True(
            forbidden.Length == 0,
            $"{project} may not refer to {string.Join(", ", forbidden)}: move what it needs into a room below, or put a port into Core.");
    }

    [Theory]
    [InlineData("Trueup.Core")]
    [InlineData("Trueup.Connectors")]
    [InlineData("Trueup.Engine")]
    public void An_assembly_below_the_host_loads_nothing_that_touches_the_world(string assembly)
    {
        string[] world = ["System.Net.Http", "System.Net.Sockets", "Microsoft.Data.Sqlite", "Microsoft.AspNetCore.Http"];

        var loaded = Assembly.Load(assembly).GetReferencedAssemblies().Select(name => name.Name!).ToArray();

        var forbidden = loaded.Intersect(world, StringComparer.Ordinal).ToArray();
        Assert.True(forbidden.Length == 0, $"{assembly} reaches out by {string.Join(", ", forbidden)}: ask through a port.");
    }

    [Fact]
    public void Connectors_never_name_each_other()
    {
        var folders = Directory.GetDirectories(Path.Combine(SourceTree.Root, "src", "Trueup.Connectors"))
            .Select(path => Path.GetFileName(path)!)
            .Where(name => name is not ("obj" or "bin")).ToArray();

        var offences = folders.SelectMany(folder => SourceTree.CSharp($"src/Trueup.Connectors/{folder}")
                .SelectMany(file => folders.Where(other => other != folder &&
                        File.ReadAllText(file).Contains($"Trueup.Connectors.{other}", StringComparison.Ordinal))
                    .Select(other => $"{SourceTree.Name(file)} names {other}")))
            .ToArray();

        Assert.Empty(offences);
    }

    [Fact]
    public void A_twin_shares_no_code_with_the_connector_it_answers()
    {
        string[] sharable = ["Trueup.Core.Values", "Trueup.Core.Connecting"];
        var offences = SourceTree.CSharp("src/Trueup.Connectors")
            .Where(file => SourceTree.Name(file).Contains("/Twin/", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file)
                .Where(line => line.StartsWith("using Trueup.", StringComparison.Ordinal))
                .Select(line => line["using ".Length..].TrimEnd(';'))
                .Where(used => !sharable.Contains(used, StringComparer.Ordinal) && !used.Contains(".Twin", StringComparison.Ordinal))
                .Select(used => $"{SourceTree.Name(file)} uses {used}"))
            .ToArray();

        Assert.Empty(offences);
    }

    [Fact]
    public void Nothing_in_core_can_be_set_after_it_is_made()
    {
        var offences = typeof(Trueup.Core.Values.Sku).Assembly.GetTypes()
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(property => property.SetMethod is { } set &&
                                   !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)))
                .Select(property => $"{type.FullName}.{property.Name}"))
            .ToArray();

        Assert.Empty(offences);
    }
}
