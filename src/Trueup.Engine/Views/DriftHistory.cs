using Trueup.Core.Drift;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Lanes;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Views;

/// <summary>
/// Examines what a comparison found with one walk over the end of the journal, whatever the number of differences.
/// For any thread: it shares nothing with the hub but the journal.
/// </summary>
public sealed class DriftHistory(IJournal journal)
{
    private const int PageMax = 4_096;

    private readonly DecisionCodec _decisions = new Codecs().Decisions;

    /// <summary>How every difference of a run came about.</summary>
    public async ValueTask<Items<DriftAutopsy>> ExamineAsync(ParityRun run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var walk = new Walk(run, _decisions);
        var after = new JournalPosition(Math.Max(0, journal.End.Value - JournalHistory.EntriesMax));
        for (var end = journal.End; after < end;)
        {
            var page = await journal.ReadAsync(after, PageMax, cancellationToken);
            foreach (var recorded in page)
            {
                after = recorded.Position;
                walk.Pass(recorded);
            }

            walk.Forget(after);
        }

        return Autopsy.Examine(run.Connection, run.Discrepancies, walk.StepsOf, walk.Outages);
    }

    private sealed class Walk
    {
        /// <summary>Entries whose time is remembered: decisions follow their messages closely.</summary>
        private const int RememberedMax = 200_000;

        private readonly ParityRun _run;
        private readonly DecisionCodec _codec;
        private readonly Dictionary<Sku, List<DriftStep>> _steps;
        private readonly Dictionary<long, (DateTimeOffset At, bool IsReading)> _entries = [];
        private readonly List<DriftOutage> _outages = [];
        private long _forgotten;

        public Walk(ParityRun run, DecisionCodec codec)
        {
            (_run, _codec) = (run, codec);
            _steps = run.Discrepancies.Select(found => found.Sku).Distinct().ToDictionary(sku => sku, _ => new List<DriftStep>());
        }

        public Items<DriftOutage> Outages => _outages.ToItems();

        public Items<DriftStep> StepsOf(Sku sku) => _steps[sku].ToItems();

        public void Pass(Recorded recorded)
        {
            var entry = recorded.Entry;
            if (entry.Kind != EntryKind.Decided)
            {
                _entries[recorded.Position.Value] = (entry.At, Observation.IsForm(entry.Form));
                NoteHealth(entry);
                return;
            }

            // A comparison is judged by what was known when it ended.
            if (entry.At > _run.EndedAt)
            {
                return;
            }

            foreach (var decided in _codec.Unpack(entry.Body).Decisions)
            {
                foreach (var change in decided.Changes)
                {
                    if (change is Change.StockChanged stock && _steps.TryGetValue(stock.Sku, out var steps))
                    {
                        var (at, isReading) = _entries.GetValueOrDefault(decided.Message.Value, (entry.At, false));
                        steps.Add(new DriftStep(decided.Message, at, isReading, stock.Event));
                    }
                }
            }
        }

        public void Forget(JournalPosition through)
        {
            for (; _forgotten < through.Value - RememberedMax; _forgotten++)
            {
                _entries.Remove(_forgotten);
            }
        }

        private void NoteHealth(Entry entry)
        {
            if (entry.Kind != EntryKind.Ticked || entry.Connection != _run.Connection.Text || Ticks.HealthOf(entry) is not { } health)
            {
                return;
            }

            if (_outages is [.., { To: null } open])
            {
                _outages[^1] = health.Problem is null ? open with { To = entry.At } : open;
            }
            else if (health.Problem is not null)
            {
                _outages.Add(new DriftOutage(entry.At, To: null));
            }
        }
    }
}
