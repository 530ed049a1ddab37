using Trueup.Core.Entries;
using Trueup.Engine.Intake;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;

namespace Trueup.Engine.Lanes;

/// <summary>
/// Brings the hub back to where it was: the ledger first, then the decisions that the journal holds beyond it. What was taken in and
/// not decided is decided as if nothing had happened.
/// </summary>
public sealed class Recovery(IJournal journal, LedgerKeeper keeper, LaneLoop lanes, Receiver receiver, Codecs codecs)
{
    /// <summary>Messages whose ids are remembered from before the ledger's position.</summary>
    public const int RememberedMax = 1_000_000;

    private const int PageMax = 10_000;

    /// <summary>Recovers; returns how many entries were read.</summary>
    public async ValueTask<long> RunAsync(CancellationToken cancellationToken)
    {
        await keeper.LoadAsync(cancellationToken);
        var reflected = lanes.Through;
        var position = new JournalPosition(Math.Max(0, Math.Min(reflected.Value, journal.End.Value - RememberedMax)));
        var start = position;
        while (position < journal.End)
        {
            position = await journal.ScanAsync(position, PageMax, TakeUp, cancellationToken);
        }

        return position.Value - start.Value;

        void TakeUp(in EntryGlimpse entry)
        {
            receiver.Remember(entry);
            if (entry.Kind == EntryKind.Decided && entry.Position > reflected)
            {
                lanes.Replay(codecs.Decisions.Unpack(entry.Body.ToArray()));
            }
        }
    }
}
