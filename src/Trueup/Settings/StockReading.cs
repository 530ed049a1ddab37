using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>
/// Reads <c>stock</c>: what may be sold, what is kept back, what is held up, and where orders are sourced.
/// </summary>
internal sealed class StockReading(KnownNames names, Surroundings surroundings)
{
    /// <summary>Adds the stock rules to the terms.</summary>
    public ContractTerms Read(Section stock, ContractTerms terms) => terms with
    {
        Sellable = SellableOf(stock["sellable"], terms.Sellable),
        BufferDefault = stock["buffer"]["default"].Quantity ?? terms.BufferDefault,
        Buffers = stock["buffer"]["rules"].Members.Select(BufferOf).OfType<BufferRule>().ToItems(),
        Backorders = stock["backorder"]["rules"].Members.Select(rule => BackorderOf(rule, stock["sellable"])).OfType<BackorderRule>()
            .ToItems(),
        LowStock = stock["low"].Exists ? LowStockOf(stock["low"]) : null,
        Velocity = new VelocityRule(
            stock["velocity"]["medium"].Quantity ?? terms.Velocity.MediumFrom,
            stock["velocity"]["fast"].Quantity ?? terms.Velocity.FastFrom),
        Guards = GuardsOf(stock["guards"], terms.Guards),
        Sourcing = SourcingOf(stock["sourcing"], terms.Locations),
    };

    private SourcingRule SourcingOf(Section sourcing, Items<LocationRule> locations)
    {
        var policy = sourcing["policy"].Text switch
        {
            "most-stock" => SourcingPolicy.MostStock,
            "nearest" => SourcingPolicy.Nearest,
            _ => SourcingPolicy.Priority,
        };
        var files = sourcing["postcodes"];
        if (policy == SourcingPolicy.Nearest)
        {
            var unplaced = locations.Where(location => location.At is null).Select(location => location.Code.Text).ToArray();
            if (!files.Exists)
            {
                sourcing["policy"].Warn("\"nearest\" needs stock.sourcing.postcodes: without, lines are sourced by the order of priority");
            }

            if (unplaced.Length > 0)
            {
                sourcing["policy"].Warn($"no latitude and longitude of {string.Join(", ", unplaced)}: asked after those that have them");
            }
        }
        else if (files.Exists)
        {
            files.Warn("is used with the policy \"nearest\" only");
        }

        return new SourcingRule(policy, names.Locations(sourcing["order"]))
        {
            ParcelCost = sourcing["parcel_cost"].Number,
            Postcodes = policy == SourcingPolicy.Nearest ? PostcodeReading.Read(files, surroundings) : null,
        };
    }

    private static Items<StockState> SellableOf(Section sellable, Items<StockState> otherwise)
    {
        if (!sellable.Exists)
        {
            return otherwise;
        }

        var states = sellable.Members.Select(StateReading.Of).OfType<StockState>().Distinct().ToItems();
        if (states.IsEmpty)
        {
            sellable.Error("names no state: nothing could ever be sold");
        }

        return states;
    }

    private static GuardRule GuardsOf(Section guards, GuardRule otherwise) => new(
        guards["max_zeroed"].Share ?? otherwise.ZeroedMax,
        guards["max_changed"].Share ?? otherwise.ChangedMax,
        guards["over"].DurationAboveZero() ?? otherwise.Over)
    {
        SkusMin = guards["min_skus"].Whole ?? otherwise.SkusMin,
    };

    private BufferRule? BufferOf(Section rule)
    {
        if (rule is { Node: Node.Map } && !rule["sku"].Exists && !rule["location"].Exists &&
            !rule["category"].Exists && !rule["velocity"].Exists)
        {
            rule.Error("names no sku, category, velocity or location: use the buffer's default for all");
            return null;
        }

        var scope = ScopeOf(rule);
        return rule["quantity"].Quantity is { } quantity
            ? new BufferRule(scope.Sku, scope.Location, quantity) { Category = scope.Category, Velocity = scope.Velocity }
            : null;
    }

    private BackorderRule? BackorderOf(Section rule, Section sellable)
    {
        var onlyInbound = rule["only_inbound"].Text == "true";
        var units = rule["quantity"].Quantity;
        if (units is null && !onlyInbound)
        {
            rule.Error("sets no limit: give a quantity, or only_inbound for as much as is on its way");
            return null;
        }

        if (onlyInbound && sellable.Texts.Contains("in-transit", StringComparer.Ordinal))
        {
            rule["only_inbound"].Error("stock.sellable counts what is in transit for sale already: it would be sold twice");
        }

        return new BackorderRule(ScopeOf(rule), units)
        {
            OnlyInbound = onlyInbound,
            Kind = rule["kind"].Text == "pre-order" ? BackorderKind.Preorder : BackorderKind.Backorder,
            Expected = Notation.TryDate(rule["expected"].Text ?? "", out var day) ? day : null,
            AsksConsent = rule["consent"].Text != "false",
        };
    }

    private LowStockTerms LowStockOf(Section low)
    {
        var tell = low["tell"].Exists ? low["tell"].Texts.ToArray() : ["out"];
        return new LowStockTerms
        {
            At = low["at"].Quantity ?? Quantity.Zero,
            Rules = low["rules"].Members
                .Select(rule => rule["at"].Quantity is { } at ? new LowStockRule(ScopeOf(rule), at) : null)
                .OfType<LowStockRule>().ToItems(),
            TellsLow = tell.Contains("low", StringComparer.Ordinal),
            TellsSoldOut = tell.Contains("out", StringComparer.Ordinal),
            SoldOut = low["sold_out"].Text switch
            {
                "show" => SoldOutDisplay.Show,
                "hide" => SoldOutDisplay.Hide,
                _ => SoldOutDisplay.Mark,
            },
            Substitutes = low["substitutes"].Named.Select(SubstituteOf).OfType<SubstituteRule>().ToItems(),
        };
    }

    private static SubstituteRule? SubstituteOf((string Name, Section Below) of)
    {
        if (!Sku.TryParse(of.Name, out var sku))
        {
            of.Below.Error($"expected {Form.Stockkeeping.Expected}");
            return null;
        }

        var instead = of.Below.Texts.Select(text => Sku.TryParse(text, out var other) ? other : (Sku?)null).OfType<Sku>().ToItems();
        if (instead.Contains(sku))
        {
            of.Below.Error("a SKU is no substitute for itself");
        }

        return new SubstituteRule(sku, instead);
    }

    private StockScope ScopeOf(Section rule) => new(
        Sku.TryParse(rule["sku"].Text, out var known) ? known : null, names.Location(rule["location"]))
    {
        Category = rule["category"].Text,
        Velocity = rule["velocity"].Text switch
        {
            "slow" => Velocity.Slow,
            "medium" => Velocity.Medium,
            "fast" => Velocity.Fast,
            _ => null,
        },
    };
}
