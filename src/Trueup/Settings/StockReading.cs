using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>
/// Reads <c>stock</c>: what may be sold, what is kept back, what is held up, and where orders are sourced.
/// </summary>
internal sealed class StockReading(KnownNames names)
{
    /// <summary>Adds the stock rules to the terms.</summary>
    public ContractTerms Read(Section stock, ContractTerms terms) => terms with
    {
        Sellable = SellableOf(stock["sellable"], terms.Sellable),
        BufferDefault = stock["buffer"]["default"].Quantity ?? terms.BufferDefault,
        Buffers = stock["buffer"]["rules"].Members.Select(BufferOf).OfType<BufferRule>().ToItems(),
        Velocity = new VelocityRule(
            stock["velocity"]["medium"].Quantity ?? terms.Velocity.MediumFrom,
            stock["velocity"]["fast"].Quantity ?? terms.Velocity.FastFrom),
        Guards = GuardsOf(stock["guards"], terms.Guards),
        Sourcing = new SourcingRule(
            stock["sourcing"]["policy"].Text == "most-stock" ? SourcingPolicy.MostStock : SourcingPolicy.Priority,
            names.Locations(stock["sourcing"]["order"])),
    };

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

        Sku? sku = Sku.TryParse(rule["sku"].Text, out var known) ? known : null;
        var location = names.Location(rule["location"]);
        return rule["quantity"].Quantity is { } quantity
            ? new BufferRule(sku, location, quantity)
            {
                Category = rule["category"].Text,
                Velocity = rule["velocity"].Text switch
                {
                    "slow" => Velocity.Slow,
                    "medium" => Velocity.Medium,
                    "fast" => Velocity.Fast,
                    _ => null,
                },
            }
            : null;
    }
}
