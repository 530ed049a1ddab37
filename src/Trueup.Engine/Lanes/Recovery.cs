using System.Threading.Channels;
using Trueup.Core.Entries;
using Trueup.Engine.Intake;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;

namespace Trueup.Engine.Lanes;

/// <summary>Runs work that touches nothing of the hub's: the host on another thread, the simulator here and now.</summary>
public delegate ValueTask Aside(Func<ValueTask> work);

/// <summary>
/// Brings the hub back to where it was: the ledger first, then the decisions that the journal holds beyond it. What was
/// taken in and not decided is decided as if nothing had happened.
/// </summary>
/// <param name="journal">The journal.</param>
/// <param name="keeper">Keeps the ledger.</param>
/// <param name="lanes">Take the decisions up.</param>
/// <param name="receiver">Remembers what was seen.</param>
/// <param name="state">What is brought back.</param>
/// <param name="guardWindow">How long the guards remember.</param>
public sealed class Recovery(
    IJournal journal, LedgerKeeper keeper, LaneLoop lanes, Receiver receiver, HubState state, TimeSpan guardWindow)
{
    /// <summary>Messages whose ids are remembered from before the ledger's position.</summary>
    public const int RememberedMax = 1_000_000;

    private const int PageMax = 10_000;

    /// <summary>Pages read ahead of the one that is taken up.</summary>
    private const int PagesAheadMax = 16;

    // Of its own: pages are unpacked aside, while the hub's thread may be packing.
    private readonly DecisionCodec _codec = new(new CodePool());

    /// <summary>Recovers; returns how many entries were read.</summary>
    /// <param name="aside">Where ledger and journal are read and unpacked, while what came before is taken up;
    /// null: here.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<long> RunAsync(Aside? aside, CancellationToken cancellationToken)
    {
        aside ??= work => work();
        var reflected = keeper.Reflects;
        var start = new JournalPosition(Math.Max(0, Math.Min(reflected.Value, journal.End.Value - RememberedMax)));
        var end = journal.End;
        receiver.Expect(end.Value - start.Value);
        var pages = Channel.CreateBounded<TailPage>(
            new BoundedChannelOptions(PagesAheadMax) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = aside(() => ReadAsync(start, end, reflected, pages.Writer, stop.Token));
        try
        {
            await keeper.LoadAsync(aside, cancellationToken);
            while (await pages.Reader.WaitToReadAsync(cancellationToken))
            {
                while (pages.Reader.TryRead(out var page))
                {
                    foreach (var batch in page.Decided)
                    {
                        lanes.Replay(batch);
                    }

                    lanes.NoteAsked(page.Asked);
                }
            }

            await reading;
            state.EmptiedBefore = await RecentlyEmptied.FindAsync(journal, state, guardWindow, cancellationToken);
        }
        catch
        {
            await EndAsync(stop, reading);
            throw;
        }

        return end.Value - start.Value;
    }

    /// <summary>Nobody may still be reading when the files are closed.</summary>
    private static async ValueTask EndAsync(CancellationTokenSource stop, ValueTask reading)
    {
        Cancel(stop);
        try
        {
            await reading;
        }
#pragma warning disable CA1031 // Another fault is on its way up already.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Told by the other.
        }
    }

    /// <summary>Here and now: whoever waits for the token goes on on this thread.</summary>
    private static void Cancel(CancellationTokenSource stop) => stop.Cancel();

    private async ValueTask ReadAsync(
        JournalPosition after,
        JournalPosition end,
        JournalPosition reflected,
        ChannelWriter<TailPage> pages,
        CancellationToken cancellationToken)
    {
        try
        {
            while (after < end)
            {
                var decided = new List<DecidedBatch>();
                var asked = new List<JournalPosition>();
                after = await journal.ScanAsync(after, PageMax, TakeUp, cancellationToken);
                await pages.WriteAsync(new TailPage(decided, asked), cancellationToken);

                void TakeUp(in EntryGlimpse entry)
                {
                    receiver.Remember(entry);
                    if (entry.Kind == EntryKind.Asked && entry.Position > reflected)
                    {
                        asked.Add(entry.Position);
                    }

                    if (entry.Kind == EntryKind.Decided && entry.Position > reflected)
                    {
                        decided.Add(_codec.Unpack(entry.Body.ToArray()));
                    }
                }
            }
        }
        finally
        {
            pages.Complete();
        }
    }

    /// <summary>A stretch of the journal's tail: the decisions in it, and where people asked for something.</summary>
    private sealed record TailPage(IReadOnlyList<DecidedBatch> Decided, IReadOnlyList<JournalPosition> Asked);
}
