using System.Globalization;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using Trueup.Core.Cases;
using Trueup.Tests.Hosting;
using Trueup.Tests.Storage;

namespace Trueup.Tests.Queues;

/// <summary>Events that come through a real broker, to a real hub with a real store.</summary>
public sealed class QueueReaderTests(Broker broker) : IClassFixture<Broker>
{
    private const int Many = 3_000;

    private static readonly BasicProperties Structured = new() { ContentType = "application/cloudevents+json" };

    [BrokerFact]
    public async Task What_is_in_the_queue_is_taken_in_its_order_and_acknowledged_once_it_is_on_disk()
    {
        await broker.DeclareAsync("order");
        await broker.PublishAsync("order", Levels(from: 1, Many));
        await using var hub = await ServedHub.StartAsync(Reading("order"));

        await TakenAsync(hub, Many);

        var bodies = await EventsAsync(hub);
        Assert.Equal(Enumerable.Range(1, Many).Select(Key), bodies.Select(each => each.Key));
        Assert.Equal(0u, await broker.WaitingAsync("order"));
    }

    [BrokerFact]
    public async Task An_event_may_be_told_by_properties_as_json_and_in_a_batch()
    {
        await broker.DeclareAsync("modes");
        var binary = new BasicProperties
        {
            ContentType = "application/json",
            Headers = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["cloudEvents_specversion"] = "1.0",
                ["cloudEvents_id"] = "b%1",
                ["cloudEvents_source"] = "/wms",
                ["cloudEvents:type"] = "trueup.stock.level.v1",
            },
        };
        await broker.PublishAsync(
            "modes",
            ("""{"sku":"TEE","location":"LDS","quantity":4}""", binary),
            (ServedHub.Level("j1", "CAP", 5), new BasicProperties { ContentType = "application/json; charset=utf-8" }),
            (ServedHub.Level("n1", "HAT", 6), new BasicProperties()),
            ($"[{ServedHub.Level("x1", "BAG", 7)},{ServedHub.Level("x2", "BAG", 8)}]",
                new BasicProperties { ContentType = "application/cloudevents-batch+json" }));
        await using var hub = await ServedHub.StartAsync(Reading("modes"));

        await TakenAsync(hub, 5);
        await hub.SettleAsync();

