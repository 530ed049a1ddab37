using Trueup.Settings;

namespace Trueup.Tests.Settings;

/// <summary>Reads configurations with a made-up environment and fake connectors.</summary>
internal static class Configuration
{
    /// <summary>The variables that the example refers to.</summary>
    public static readonly IReadOnlyDictionary<string, string> Variables = new Dictionary<string, string>
    {
        ["ADOBE_UK_TOKEN"] = "shop-token",
        ["WMS_TOKEN"] = "wms-token",
        ["WMS_SECRET"] = "wms-secret",
        ["POS_INBOUND_TOKEN"] = "pos-token",
        ["OPS_WEBHOOK_URL"] = "https://hooks.example/ops",
    };

    public static ConnectorCatalogue Connectors { get; } = new(FakeConnector.Shop, FakeConnector.Anything);

    public static string ExamplePath { get; } =
        RepositoryFolder.Of("tests", "Trueup.Tests", "Settings", "Example", "trueup.yaml");

    public static string Example { get; } = File.ReadAllText(ExamplePath);

    public static LoadedSettings Load(string text, ConnectorCatalogue? connectors = null) =>
        new SettingsLoader(connectors ?? Connectors).Load(text, Surroundings);

    /// <summary>The example with one piece replaced, which must be there.</summary>
    public static LoadedSettings LoadWith(string piece, string instead)
    {
        Assert.Contains(piece, Example, StringComparison.Ordinal);
        return Load(Example.Replace(piece, instead, StringComparison.Ordinal));
    }

    /// <summary>Problems as lines.</summary>
    public static IEnumerable<string> Told(LoadedSettings loaded) => loaded.Problems.Select(problem =>
        $"{problem.Place.Line}:{problem.Place.Column} {problem.Gravity} {problem.Path}: {problem.Message}");

    /// <summary>The one problem there is.</summary>
    public static string Only(LoadedSettings loaded) => Assert.Single(Told(loaded));

    private static Surroundings Surroundings { get; } = new(
        Path.GetDirectoryName(ExamplePath)!,
        name => Variables.GetValueOrDefault(name),
        path => File.Exists(path) ? File.ReadAllText(path) : null);
}
