using Trueup.Core.Entries;
using Trueup.Engine.Intake;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;

namespace Trueup.Engine.Lanes;

/// <summary>Runs work that touches nothing of the hub's: the host on another thread, the simulator here and now.</summary>
public delegate ValueTask<TailPage> Aside(Func<ValueTask<TailPage>> work);

/// <summary>
/// Brings the hub back to where it was: the ledger first, then the decisions that the journal holds beyond it. What was
/// taken in and not decided is decided as if nothing had happened.
/// </summary>
public sealed class Recovery(IJournal journal, LedgerKeeper keeper, LaneLoop lanes, Receiver receiver)
{
    /// <summary>Messages whose ids are remembered from before the ledger's position.</summary>
    public const int RememberedMax = 1_000_000;

    private const int PageMax = 20_000;

    // Of its own: pages are unpacked aside, while the hub's thread may be packing.
    private readonly DecisionCodec _codec = new(new CodePool());

    /// <summary>Recovers; returns how many entries were read.</summary>
    /// <param name="aside">Where pages are read while earlier ones are taken up; null: here.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<long> RunAsync(Aside? aside, CancellationToken cancellationToken)
    {
        aside ??= work => work();
        var reflected = keeper.Reflects;
        var start = new JournalPosition(Math.Max(0, Math.Min(reflected.Value, journal.End.Value - RememberedMax)));
        var end = journal.End;
        var next = aside(() => ReadAsync(start, reflected, cancellationToken));
        await keeper.LoadAsync(cancellationToken);
        while (true)
        {
            var page = await next;
            if (page.Last < end)
            {
                next = aside(() => ReadAsync(page.Last, reflected, cancellationToken));
            }

            foreach (var batch in page.Decided)
            {
                lanes.Replay(batch);
            }

            if (page.Last >= end)
            {
                return end.Value - start.Value;
            }
        }
    }

    private async ValueTask<TailPage> ReadAsync(
        JournalPosition after, JournalPosition reflected, CancellationToken cancellationToken)
    {
        var decided = new List<DecidedBatch>();
        var last = await journal.ScanAsync(after, PageMax, TakeUp, cancellationToken);
        return new TailPage(last, decided);

        void TakeUp(in EntryGlimpse entry)
        {
            receiver.Remember(entry);
            if (entry.Kind == EntryKind.Decided && entry.Position > reflected)
            {
                decided.Add(_codec.Unpack(entry.Body.ToArray()));
            }
        }
    }
}

/// <summary>A stretch of the journal's tail.</summary>
/// <param name="Last">The last entry read.</param>
/// <param name="Decided">The decisions in it.</param>
public sealed record TailPage(JournalPosition Last, IReadOnlyList<DecidedBatch> Decided);
