using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>
/// Reads <c>kits</c>. A kit inside a kit is taken apart here, so that the contract knows plain components only.
/// </summary>
internal sealed class KitReading
{
    /// <summary>Kits inside kits inside kits: as deep as anybody packs.</summary>
    private const int DepthMax = 16;

    private readonly Dictionary<Sku, (Section Section, KitRule Rule)> _kits = [];
    private readonly Dictionary<Sku, Items<KitComponent>> _plain = [];

    /// <summary>The kits that are sound.</summary>
    public Items<KitRule> Read(Section kits)
    {
        foreach (var section in kits.Members)
        {
            if (!Sku.TryParse(section["sku"].Text, out var sku))
            {
                continue;
            }

            if (!_kits.TryAdd(sku, (section, new KitRule(sku, ComponentsOf(section, sku)))))
            {
                section["sku"].Error($"\"{sku}\" is a kit already, on line {_kits[sku].Section.Place.Line}");
            }
        }

        return _kits.Keys.Select(sku => new KitRule(sku, PlainPartsOf(sku, []))).ToItems();
    }

    private static Items<KitComponent> ComponentsOf(Section kit, Sku sku)
    {
        var components = new List<KitComponent>();
        foreach (var (name, below) in kit["components"].Named)
        {
            if (!Sku.TryParse(name, out var part))
            {
                below.Error($"expected {Form.Stockkeeping.Expected}");
            }
            else if (part == sku)
            {
                below.Error("a kit cannot contain itself");
            }
            else if (below.Quantity is { } quantity)
            {
                components.Add(new KitComponent(part, quantity) { Price = PriceOf(kit, name) });
                if (quantity.IsZero)
                {
                    below.Error("a kit holds more than nothing of each component");
                }
            }
        }

        if (kit["components"].Exists && !kit["components"].Named.Any())
        {
            kit["components"].Error("a kit needs at least one component");
        }

        foreach (var (name, below) in kit["prices"].Named)
        {
            if (components.All(component => component.Sku.Text != name))
            {
                below.Error($"\"{name}\" is no component of this kit");
            }
        }

        return components.ToItems();
    }

    private static decimal? PriceOf(Section kit, string component) =>
        kit["prices"].Named.FirstOrDefault(price => price.Name == component).Below?.Number;

    /// <summary>What a kit comes down to; each component once.</summary>
    private Items<KitComponent> PlainPartsOf(Sku kit, Items<Sku> within)
    {
        if (_plain.TryGetValue(kit, out var known))
        {
            return known;
        }

        if (within.Contains(kit) || within.Count == DepthMax)
        {
            var ring = within.SkipWhile(sku => sku != kit).Append(kit);
            _kits[within[^1]].Section.Error(within.Contains(kit)
                ? $"these kits contain each other: {string.Join(" > ", ring)}"
                : $"kits are nested more than {DepthMax} deep");
            return [];
        }

        var inside = within.Add(kit);
        var parts = _kits[kit].Rule.Components.SelectMany(component => _kits.ContainsKey(component.Sku)
            ? PlainPartsOf(component.Sku, inside).Select(part => (part.Sku, Units: part.PerKit.Value * component.PerKit.Value, part.Price))
            : [(component.Sku, component.PerKit.Value, component.Price)]);
        return _plain[kit] = parts.GroupBy(part => part.Sku)
            .Select(same => new KitComponent(same.Key, UnitsOf(kit, same.Sum(part => part.Units)))
            {
                // The same SKU may be worth more in one inner kit than in another: what counts is all of it.
                Price = same.All(part => part.Price is not null) && same.Sum(part => part.Units) is > 0m and var units
                    ? same.Sum(part => part.Units * part.Price!.Value) / units
                    : null,
            }).ToItems();
    }

    private Quantity UnitsOf(Sku kit, decimal units)
    {
        if (Quantity.TryOf(units, out var quantity))
        {
            return quantity;
        }

        _kits[kit].Section.Error($"comes down to more than {Quantity.MagnitudeMax} units of a component");
        return Quantity.Zero;
    }
}
