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
        new("orders.approved_when", Form.Text.Many(),
            "States that count as approval where the release point is approved. Default: none, a person approves."),
    ];

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
