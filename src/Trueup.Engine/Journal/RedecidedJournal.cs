using Trueup.Core.Entries;
using Trueup.Engine.Journal.Packing;

namespace Trueup.Engine.Journal;

/// <summary>
/// A journal whose past is to be decided once more, from its first entry on and in the same stretches: what is decided
/// is answered as durable and dropped. It shows what other rules would have made of the same messages.
/// </summary>
public sealed class RedecidedJournal : IJournal
{
    private const int PageMax = 10_000;

    private readonly IJournal _below;
    private readonly List<long> _stretches;

    private RedecidedJournal(IJournal below, JournalPosition end, List<long> stretches) =>
        (_below, End, _stretches) = (below, end, stretches);

    /// <inheritdoc/>
    public JournalPosition End { get; }

    /// <summary>Reads where the hub's decisions ended, through a position.</summary>
    /// <param name="below">The journal; it is never written.</param>
    /// <param name="through">The last entry to be decided again.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<RedecidedJournal> OfAsync(
        IJournal below, JournalPosition through, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(below);
        var stretches = new List<long>();
        JournalPosition after = default;
        while (after < through)
        {
            after = await below.ScanAsync(
                after, (int)Math.Min(PageMax, through.Value - after.Value), TakeUp, cancellationToken);
        }

        return new RedecidedJournal(below, through, stretches);

        void TakeUp(in EntryGlimpse entry)
        {
            if (entry.Kind == EntryKind.Decided)
            {
                stretches.Add(DecisionCodec.ThroughOf(entry.Body.ToArray()).Value);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<Entry> entries) =>
        new(new AppendOutcome.Durable(End.Plus(1)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Recorded>> ReadAsync(
        JournalPosition after, int max, CancellationToken cancellationToken)
    {
        var place = _stretches.BinarySearch(after.Value + 1);
        place = place < 0 ? ~place : place;
        var until = place < _stretches.Count ? _stretches[place] : End.Value;
        return _below.ReadAsync(after, (int)Math.Clamp(until - after.Value, 0, max), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<JournalPosition> ScanAsync(
        JournalPosition after, int max, EntryVisitor visit, CancellationToken cancellationToken) =>
        _below.ScanAsync(after, max, visit, cancellationToken);
}
