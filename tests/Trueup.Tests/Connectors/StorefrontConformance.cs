using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Hostile;

namespace Trueup.Tests.Connectors;

/// <summary>A storefront's twin with a connection to it, in words that fit any storefront.</summary>
public abstract class StorefrontRig
{
    public abstract IConnection Connection { get; }

    /// <summary>The source that everything is sold from; it holds nothing at first.</summary>
    public abstract string Source { get; }

    /// <summary>Name of the poll that brings orders.</summary>
    public abstract string OrdersPoll { get; }

    public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Answers to be lost on their way back, of calls that change something.</summary>
    public int LoseAnswers { get; set; }

    /// <summary>An answer that stands between the hub and the twin; null: the twin answers.</summary>
    public WireReply? Instead { get; set; }

    internal IWire Wire => new Way(this);

    /// <summary>A shopper buys; false when the storefront refuses it.</summary>
    public abstract bool Buy(string sku, int units);

    protected abstract WireReply Answer(WireRequest request);

    public T As<T>()
        where T : class, IConnection => Assert.IsAssignableFrom<T>(Connection);

    private sealed class Way(StorefrontRig rig) : IWire
    {
        public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
        {
            if (rig.Instead is { } reply)
            {
                return new(new WireOutcome.Answered(reply));
            }

            var answer = rig.Answer(request);
            if (rig.LoseAnswers > 0 && request.Method != "GET" && !request.Target.Contains("/oauth", StringComparison.Ordinal))
            {
                rig.LoseAnswers--;
                return new(new WireOutcome.NoAnswer("The line broke."));
            }

            return new(new WireOutcome.Answered(answer));
        }
    }
}

