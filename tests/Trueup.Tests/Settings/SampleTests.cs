using Trueup.Connectors.AdobeCommerce;
using Trueup.Connectors.CommerceTools;
using Trueup.Connectors.Http;
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

    [Theory]
    [InlineData("commercetools.yaml", "ct-eu")]
    public void Every_other_sample_is_clean_and_the_schema_accepts_it(string name, string connection)
    {
        var text = File.ReadAllText(RepositoryFolder.Of("samples", name));
        var surroundings = Surroundings.Of(RepositoryFolder.Of("samples")) with
        {
            Variable = variable => Configuration.Variables.GetValueOrDefault(variable) ?? "a-secret-of-some-length",
        };

        var connectors = new ConnectorCatalogue(new AdobeCommerceConnector(), new CommerceToolsConnector(), new HttpConnector());
        var loaded = new SettingsLoader(connectors).Load(text, surroundings);

        Assert.Equal([], loaded.Problems);
        Assert.Contains(loaded.Settings!.Connections, known => known.Settings.Name.Text == connection);
        Assert.Null(new SchemaWalk(SettingsSchema.Of(connectors)).Refusal(text));
    }

    [Fact]
    public void The_sample_with_stores_and_books_is_clean_for_the_connectors_that_are_installed()
    {
        var folder = RepositoryFolder.Of("samples");
        var surroundings = Surroundings.Of(folder) with { Variable = static name => $"the {name} of this test" };

        var loaded = new SettingsLoader(ConnectorCatalogue.Installed)
            .Load(File.ReadAllText(Path.Combine(folder, "store-and-books.yaml")), surroundings);

        Assert.Equal([], loaded.Problems);
        Assert.Equal(["erp"], loaded.Settings!.Contract.StoreDay.Subscribers.Select(name => name.Text));
    }

    [Fact]
    public void A_storefront_that_follows_fulfilment_and_takes_no_shipments_is_told()
    {
        var surroundings = Surroundings.Of(RepositoryFolder.Of("samples")) with { Variable = static name => $"the {name} of this test" };
        var text = File.ReadAllText(RepositoryFolder.Of("samples", "store-and-books.yaml"))
            .Replace("connections:\n", "connections:\n  web: { kind: http, roles: [storefront], inbound: { auth: { bearer: web-token } } }\n", StringComparison.Ordinal)
            .Replace("fulfilment: { owner: wms, subscribers: [adobe-uk] }", "fulfilment: { owner: wms, subscribers: [adobe-uk, web] }", StringComparison.Ordinal);

        var told = Assert.Single(new SettingsLoader(ConnectorCatalogue.Installed).Load(text, surroundings).Problems);

        Assert.Equal("connections.web: follows fulfilment, but is not set up to take shipments: each would be refused", $"{told.Path}: {told.Message}");
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
