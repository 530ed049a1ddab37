using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Drift;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Dispatch;

namespace Trueup.Engine.Reconcile;

/// <summary>Whether a comparison corrects what it finds.</summary>
/// <param name="Heal">Whether it does.</param>
/// <param name="IsApproved">Whether a person has seen how much that is, so that no cap holds.</param>
/// <param name="By">Who asked; null: it was due.</param>
public sealed record HealAsk(bool Heal, bool IsApproved = false, string? By = null);

/// <summary>
/// What one comparison corrects in one storefront. What was read enters the journal like any other fact: the path that syncs
/// heals. Where the contract caps what may be corrected unasked, it waits for the end, and goes then altogether or not at all.
/// </summary>
internal sealed class Corrections(Outlet outlet, OutboundSurroundings hub, HealAsk asked)
{
    private const int RowsMax = 1_000;

    private readonly HealCap _cap = hub.Contract.Terms.Reconcile.Cap;
    private readonly List<Seen> _waiting = [];
    private readonly List<Repair> _repairs = [];

    /// <summary>Whether more was found than may be corrected unasked.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>What was corrected, or would be.</summary>
    public Items<Repair> Repairs => _repairs.Take(ParityRun.DiscrepanciesMax).ToItems();

    private bool IsCapped => !_cap.IsNone && !asked.IsApproved;

    /// <summary>A SKU that differs, with everything that its sources were seen to hold.</summary>
    public void Add(SkuStock stock, IEnumerable<ObservedRow> rows, DateTimeOffset began)
    {
        foreach (var row in rows)
        {
            Repair? repair = RemoteCode.TryParse(row.Location, out var source) && stock.SlotOf(outlet.Name, source) is { } slot &&
                slot.Desired is { } desired && desired != row.Quantity && (slot.Blocked is null || slot.Blocked == CaseCodes.WriteRefused)
                ? new Repair(stock.Sku, source, slot.Location, row.Quantity, desired)
                : null;
            _waiting.Add(new Seen(row, stock, began, repair));
        }
    }

    /// <summary>Corrects what was added so far, where nothing caps it.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (!asked.Heal || !IsCapped)
        {
            await WriteAsync(cancellationToken);
        }
    }

    /// <summary>Corrects what is left, or holds it.</summary>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        var found = _waiting.Select(seen => seen.Repair).OfType<Repair>().ToItems();
        IsHeld = asked.Heal && IsCapped && !_cap.Allows(found, hub.State.Find);
        if (IsHeld)
        {
            _repairs.AddRange(found);
            return;
        }

        // What has moved since it was read is left to the next comparison.
        _waiting.RemoveAll(seen => hub.State.Find(seen.Stock.Sku) is not { } now ||
            now with { Listings = default } != seen.Stock with { Listings = default });
        await WriteAsync(cancellationToken);
    }

    private async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        _repairs.AddRange(_waiting.Select(seen => seen.Repair).OfType<Repair>());
        if (asked.Heal)
        {
            foreach (var together in _waiting.GroupBy(seen => seen.Began))
            {
                foreach (var chunk in together.Chunk(RowsMax))
                {
                    var rows = chunk.Select(seen => seen.Row).ToArray();
                    await hub.AppendAsync(
                        [Observation.Write(outlet.Name, isOwner: false, together.Key, rows, hub.Clock.GetUtcNow())], cancellationToken);
                }
            }
        }

        _waiting.Clear();
    }

    private readonly record struct Seen(ObservedRow Row, SkuStock Stock, DateTimeOffset Began, Repair? Repair);
}
