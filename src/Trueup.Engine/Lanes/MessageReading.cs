using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Intake;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Lanes;

/// <summary>
/// Reads messages by whoever knows their form: a few at a time before the first of them is decided, so that the stock
/// they speak of can be fetched together.
/// </summary>
internal sealed class MessageReading(HubState state, IEnumerable<IConnection> connections)
{
    /// <summary>Messages read together: enough to fetch their stock at once, few enough that it is still near when the
    /// last one's turn comes.</summary>
    private const int AheadMax = 64;

    private readonly Dictionary<string, IMessageReader> _readers =
        connections.OfType<IMessageReader>().ToDictionary(reader => reader.Name.Text, StringComparer.Ordinal);

    private readonly NeutralDialect _neutral = new();
    private readonly Items<Fact>?[] _ahead = new Items<Fact>?[AheadMax];
    private readonly List<Sku> _skus = [];

    /// <summary>The facts in one of the entries that are decided in turn; null where it holds none, or is to be read when
    /// its turn comes.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="place">The place of the one whose turn it is; each is asked for once, in order.</param>
    public Items<Fact>? Ahead(IReadOnlyList<Recorded> entries, int place)
    {
        if (place % AheadMax == 0)
        {
            _skus.Clear();
            for (var i = place; i < Math.Min(entries.Count, place + AheadMax); i++)
            {
                _ahead[i - place] = Read(entries[i].Entry);
            }

            state.Warm(_skus);
        }

        return _ahead[place % AheadMax];
    }

    /// <summary>The facts in a message.</summary>
    public Items<Fact> FactsIn(Entry entry) =>
        _readers.TryGetValue(entry.Connection, out var reader) && reader.Reads(entry.Form)
            ? reader.Read(entry)
            : _neutral.Read(entry);

    private Items<Fact>? Read(Entry entry)
    {
        if (entry.Kind != EntryKind.Seen || Observation.IsForm(entry.Form) ||
            entry.Form.StartsWith(Receiver.ReusedForm, StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            var facts = FactsIn(entry);
            foreach (var fact in facts)
            {
                Note(fact);
            }

            return facts;
        }
#pragma warning disable CA1031 // Whatever it is, it is met again, and told, when the message's turn comes.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private void Note(Fact fact)
    {
        switch (fact)
        {
            case Fact.LevelReported level:
                _skus.Add(level.Sku);
                break;
            case Fact.LevelsReported levels:
                _skus.AddRange(levels.Levels.Select(level => level.Sku));
                break;
            case Fact.StockMoved moved:
                _skus.Add(moved.Sku);
                break;
        }
    }
}
