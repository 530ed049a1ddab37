using System.Text;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;

namespace Trueup.Engine.Views;

/// <summary>A figure of a SKU at a moment.</summary>
/// <param name="Message">The message that made it.</param>
/// <param name="At">When the hub decided it, UTC.</param>
/// <param name="What"><c>reported</c> by an owner, <c>desired</c> in a storefront, <c>written</c> there, or
/// <c>observed</c> there.</param>
/// <param name="Where">The location, or the storefront and its source.</param>
/// <param name="Quantity">The figure; null: not known any more.</param>
public sealed record StockMoment(long Message, DateTimeOffset At, string What, string Where, Quantity? Quantity);

/// <summary>How the figures of a SKU came along, read from the newest part of the journal. For any thread.</summary>
public static class StockHistory
{
    /// <summary>Entries looked at for one answer, the newest: about a second's reading.</summary>
    private const int LooksMax = 200_000;

    private const int PageMax = 4_096;

    /// <summary>The newest figures, oldest first.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="sku">The SKU.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<Items<StockMoment>> ReadAsync(
        IJournal journal, Sku sku, int max, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var decisions = new Codecs().Decisions;
        var mention = Encoding.UTF8.GetBytes(sku.Text);
        var moments = new Queue<StockMoment>();
        var after = new JournalPosition(Math.Max(0, journal.End.Value - LooksMax));
        while (after < journal.End)
        {
            foreach (var (position, entry) in await journal.ReadAsync(after, PageMax, cancellationToken))
            {
                after = position;
                if (entry.Kind != EntryKind.Decided || entry.Body.Span.IndexOf(mention) < 0)
                {
                    continue;
                }

                foreach (var decided in decisions.Unpack(entry.Body).Decisions)
                {
                    Gather(moments, decided, sku, (entry.At, max));
                }
            }
        }

        return moments.ToItems();
    }

    private static void Gather(
        Queue<StockMoment> moments, Decided decided, Sku sku, (DateTimeOffset At, int Max) page)
    {
        foreach (var change in decided.Changes)
        {
            if (change is Change.StockChanged stock && stock.Sku == sku &&
                Show(stock.Event, decided.Message.Value, page.At) is { } moment)
            {
                moments.Enqueue(moment);
                if (moments.Count > page.Max)
                {
                    moments.Dequeue();
                }
            }
        }
    }

    private static StockMoment? Show(StockEvent change, long message, DateTimeOffset at) => change switch
    {
        StockEvent.LevelSet set => new(
            message, at, "reported", $"{set.Location} {StockLocationView.WordOf(set.State)}", set.Quantity),
        StockEvent.SlotDesired desired => new(
            message, at, "desired", $"{desired.Connection} {desired.Source}", desired.Quantity),
        StockEvent.SlotWritten written => new(
            message, at, "written", $"{written.Connection} {written.Source}", written.Quantity),
        StockEvent.SlotObserved seen => new(message, at, "observed", $"{seen.Connection} {seen.Source}", seen.Quantity),
        _ => null,
    };
}
