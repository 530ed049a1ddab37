using Trueup.Core.Values;
using Trueup.Settings;

namespace Trueup.Tests.Settings;

public sealed class SampleTests
{
    [Fact]
    public void The_sample_that_ships_is_clean()
    {
        var folder = RepositoryFolder.Of("samples");
        var surroundings = Surroundings.Of(folder) with
        {
            Variable = name => Configuration.Variables.GetValueOrDefault(name),
        };

        var loaded = new SettingsLoader(Configuration.Connectors)
            .Load(File.ReadAllText(Path.Combine(folder, "trueup.yaml")), surroundings);

        Assert.Equal([], loaded.Problems);
        Assert.Equal(["templates/wms-order.json.hbs"], loaded.Settings!.Connections[1].Settings.Files.Keys.ToItems());
    }

    [Fact]
    public void The_sample_means_what_the_example_means()
    {
        var sample = Configuration.Load(File.ReadAllText(RepositoryFolder.Of("samples", "trueup.yaml"))).Settings!;
        var example = Configuration.Load(Configuration.Example).Settings!;

        Assert.Equal(example.Contract, sample.Contract);
        Assert.Equal(example.Alerts, sample.Alerts);
    }

    [Fact]
    public void The_schema_accepts_the_sample() => Assert.Null(
        new SchemaWalk(SettingsSchema.Of(Configuration.Connectors))
            .Refusal(File.ReadAllText(RepositoryFolder.Of("samples", "trueup.yaml"))));
}
