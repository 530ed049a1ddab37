using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>Keys about orders: when they are handed over, how long they may take, how they are counted.</summary>
internal static class OrderKeyRules
{
    /// <summary>The words for stages, in the order of the enumeration.</summary>
    public static Items<string> Stages { get; } =
    [
        "captured", "held", "released", "accepted", "allocated", "picked", "packed", "shipped", "delivered", "cancelled",
        "returned", "refunded",
    ];

    /// <summary>The words for release points, in the order of the enumeration.</summary>
    public static Items<string> ReleasePoints { get; } = ["placed", "authorised", "captured", "approved"];

    /// <summary>Keys of the whole file.</summary>
    public static Items<KeyRule> OfFile { get; } =
    [
        new("orders", Form.Section, "Rules about orders."),
        new("orders.stages", Form.Section, "How long an order may stay in each stage before it counts as stuck."),
        .. Stages.Select(stage => new KeyRule($"orders.stages.{stage}", Form.Duration, LimitOf(stage))),
        new("orders.early_wait", Form.Duration,
            "How long an event waits for the one that must come before it. Default 1h."),
        new("orders.archive_after", Form.Duration,
            "How long an order without open work stays in memory before it is only on disk. Default 1h."),
        new("orders.sweep", Form.Section, "How it is proved that every order is in every system."),
        new("orders.sweep.every", Form.Duration, "Pause between two sweeps. Default 15m."),
        new("orders.sweep.window", Form.Duration, "Length of the windows that are counted. Default 1h."),
        new("orders.sweep.back", Form.Duration, "How far back a sweep reaches. Default 1d."),
        new("orders.sweep.grace", Form.Duration, "Orders younger than this are not counted as missing. Default 5m."),
    ];

    /// <summary>Keys below every connection.</summary>
    public static Items<KeyRule> OfConnection { get; } =
    [
        new("orders.release", Form.Section,
            "Release points; one with a payment beats one without, one with a channel beats one without, later beat " +
            "earlier."),
        new("orders.release[].at", Form.OneOf(ReleasePoints.Span), "The moment of release.", Required: true),
        new("orders.release[].channel", Form.Text, "Only in this channel. Default: any."),
        new("orders.release[].payment", Form.Text, "Only with this payment method. Default: any."),
        new("orders.expire", Form.Section,
            "How long an order may wait for its payment before the hub cancels it in this storefront; the most telling rule holds, as " +
            "for release. Default: for ever."),
        new("orders.expire[].after", Form.Duration, "How long, from when it was placed.", Required: true),
        new("orders.expire[].channel", Form.Text, "Only in this channel. Default: any."),
        new("orders.expire[].payment", Form.Text, "Only with this payment method. Default: any."),
        new("orders.approved_when", Form.Text.Many(),
            "States that count as approval where the release point is approved. Default: none, a person approves."),
        new("orders.implied", Form.OneOf(ConnectionRule.Steps.Span).Many(),
            "Steps that a shipment of this system implies where it did not report them. Default: all three; with [] it must report " +
            "packed before its shipments count."),
        new("orders.currencies", Form.Currency.Many(),
            "Currencies that it charges in; an order in another one is held, and a finding of the audit. Default: any; the audit expects " +
            "hub.currency."),
        new("orders.channels", Form.Section, "Channels that charge in one currency only, checked likewise. Default: any of the above."),
        new("orders.channels.*", Form.Currency, "The currency of that channel."),
    ];

    /// <summary>Keys of what a connection wants of the orders that it gets.</summary>
    public static Items<KeyRule> OfReceiver { get; } =
    [
        new("codes", Form.Section, "A storefront's words for the hub's, or the hub's for a receiver's."),
        .. CodeLists.SelectMany(list => new KeyRule[]
        {
            new($"codes.{list}", Form.Section, $"Words for {list}. Default: as they come."),
            new($"codes.{list}.*", Form.Text, "What that word means; * for every other."),
        }),
        new("books", Form.Section, "How a system with the role erp wants its sales forms."),
        new("books.accounts", Form.Section, "Accounts of the lines."),
        new("books.accounts.sales", Form.Text, "Goods. Default: none."),
        new("books.accounts.shipping", Form.Text, "Carriage. Default: as goods."),
        new("books.accounts.discount", Form.Text, "Discounts and adjustments. Default: as goods."),
        new("books.accounts.rounding", Form.Text, "Rounding lines. Default: as goods."),
        new("books.tax_codes", Form.Section, "Tax codes by the storefront's class or the rate in per cent."),
        new("books.tax_codes.*", Form.Text, "The receiver's code. Once there is one, every line must have one."),
        new("books.cost_centres", Form.Section, "Cost centres by channel."),
        new("books.cost_centres.*", Form.Text, "The cost centre; * for every other channel."),
        new("books.payments", Form.Section, "Accounts by payment method."),
        new("books.payments.*", Form.Text, "The account; * for every other method."),
        new("books.by_component", Form.Flag,
            "Whether kits, bundles and configurables are booked by their components. Default true."),
        new("books.rounding_max", Form.Number,
            "Largest rounding line that is no case. Default: a minor unit a line, and two."),
        new("requires", Form.Section, "The receiver's own rules, checked before anything is sent to it."),
        new("requires[].field", Form.OneOf(OrderFields.Paths.Span), "The field of the order.", Required: true),
        new("requires[].required", Form.Flag, "Whether it must not be empty. Default false."),
        new("requires[].max_length", Form.Whole, "The longest text that fits. Default: any."),
        new("requires[].one_of", Form.Text.Many(), "The only values there are. Default: any."),
        new("options", Form.Section, "What becomes of custom options on their way to a warehouse."),
        new("options.*", Form.Text, "By code or label: note, ignore, or field:NAME; * for every other option."),
        new("packing", Form.Text.Many(), "Traits of an order that are packing instructions. Default: none."),
    ];

    private static Items<string> CodeLists => ["countries", "currencies", "units", "shipping"];

    private static string LimitOf(string stage) => stage switch
    {
        "captured" or "accepted" or "allocated" or "packed" => "Default 1d.",
        "held" => "Default 4h.",
        "released" => "Default 15m.",
        "picked" => "Default 8h.",
        "shipped" => "Default 14d.",
        _ => "Default: no limit.",
    };
}
