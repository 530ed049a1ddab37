using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Drift;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Lanes;
using Trueup.Engine.Reconcile;
using Trueup.Engine.Views;
using Trueup.Simulator;

namespace Trueup.Tests.Engine.Views;

/// <summary>Causes that a hub outlives by itself, planted in a journal as they would have been left there.</summary>
public sealed class DriftHistoryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly ConnectionName Shop = ConnectionName.Parse("shop");
    private static readonly RemoteCode Source = RemoteCode.Parse("leeds_src");
    private static readonly LocationCode Leeds = LocationCode.Parse("leeds");

    private readonly MemoryJournal _journal = new();
    private readonly DecisionCodec _decisions = new Codecs().Decisions;
    private int _minute;

    [Fact]
    public async Task What_fell_due_while_the_storefront_was_down_is_the_outages()
    {
        await DecideAsync(Desired("CAP", 10), Desired("HAT", 5));
        await DecideAsync(Written("CAP", 10), Written("HAT", 5));
        await AppendAsync(Ticks.Health(Shop, CaseCodes.ConnectionDown, "no answer", Now()));
        var first = await DecideAsync(Desired("CAP", 8), Desired("HAT", 4));
        await AppendAsync(Ticks.Health(Shop, problem: null, "answers", Now()));
        var later = await DecideAsync(Desired("BAG", 3));

        var found = await ExamineAsync(Differs("CAP"), Differs("HAT"), Differs("BAG"));

        Assert.Equal([DriftCause.Outage, DriftCause.Outage, DriftCause.NotSentYet], found.Select(each => each.Cause));
        Assert.Equal([first, first, later], found.Select(each => each.First!.Value.Value));
        var view = AutopsyView.Of(found);
        Assert.Equal(("outage", 2), (view.Causes[0].Cause, view.Causes[0].Count));
        Assert.Equal(["CAP", "HAT"], view.Causes[0].Skus.Select(sku => sku.Text));
        Assert.Equal(1, view.Differences[0].Siblings);
    }

    [Fact]
    public async Task An_older_figure_that_was_written_after_a_newer_one_is_stale()
    {
        await DecideAsync(Desired("CAP", 10));
        await DecideAsync(Desired("CAP", 8));
        await DecideAsync(Written("CAP", 8));
        var late = await DecideAsync(Written("CAP", 10));

        var found = Assert.Single(await ExamineAsync(Differs("CAP")));

        Assert.Equal((DriftCause.StaleWrite, late), (found.Cause, found.First!.Value.Value));
    }

    [Fact]
    public async Task What_only_a_reading_told_is_a_missed_message()
    {
        await DecideAsync(Desired("CAP", 10));
        await DecideAsync(Written("CAP", 10));
        var reading = await AppendAsync(Observation.Write(
            ConnectionName.Parse("wms"), isOwner: true, Now(), [new ObservedRow(Sku.Parse("CAP"), "LDS", State: null, 7)], Now()));
        await DecideAboutAsync(
            reading, ("CAP", new StockEvent.LevelSet(Leeds, StockState.Available, 7, Version: null, Noon)), Desired("CAP", 7));

        var found = Assert.Single(await ExamineAsync(Differs("CAP")));

        Assert.Equal((DriftCause.MissedMessage, reading), (found.Cause, found.First!.Value.Value));
    }

    [Fact]
    public async Task A_switch_is_traced_to_the_message_that_showed_it_turned()
    {
        await DecideAsync(Desired("CAP", 10), Written("CAP", 10), Listed("CAP", managed: true));
        var turned = await DecideAsync(Listed("CAP", managed: false));
        await DecideAsync(Listed("CAP", managed: false));

        var found = Assert.Single(await ExamineAsync(Differs("CAP") with { Class = DriftClass.NotManaged }));

        Assert.Equal((DriftCause.Toggle, turned), (found.Cause, found.First!.Value.Value));
    }

    private static (string Sku, StockEvent Event) Listed(string sku, bool managed) =>
        (sku, new StockEvent.ListingSet(Shop, "1", "simple", new ProductTraits { Managed = managed }));

    private static Discrepancy Differs(string sku) => new(Sku.Parse(sku), DriftClass.Stale, Expected: 8, Observed: 10, "") { Location = Leeds };

    private static (string Sku, StockEvent Event) Desired(string sku, int quantity) =>
        (sku, new StockEvent.SlotDesired(Shop, Source, Leeds, quantity, Urgency.Routine));

    private static (string Sku, StockEvent Event) Written(string sku, int quantity) =>
        (sku, new StockEvent.SlotWritten(Shop, Source, quantity));

    private DateTimeOffset Now() => Noon.AddMinutes(_minute++);

    private async Task<Items<DriftAutopsy>> ExamineAsync(params Discrepancy[] found) =>
        await new DriftHistory(_journal).ExamineAsync(
            new ParityRun("9", Shop, "full", Noon) { EndedAt = Noon.AddHours(5), Discrepancies = found.ToItems() },
            CancellationToken.None);

    private async Task<long> DecideAsync(params (string Sku, StockEvent Event)[] changes)
    {
        var message = await AppendAsync(new Entry(
            EntryKind.Seen, "wms", $"m{_minute}", "cloudevent", Now(), "{}"u8.ToArray()));
        await DecideAboutAsync(message, changes);
        return message;
    }

    private Task<long> DecideAboutAsync(long message, params (string Sku, StockEvent Event)[] changes) =>
        AppendAsync(new Entry(
            EntryKind.Decided, "", "", "", Now(), _decisions.Pack(new DecidedBatch(
                new JournalPosition(message),
                [new Decided(new JournalPosition(message), changes.Select(change =>
                    (Change)new Change.StockChanged(Sku.Parse(change.Sku), change.Event)).ToItems())]))));

    private async Task<long> AppendAsync(Entry entry) =>
        Assert.IsType<AppendOutcome.Durable>(await _journal.AppendAsync([entry])).First.Value;
}
