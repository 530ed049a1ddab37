using Trueup.Core.Cases;
using Trueup.Settings;
using Trueup.Tests.Hosting;
using Trueup.Tests.Storage;
using Trueup.Verbs;
using Trueup.Wires;

namespace Trueup.Tests.Queues;

/// <summary>What <c>check --live</c> says of a queue, of a real broker and of none.</summary>
public sealed class QueueCheckTests(Broker broker) : IClassFixture<Broker>
{
    [Fact]
    public async Task A_broker_that_does_not_answer_makes_the_connection_unusable_without_its_password_being_shown()
    {
        var result = await OfAsync("amqp://trueup:secret-1@127.0.0.1:9/", "orders");

        Assert.Equal(LiveState.Unusable, result.State);
        var finding = Assert.Single(result.Findings.ToArray());
        Assert.Equal((CaseCodes.QueueDown, "Queue 'orders': The broker does not answer."), (finding.Code, finding.Detail));
    }

    [BrokerFact]
    public async Task A_queue_that_can_be_read_is_well_and_keeps_what_is_in_it()
    {
        await broker.DeclareAsync("checked");
        await broker.PublishAsync("checked", ("{}", new RabbitMQ.Client.BasicProperties()));

        var result = await OfAsync(broker.Url, "checked");

        Assert.Equal(LiveState.Ok, result.State);
        Assert.Equal(1u, await broker.WaitingAsync("checked"));
    }

    [BrokerFact]
    public async Task A_queue_that_is_not_there_and_a_password_that_is_wrong_are_said()
    {
        var absent = await OfAsync(broker.Url, "nowhere");
        var denied = await OfAsync(broker.Url.Replace("guest:guest", "guest:wrong", StringComparison.Ordinal), "nowhere");

        Assert.Equal((LiveState.Unusable, LiveState.Unusable), (absent.State, denied.State));
        Assert.Equal("Queue 'nowhere': The broker has no queue of this name.", Assert.Single(absent.Findings.ToArray()).Detail);
        Assert.Equal("Queue 'nowhere': The broker refuses the user or the password.", Assert.Single(denied.Findings.ToArray()).Detail);
    }

    private static async Task<LiveResult> OfAsync(string url, string queue)
    {
        using var folder = new TemporaryFolder();
        var yaml = ServedHub.Warehouse.Replace(
            "{ auth: { bearer: test-wms } }", $"{{ queue: {{ url: \"{url}\", name: {queue} }} }}", StringComparison.Ordinal);
        var loaded = new SettingsLoader(ConnectorCatalogue.Installed).Load(yaml, new Surroundings(folder.Path, _ => null, _ => null));
        Assert.True(loaded.Settings is not null, string.Join('\n', loaded.Problems));
        var results = await LiveResult.OfAllAsync(loaded.Settings, new HttpWireFactory(TimeProvider.System), CancellationToken.None);
        return results.Single(result => result.Connection.Text == "wms");
    }
}
