using Trueup.Core.Cases;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>What came of writes since the start, by connection and flow, how long levels took, and which problems were
/// met.</summary>
public sealed class FlowCounts(HubState state, TimeProvider clock)
{
    private const int FollowedMax = 50_000;
    private const int KeptMax = 1_000;

    private readonly Dictionary<(ConnectionName, Sku, RemoteCode), DateTimeOffset> _owed = [];
    private readonly Dictionary<(string Connection, string Flow, string Outcome), long> _outcomes = [];
    private readonly Dictionary<string, LagSample> _lags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _met = new(StringComparer.Ordinal);

    /// <summary>Levels and documents by what came of them.</summary>
    public IReadOnlyDictionary<(string Connection, string Flow, string Outcome), long> Outcomes => _outcomes;

    /// <summary>From deciding a level until it is written, by storefront.</summary>
    public IReadOnlyDictionary<string, LagSample> Lags => _lags;

    /// <summary>How often each kind of problem was met.</summary>
    public IReadOnlyDictionary<string, long> Met => _met;

    /// <summary>Counts decisions that became durable.</summary>
    public void Note(DecidedBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (var decided in batch.Decisions)
        {
            foreach (var change in decided.Changes)
            {
                switch (change)
                {
                    case Change.StockChanged stock:
                        NoteLevel(stock.Sku, stock.Event);
                        break;
                    case Change.OrderChanged { Event: OrderEvent.DocumentMade made } order:
                        NoteDocument(order.Order, made.Key, "made");
                        break;
                    case Change.OrderChanged { Event: OrderEvent.DocumentRefused refused } order:
                        NoteDocument(order.Order, refused.Key, "refused");
                        break;
                    case Change.CaseChanged { Event: CaseEvent.Found found }:
                        _met[found.Finding.Code.Code] = _met.GetValueOrDefault(found.Finding.Code.Code) + 1;
                        break;
                }
            }
        }
    }

    private void NoteLevel(Sku sku, StockEvent change)
    {
        switch (change)
        {
            case StockEvent.SlotDesired desired when IsOwed(sku, desired):
                if (_owed.Count < FollowedMax)
                {
                    _owed.TryAdd((desired.Connection, sku, desired.Source), clock.GetUtcNow());
                }

                break;
            case StockEvent.SlotDesired desired:
                _owed.Remove((desired.Connection, sku, desired.Source));
                break;
            case StockEvent.SlotWritten { Quantity: not null } written
                when _owed.Remove((written.Connection, sku, written.Source), out var since):
                Count(written.Connection.Text, "stock", "written");
                LagOf(written.Connection.Text).Add(clock.GetUtcNow() - since);
                break;
            case StockEvent.SlotWritten { Quantity: null } unknown:
                Count(unknown.Connection.Text, "stock", "unknown");
                break;
            case StockEvent.SlotBlocked { Code: not null } blocked:
                _owed.Remove((blocked.Connection, sku, blocked.Source));
                Count(blocked.Connection.Text, "stock", "refused");
                break;
        }
    }

    private bool IsOwed(Sku sku, StockEvent.SlotDesired desired) =>
        state.Find(sku)?.SlotOf(desired.Connection, desired.Source) is { IsOwed: true };

    private void NoteDocument(OrderId id, string key, string outcome)
    {
        if (state.Find(id)?.Documents.FirstOrDefault(document => document.Key == key) is { } document)
        {
            Count(document.Target.Text, "orders", outcome);
        }
    }

    private void Count(string connection, string flow, string outcome) =>
        _outcomes[(connection, flow, outcome)] = _outcomes.GetValueOrDefault((connection, flow, outcome)) + 1;

    private LagSample LagOf(string connection)
    {
        if (!_lags.TryGetValue(connection, out var lag))
        {
            _lags[connection] = lag = new LagSample(KeptMax);
        }

        return lag;
    }
}
