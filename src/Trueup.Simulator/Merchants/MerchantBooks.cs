using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Simulator.Merchants;

/// <summary>What is really there to sell, from the books of owners and shops alone: none of the core's formula is in
/// it.</summary>
internal sealed class MerchantBooks(OwnershipContract contract, IReadOnlyList<OwnerDesk> desks)
{
    private readonly Dictionary<string, PlacedOrder> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KitRule> _kits = contract.Terms.Kits.ToDictionary(kit => kit.Sku.Text, StringComparer.Ordinal);
    private readonly List<PlacedOrder> _orders = [];

    /// <summary>Every order that was placed, oldest first.</summary>
    public IReadOnlyList<PlacedOrder> Orders => _orders;

    /// <summary>What the hub knows of an article, for buffers that follow velocity.</summary>
    public Func<string, SkuStock?> Known { get; set; } = _ => null;

    /// <summary>The order of a name: the hub's id, or the shop's number.</summary>
    public PlacedOrder? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>An order was placed.</summary>
    public void Place(PlacedOrder order)
    {
        _orders.Add(order);
        _byName[$"{order.Shop}:{order.Number}"] = order;
        _byName[order.Number] = order;
    }

    /// <summary>What an article is made of; itself where it is no kit.</summary>
    public IReadOnlyList<(string Sku, decimal Pieces)> PartsOf(string sku) => _kits.TryGetValue(sku, out var kit)
        ? kit.Components.Select(part => (part.Sku.Text, part.PerKit.Value)).ToList()
        : [(sku, 1)];

    /// <summary>Articles that are made of this one.</summary>
    public IEnumerable<string> KitsWith(string sku) => contract.KitsWith(Sku.Parse(sku)).Select(kit => kit.Sku.Text);

    /// <summary>What a shop must offer: what lies at the places that it sells from, less what is promised and what is kept
    /// back.</summary>
    public decimal Salable(ConnectionName shop, string sku) => Free(shop, sku, withBuffer: true);

    /// <summary>What could be sold in a shop if nothing were kept back.</summary>
    public decimal Unpromised(ConnectionName shop, string sku) => Free(shop, sku, withBuffer: false);

    /// <summary>What lies at places that a shop has no code for.</summary>
    public decimal OutOfReach(ConnectionName shop, LocationRule location, IEnumerable<string> skus) =>
        location.Codes.Any(code => code.Connection == shop) ? 0 : skus.Sum(sku => DeskOf(location)?.OnHand(sku, location.Code.Text) ?? 0);

    private OwnerDesk? DeskOf(LocationRule location) => desks.FirstOrDefault(desk => desk.Owner.Name == location.Owner);

    private decimal Free(ConnectionName shop, string sku, bool withBuffer)
    {
        var parts = PartsOf(sku);
        var free = contract.Terms.Locations
            .Where(location => location.Codes.Any(code => code.Connection == shop))
            .Sum(location => FreeSets(location, sku, parts, withBuffer));

        // Promised to people, and nobody has been told where from.
        var nowhereYet = parts.Max(part => Math.Ceiling(Unassigned(part.Sku) / part.Pieces));
        return Math.Max(0, free - nowhereYet);
    }

    /// <summary>Whole kits at a place, less what is kept back of the kit itself; of an article that is none, its pieces.</summary>
    private decimal FreeSets(LocationRule location, string sku, IReadOnlyList<(string Sku, decimal Pieces)> parts, bool withBuffer)
    {
        var sets = parts.Min(part => Math.Floor(FreeAt(location, part.Sku, withBuffer) / part.Pieces));
        return withBuffer && _kits.ContainsKey(sku) ? Math.Max(0, sets - KeptBack(location, sku)) : sets;
    }

    private decimal KeptBack(LocationRule location, string sku) =>
        contract.BufferOf(Known(sku) ?? new SkuStock(Sku.Parse(sku)), location.Code).Value;

    private decimal FreeAt(LocationRule location, string sku, bool withBuffer)
    {
        if (DeskOf(location) is not { } desk)
        {
            return 0;
        }

        var kept = withBuffer ? KeptBack(location, sku) : 0;
        return Math.Max(0, desk.OnHand(sku, location.Code.Text) - desk.Promised(sku, location.Code.Text) - kept);
    }

    private decimal Unassigned(string sku)
    {
        var sum = 0m;
        for (var i = _orders.Count - 1; i >= 0; i--)
        {
            sum += _orders[i].Left(sku);
        }

        return sum;
    }
}

/// <summary>An order that somebody placed.</summary>
/// <param name="Shop">The storefront.</param>
/// <param name="Number">Its number there.</param>
/// <param name="Parts">What it takes from the shelves.</param>
/// <param name="At">When it was placed.</param>
internal sealed record PlacedOrder(ConnectionName Shop, string Number, IReadOnlyList<(string Sku, decimal Pieces)> Parts, DateTimeOffset At)
{
    /// <summary>When an owner was told of it; null while none was.</summary>
    public DateTimeOffset? HandedOverAt { get; private set; }

    /// <summary>Whether some of it is nobody's to pick.</summary>
    public bool IsWaiting => _left.Count > 0;

    private readonly Dictionary<string, decimal> _left = Parts.GroupBy(part => part.Sku, StringComparer.Ordinal)
        .ToDictionary(part => part.Key, part => part.Sum(one => one.Pieces), StringComparer.Ordinal);

    /// <summary>Pieces of an article that no owner was told to pick.</summary>
    public decimal Left(string sku) => _left.Count == 0 ? 0 : _left.GetValueOrDefault(sku);

    /// <summary>An owner was told to pick some.</summary>
    public void Take(string sku, decimal pieces, DateTimeOffset at)
    {
        HandedOverAt ??= at;
        if (_left.TryGetValue(sku, out var left) && left > pieces)
        {
            _left[sku] = left - pieces;
        }
        else
        {
            _left.Remove(sku);
        }
    }

    /// <summary>Whether there was less than it asked for when it was placed.</summary>
    public bool IsOversold { get; init; }
}
