using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>Keys about stock: what may be sold, what is kept back, what is held up, where orders are sourced.</summary>
internal static class StockKeyRules
{
    /// <summary>Keys of the whole file.</summary>
    public static Items<KeyRule> OfFile { get; } =
    [
        new("stock", Form.Section, "Rules about stock."),
        new("stock.sellable", Form.OneOf(KeyRules.States.Span).Many(), "States that count as sellable. Default [available]."),
        new("stock.buffer", Form.Section, "Units kept back from sale."),
        new("stock.buffer.default", Form.Amount, "Units kept back where no rule applies. Default 0."),
        new("stock.buffer.rules", Form.Section,
            "Exceptions; a SKU beats a category, that a velocity, that a location, and later beat earlier."),
        .. ScopeOf("stock.buffer.rules"),
        new("stock.buffer.rules[].quantity", Form.Amount, "Units kept back at each location.", Required: true),
        new("stock.backorder", Form.Section, "Goods that are sold before they are there. Default: none."),
        new("stock.backorder.rules", Form.Section, "Which goods, and how many; as for the buffer the most telling rule holds."),
        .. ScopeOf("stock.backorder.rules"),
        new("stock.backorder.rules[].quantity", Form.Amount,
            "Units that may be sold at a location beyond what is there. Default: no limit but what is on its way."),
        new("stock.backorder.rules[].only_inbound", Form.Flag,
            "Whether no more is sold than the owner reports in transit to the location. Default false."),
        new("stock.backorder.rules[].kind", Form.OneOf("backorder", "pre-order"),
            "Whether the goods ran out, or are not out yet. Default backorder."),
        new("stock.backorder.rules[].expected", Form.Date, "When they are expected, for whoever buys them. Default: not known."),
        new("stock.backorder.rules[].consent", Form.Flag, "Whether the buyer has to agree to wait. Default true."),
        new("stock.low", Form.Section, "What happens when little or nothing is left. Default: nothing."),
        new("stock.low.at", Form.Amount,
            "Units left, over all locations that a storefront sells from, at or below which a SKU is low. Default 0."),
        new("stock.low.rules", Form.Section, "Exceptions; a SKU beats a category, that a velocity, and later beat earlier."),
        .. ScopeOf("stock.low.rules").SkipLast(1),
        new("stock.low.rules[].at", Form.Amount, "Units left at or below which it is low.", Required: true),
        new("stock.low.tell", Form.OneOf("low", "out").Many(), "What becomes a case for those who run the shop. Default [out]."),
        new("stock.low.sold_out", Form.OneOf("show", "mark", "hide"),
            "What the storefront is asked to do with what is sold out. Default mark."),
        new("stock.low.substitutes", Form.Section, "What may be offered instead, by SKU."),
        new("stock.low.substitutes.*", Form.Stockkeeping.Many(), "SKUs to offer instead, the best first."),
        new("stock.velocity", Form.Section, "What counts as selling fast; older orders count less and less."),
        new("stock.velocity.medium", Form.Amount, "Units a week from which a SKU is medium. Default 3."),
        new("stock.velocity.fast", Form.Amount, "Units a week from which a SKU is fast. Default 20."),
        new("stock.guards", Form.Section, "The blast-radius guard: reports beyond it are held for approval."),
        new("stock.guards.max_zeroed", Form.Percentage,
            "Largest share of a location's SKUs that may go to zero in the window. Default 20%."),
        new("stock.guards.max_changed", Form.Percentage, "Largest share that may change at all. Default: no limit."),
        new("stock.guards.of", Form.OneOf("location"), "What the share is taken of. Default location."),
        new("stock.guards.over", Form.Duration, "The window. Default 5m."),
        new("stock.guards.min_skus", Form.Whole, "Fewer SKUs than this at stake never trip the guard. Default 10."),
        new("stock.sourcing", Form.Section, "How an order line without a location is given one."),
        new("stock.sourcing.policy", Form.OneOf("priority", "most-stock", "nearest"),
            "First in the order that has enough, the one that has most, or the nearest that has enough. Default priority."),
        new("stock.sourcing.postcodes", Form.Text.OneOrMany(),
            "Files of postcodes with their coordinates, for nearest. Default: none."),
        new("stock.sourcing.order", Form.Location.Many(),
            "Locations from first to last choice; the others follow as listed. Default: as listed."),
        new("stock.sourcing.parcel_cost", Form.Number,
            "What every parcel of an order beyond the first costs, in hub.currency. Default: not known."),
    ];

    /// <summary>What a rule applies to.</summary>
    private static Items<KeyRule> ScopeOf(string rules) =>
    [
        new($"{rules}[].sku", Form.Stockkeeping, "Only this SKU. Default: any."),
        new($"{rules}[].category", Form.Text, "Only products of this category of a storefront. Default: any."),
        new($"{rules}[].velocity", Form.OneOf("slow", "medium", "fast"), "Only SKUs that sell so fast. Default: any."),
        new($"{rules}[].location", Form.Location, "Only at this location. Default: any."),
    ];
}
