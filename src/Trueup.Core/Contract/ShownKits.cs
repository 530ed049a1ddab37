using System.Collections.Immutable;
using Trueup.Core.Values;

namespace Trueup.Core.Contract;

/// <summary>
/// Kits that no file names but a storefront shows. They come in any order, so a kit within a kit is taken apart when it is
/// asked for. Read by any thread while one adds.
/// </summary>
internal sealed class ShownKits
{
    /// <summary>Kits inside kits: deeper ones, and those that contain each other, are no kits.</summary>
    private const int DepthMax = 8;

    private ImmutableDictionary<string, ShownKit> _shown = ImmutableDictionary<string, ShownKit>.Empty;
    private ImmutableDictionary<string, Items<Sku>> _withPart = ImmutableDictionary<string, Items<Sku>>.Empty;

    /// <summary>Whether no storefront shows any.</summary>
    public bool IsEmpty => _shown.IsEmpty;

    /// <summary>Takes up what a kit is made of; one without parts is forgotten.</summary>
    public void Put(KitRule kit, ConnectionName by)
    {
        var name = kit.Sku.Text;
        foreach (var part in _shown.GetValueOrDefault(name)?.Rule.Components ?? [])
        {
            var others = _withPart[part.Sku.Text].Where(sku => sku != kit.Sku).ToItems();
            _withPart = others.IsEmpty ? _withPart.Remove(part.Sku.Text) : _withPart.SetItem(part.Sku.Text, others);
        }

        _shown = kit.Components.IsEmpty ? _shown.Remove(name) : _shown.SetItem(name, new ShownKit(kit, by));
        foreach (var part in kit.Components)
        {
            _withPart = _withPart.SetItem(part.Sku.Text, _withPart.GetValueOrDefault(part.Sku.Text).Add(kit.Sku));
        }
    }

    /// <summary>The kit with plain components only; null when it is none, or contains itself.</summary>
    public KitRule? Of(Sku sku, IReadOnlyDictionary<string, KitRule> told)
    {
        if (_shown.GetValueOrDefault(sku.Text) is not { Rule: var kit })
        {
            return null;
        }

        if (kit.Components.FindIndex(part => IsKit(part.Sku, told)) < 0)
        {
            return kit;
        }

        var units = new Dictionary<Sku, decimal>();
        return TakeApart(kit, 1m, units, told, depth: 0)
            ? kit with { Components = units.Select(part => new KitComponent(part.Key, Quantity.Of(part.Value))).ToItems() }
            : null;
    }

    /// <summary>The storefront that shows a kit; null for a SKU that none shows as one.</summary>
    public ConnectionName? By(Sku sku) => _shown.GetValueOrDefault(sku.Text)?.By;

    /// <summary>The kits that come down to a component, and that the terms do not name.</summary>
    public Items<KitRule> With(
        Sku component, IReadOnlyDictionary<string, KitRule> told, IReadOnlyDictionary<string, Items<KitRule>> toldWith)
    {
        var found = new HashSet<Sku>();
        var next = new Queue<Sku>();
        next.Enqueue(component);
        foreach (var kit in toldWith.GetValueOrDefault(component.Text))
        {
            next.Enqueue(kit.Sku);
        }

        while (next.TryDequeue(out var part))
        {
            foreach (var kit in _withPart.GetValueOrDefault(part.Text))
            {
                if (!told.ContainsKey(kit.Text) && found.Add(kit))
                {
                    next.Enqueue(kit);
                }
            }
        }

        return found.Select(sku => Of(sku, told)).OfType<KitRule>().ToItems();
    }

    /// <summary>All that the terms do not name, by SKU.</summary>
    public Items<KitRule> All(IReadOnlyDictionary<string, KitRule> told) => _shown.Values
        .Select(shown => shown.Rule).Where(kit => !told.ContainsKey(kit.Sku.Text)).OrderBy(kit => kit.Sku.Text, StringComparer.Ordinal)
        .Select(kit => Of(kit.Sku, told)).OfType<KitRule>().ToItems();

    private sealed record ShownKit(KitRule Rule, ConnectionName By);

    private bool IsKit(Sku sku, IReadOnlyDictionary<string, KitRule> told) =>
        told.ContainsKey(sku.Text) || _shown.ContainsKey(sku.Text);

    private bool TakeApart(
        KitRule kit, decimal sets, Dictionary<Sku, decimal> units, IReadOnlyDictionary<string, KitRule> told, int depth)
    {
        foreach (var part in kit.Components)
        {
            var count = sets * part.PerKit.Value;
            if ((told.GetValueOrDefault(part.Sku.Text) ?? _shown.GetValueOrDefault(part.Sku.Text)?.Rule) is { } inner)
            {
                if (depth >= DepthMax || !TakeApart(inner, count, units, told, depth + 1))
                {
                    return false;
                }
            }
            else if (!Quantity.TryOf(units[part.Sku] = units.GetValueOrDefault(part.Sku) + count, out _))
            {
                return false;
            }
        }

        return true;
    }
}