        Assert.Equal(["b%1", "j1", "n1", "x1", "x2"], (await EventsAsync(hub)).Select(each => each.Key));
        Assert.Empty((await hub.GetAsync("/api/exceptions")).GetProperty("items").EnumerateArray());
    }

    [BrokerFact]
    public async Task What_is_no_event_is_a_case_and_holds_nothing_up()
    {
        await broker.DeclareAsync("poison");
        await broker.PublishAsync(
            "poison",
            ("{ half", new BasicProperties { ContentType = "application/json", MessageId = "m-1" }),
            ("<xml/>", new BasicProperties { ContentType = "text/xml" }),
            (ServedHub.Level("e1", "TEE", 5), Structured));
        await using var hub = await ServedHub.StartAsync(Reading("poison"));

        await TakenAsync(hub, 3);
        await hub.SettleAsync();

        var cases = (await hub.GetAsync("/api/exceptions")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(2, cases.Count(each => each.GetProperty("code").GetString() == CaseCodes.Unreadable.Code));
        Assert.Equal(0u, await broker.WaitingAsync("poison"));
    }

    [BrokerFact]
    public async Task Large_messages_are_taken_and_one_that_is_too_large_is_said_and_taken_out_by_a_person()
    {
        await broker.DeclareAsync("large", type: "classic");
        var large = new string(' ', 9 << 20) + ServedHub.Level("l1", "TEE", 1);
        await broker.PublishAsync("large", (large, Structured), (large.Replace("l1", "l2", StringComparison.Ordinal), Structured));
        await using var hub = await ServedHub.StartAsync(Reading("large"));
        await TakenAsync(hub, 2);

        await broker.PublishAsync("large", (new string(' ', (64 << 20) + 1), Structured), (ServedHub.Level("l3", "TEE", 3), Structured));
        await hub.UntilAsync(() => Trouble(hub) is not null, "the case opened");
        Assert.Contains("larger than 64 MiB", Trouble(hub), StringComparison.Ordinal);

        await broker.DropFirstAsync("large");
        await TakenAsync(hub, 3);
        await hub.UntilAsync(() => Trouble(hub) is null, "the case ended");
    }

    [BrokerFact]
    public async Task A_hub_that_ends_over_it_takes_each_event_once_all_the_same()
    {
        await broker.DeclareAsync("ends");
        using var folder = new TemporaryFolder();
        await broker.PublishAsync("ends", Levels(from: 1, Many));
        await using (var hub = await ServedHub.StartAsync(Reading("ends"), folder.Path))
        {
            await hub.UntilAsync(() => hub.Host.Queues[0].Taken > 0, "an event was taken");
        }

        await broker.PublishAsync("ends", Levels(from: Many - 9, 20));
        await using var again = await ServedHub.StartAsync(Reading("ends"), folder.Path);
        await again.UntilAsync(() => KeptOf(again).Count == Many + 10, "all events came");

        Assert.Equal(Enumerable.Range(1, Many + 10).Select(Key).Order(), KeptOf(again).Select(each => each.Key).Order());
    }

    [BrokerFact]
    public async Task A_missing_queue_is_a_case_that_ends_when_there_is_one()
    {
        await using var hub = await ServedHub.StartAsync(Reading("later"));
        await hub.UntilAsync(() => Trouble(hub) is not null, "the case opened");
        Assert.Contains("no queue", Trouble(hub), StringComparison.Ordinal);

        await broker.DeclareAsync("later");
        await broker.PublishAsync("later", Levels(from: 1, 1));
        await TakenAsync(hub, 1);
        await hub.UntilAsync(() => Trouble(hub) is null, "the case ended");

        await broker.DeleteAsync("later");
        await hub.UntilAsync(() => Trouble(hub) is not null, "the case opened again");
    }

    [BrokerFact]
    public async Task A_broker_that_dies_and_comes_back_loses_nothing_and_nothing_comes_twice()
    {
        using var other = new Broker();
        await other.InitializeAsync();
        try
        {
            await other.DeclareAsync("dies", type: "classic");
            await other.PublishAsync("dies", Levels(from: 1, 100));
            await using var hub = await ServedHub.StartAsync(Reading("dies", other));
            await TakenAsync(hub, 100);

            await other.KillAsync();
            await hub.UntilAsync(() => Trouble(hub) is not null, "the case opened");
            await other.StartAsync();

            // A queue that was declared just before may not have reached the disk; publishers declare what they publish to.
            await other.DeclareAsync("dies", type: "classic");
            await other.PublishAsync("dies", Levels(from: 101, 100));
            await hub.UntilAsync(() => KeptOf(hub).Count == 200, "all events came");

            Assert.Equal(Enumerable.Range(1, 200).Select(Key), KeptOf(hub).Select(each => each.Key));
            await hub.UntilAsync(() => Trouble(hub) is null, "the case ended");
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [BrokerFact]
    public async Task A_wrong_password_is_said_and_shown_to_nobody()
    {
        var wrong = Reading("order").Replace("guest:guest@", "guest:pr1vate@", StringComparison.Ordinal);
        await using var hub = await ServedHub.StartAsync(wrong);

        await hub.UntilAsync(() => Trouble(hub) is not null, "the case opened");

        Assert.Contains("user or the password", Trouble(hub), StringComparison.Ordinal);
        Assert.DoesNotContain(hub.Log.At(LogLevel.Trace), line => line.Contains("pr1vate", StringComparison.Ordinal));
    }

    private static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"q{number}");

    private static IEnumerable<(string, BasicProperties)> Levels(int from, int count) => Enumerable.Range(from, count)
        .Select(number => (ServedHub.Level(Key(number), "TEE", number), new BasicProperties { ContentType = Structured.ContentType }));

    private static string? Trouble(ServedHub hub) => hub.Host.Hub.State.Cases
        .Open(cell => cell.Code == CaseCodes.QueueDown).FirstOrDefault()?.Detail;

    private static Task TakenAsync(ServedHub hub, int events) =>
        hub.UntilAsync(() => hub.Host.Queues[0].Taken == events, $"{events} events were taken");

    private static Task<List<(string Key, string Form)>> EventsAsync(ServedHub hub) => hub.Host.Thread.PostAsync(_ => KeptOf(hub));

    private static List<(string Key, string Form)> KeptOf(ServedHub hub) =>
        hub.Host.Hub.Journal.ReadAsync(default, int.MaxValue, CancellationToken.None).AsTask().GetAwaiter().GetResult()
            .Where(recorded => recorded.Entry.Kind == Trueup.Core.Entries.EntryKind.Seen)
            .Select(recorded => (recorded.Entry.Key, recorded.Entry.Form)).ToList();

    private string Reading(string queue, Broker? from = null) => ServedHub.Warehouse.Replace(
        "inbound: { auth: { bearer: test-wms } }",
        $"inbound: {{ queue: {{ url: '{(from ?? broker).Url}', name: {queue} }} }}",
        StringComparison.Ordinal);
}