/// <summary>What every storefront's connector and twin hold together, whatever the vendor.</summary>
public abstract class StorefrontConformance
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly string[] Forms = ["adobe.order", "ct.order", "ct.message", "adobe.shipment"];
    private static readonly string[] Bodies = ["", "null", "[]", "{}", "{\"id\":7}", "\"x\"", "{\"items\":[{}]}"];

    protected abstract StorefrontRig Open();

    [Fact]
    public async Task A_level_that_was_written_is_what_the_storefront_shows_and_would_sell()
    {
        var rig = Open();

        Assert.IsType<Receipt.Applied>(await SetAsync(rig, 7));

        Assert.Equal(7m, await RowAsync(rig));
        Assert.Equal(7m, await SalableAsync(rig));
    }

    [Fact]
    public async Task A_level_written_again_changes_nothing()
    {
        var rig = Open();
        await SetAsync(rig, 7);

        Assert.IsType<Receipt.Applied>(await SetAsync(rig, 7, believed: 7));

        Assert.Equal(7m, await RowAsync(rig));
    }

    [Fact]
    public async Task A_level_that_cannot_be_written_takes_none_of_its_neighbours_with_it()
    {
        var rig = Open();

        var receipts = await rig.As<ILevelWriter>().SetAsync(
            rig.Wire,
            [
                new SetLevel(Sku.Parse("CAP"), RemoteCode.Parse("no-such-source"), 3),
                new SetLevel(Sku.Parse("CAP"), RemoteCode.Parse(rig.Source), 3),
            ],
            None);

        Assert.IsType<Receipt.Refused>(receipts[0]);
        Assert.IsType<Receipt.Applied>(receipts[1]);
    }

    [Fact]
    public async Task An_answer_with_a_text_that_cannot_be_read_is_a_failure_and_no_fault()
    {
        var failed = 0;
        for (var seed = 0; seed < 150; seed++)
        {
            var rig = Open();
            await SetAsync(rig, 5);
            rig.Buy("CAP", 2);
            failed += await new SpoiltAnswers(rig.Wire, seed).AskForAllAsync(rig.Connection, rig.Source, rig.Now);
        }

        Assert.InRange(failed, 150, int.MaxValue);
    }

    [Fact]
    public async Task What_is_sold_cannot_be_sold_again()
    {
        var rig = Open();
        await SetAsync(rig, 2);

        Assert.True(rig.Buy("CAP", 2));

        Assert.Equal(0m, await SalableAsync(rig));
        Assert.False(rig.Buy("CAP", 1));
    }

    [Fact]
    public async Task An_order_is_read_with_its_lines_and_totals_that_add_up()
    {
        var rig = Open();
        await SetAsync(rig, 5);
        rig.Buy("CAP", 2);

        var seen = Assert.Single((await PollAsync(rig)).Facts.OfType<Fact.OrderObserved>());

        Assert.Equal(("CAP", 2m), Assert.Single(seen.Order.Lines.Select(line => (line.Sku.Text, line.Quantity.Value))));
        var totals = seen.Order.Totals;
        Assert.Equal(totals.Gross, totals.Net - totals.Discount + totals.Shipping + totals.Tax);
        Assert.Equal(OrderPhase.Open, seen.Progress.Phase);
    }

    [Fact]
    public async Task An_unchanged_order_read_again_is_the_same_message()
    {
        var rig = Open();
        await SetAsync(rig, 5);
        rig.Buy("CAP", 2);
        var (_, cursor, first) = await PollAsync(rig);

        var (_, _, second) = await PollAsync(rig, cursor);

        Assert.Subset(first.Select(message => message.Key).ToHashSet(), second.Select(message => message.Key).ToHashSet());
    }

    [Fact]
    public async Task A_shipment_whose_answer_was_lost_is_found_and_exists_once()
    {
        var rig = Open();
        var seen = await PlacedAsync(rig);
        var intent = ShipmentOf(rig, seen);
        rig.LoseAnswers = 1;

        Assert.IsType<Receipt.Unknown>(await rig.As<IDocumentWriter>().SendAsync(rig.Wire, intent, None));
        var found = Assert.IsType<Receipt.Applied>(await rig.As<IDocumentWriter>().FindAsync(rig.Wire, intent, None));

        Assert.NotNull(found.RemoteId);
        Assert.Equal(2m, (await LatestAsync(rig, seen)).Progress.Lines[0].Shipped.Value);
    }

    [Fact]
    public async Task A_shipment_that_was_never_made_is_not_found()
    {
        var rig = Open();

        var receipt = await rig.As<IDocumentWriter>().FindAsync(rig.Wire, ShipmentOf(rig, await PlacedAsync(rig)), None);

        Assert.IsType<Receipt.Deferred>(receipt);
    }

    [Fact]
    public async Task A_cancellation_is_shown_as_one_and_made_once()
    {
        var rig = Open();
        var seen = await PlacedAsync(rig);
        var intent = new DocumentIntent.CancelInStorefront("cancel", seen.Order.Id, seen.Progress.RemoteId);

        Assert.IsType<Receipt.Applied>(await rig.As<IDocumentWriter>().SendAsync(rig.Wire, intent, None));
        Assert.IsType<Receipt.Applied>(await rig.As<IDocumentWriter>().FindAsync(rig.Wire, intent, None));

        Assert.Equal(OrderPhase.Cancelled, (await LatestAsync(rig, seen)).Progress.Phase);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_storefront_that_is_overloaded_is_asked_later(int status)
    {
        var rig = Open();
        await SetAsync(rig, 1);
        rig.Instead = new WireReply(status, "{}"u8.ToArray(), [new WireHeader("Retry-After", "7")]);

        Assert.Equal(TimeSpan.FromSeconds(7), Assert.IsType<Receipt.Deferred>(await SetAsync(rig, 2, believed: 1)).Wait);
    }

    [Fact]
    public async Task A_lack_of_rights_is_one_and_not_the_fault_of_the_SKU()
    {
        var rig = Open();
        await SetAsync(rig, 1);
        rig.Instead = new WireReply(403, """{"message":"no","errors":[{"code":"insufficient_scope","message":"no"}]}"""u8.ToArray());

        Assert.Equal(CaseCodes.PermissionDenied, Assert.IsType<Receipt.Refused>(await SetAsync(rig, 2, believed: 1)).Code);
    }

    [Fact]
    public void Any_bytes_are_read_without_a_crash()
    {
        var rig = Open();
        var reader = rig.As<IMessageReader>();
        foreach (var form in Forms.Where(reader.Reads))
        {
            foreach (var body in Bodies)
            {
                _ = reader.Read(new Entry(EntryKind.Seen, "x", "k", form, rig.Now, System.Text.Encoding.UTF8.GetBytes(body)));
            }
        }
    }

    private static async Task<Receipt> SetAsync(StorefrontRig rig, int quantity, int? believed = null)
    {
        var level = new SetLevel(Sku.Parse("CAP"), RemoteCode.Parse(rig.Source), quantity)
        {
            Believed = believed is { } units ? Quantity.Of(units) : null,
        };
        return Assert.Single(await rig.As<ILevelWriter>().SetAsync(rig.Wire, [level], None));
    }

    private static async Task<decimal> RowAsync(StorefrontRig rig) => Assert.IsType<ObserveOutcome.Page>(
        await rig.As<IStockObserver>().ObserveAsync(rig.Wire, new ObserveAsk([Sku.Parse("CAP")]), None))
        .Rows.Single(row => row.Location == rig.Source).Quantity.Value;

    private static async Task<decimal> SalableAsync(StorefrontRig rig) => Assert.IsType<ObserveOutcome.Page>(
        await rig.As<IStockObserver>().ObserveSalableAsync(rig.Wire, new ObserveAsk([Sku.Parse("CAP")]), None))
        .Rows.Where(row => row.Sku.Text == "CAP").Sum(row => row.Quantity.Value);

    private static async Task<Fact.OrderObserved> PlacedAsync(StorefrontRig rig)
    {
        await SetAsync(rig, 5);
        Assert.True(rig.Buy("CAP", 2));
        return Assert.Single((await PollAsync(rig)).Facts.OfType<Fact.OrderObserved>());
    }

    private static DocumentIntent.PostShipment ShipmentOf(StorefrontRig rig, Fact.OrderObserved seen) => new(
        $"{seen.Order.Id}/ship/wms/p1", seen.Order.Id, seen.Progress.RemoteId, RemoteCode.Parse(rig.Source),
        [new LineQuantity(seen.Order.Lines[0].Line, Sku.Parse("CAP"), 2)], [new Tracking("TRK-1", "DHL")]);

    private static async Task<Fact.OrderObserved> LatestAsync(StorefrontRig rig, Fact.OrderObserved seen)
    {
        var (_, cursor, _) = await PollAsync(rig, before: true);
        return (await PollAsync(rig, cursor)).Facts.OfType<Fact.OrderObserved>()
            .Last(later => later.Order.Id == seen.Order.Id);
    }

    private static async Task<(List<Fact> Facts, string Cursor, List<RawMessage> Messages)> PollAsync(
        StorefrontRig rig, string cursor = "", bool before = false)
    {
        var messages = new List<RawMessage>();
        for (var i = 0; i < 100; i++)
        {
            var page = Assert.IsType<PollOutcome.Page>(await rig.As<IPoller>().PollAsync(
                rig.Wire, rig.OrdersPoll, cursor, before ? rig.Now.AddHours(-1) : rig.Now, None));
            messages.AddRange(page.Messages);
            cursor = page.Cursor;
            if (!page.More)
            {
                break;
            }
        }

        var facts = messages.SelectMany(message => rig.As<IMessageReader>().Read(
            new Entry(EntryKind.Seen, rig.Connection.Name.Text, "k", message.Form, rig.Now, message.Body))).ToList();
        return (facts, cursor, messages);
    }
}
