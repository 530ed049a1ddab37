using Trueup.Core.Values;

namespace Trueup.Demo.Trading;

/// <summary>A part of the day.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Name">Its name on the screen.</param>
/// <param name="Story">What happens, in one sentence.</param>
/// <param name="Length">How long it lasts; of phases that end by themselves, how long they may last.</param>
/// <param name="Beat">How busy everybody is.</param>
public sealed record Phase(PhaseKind Kind, string Name, string Story, TimeSpan Length, Beat Beat)
{
    /// <summary>The day, in order.</summary>
    /// <param name="stretch">How much longer the trading phases last than in the quick run.</param>
    public static Items<Phase> Day(int stretch) =>
    [
        new(PhaseKind.Load, "Load", "The warehouse reports everything it has; the shelves of both shops are filled.",
            TimeSpan.FromSeconds(60), Beat.Still),
        new(PhaseKind.Trade, "Trading", "Shoppers buy in both shops, the warehouse ships, lorries arrive, the till rings.",
            Seconds(13, stretch), new Beat(Orders: 9, HotOrders: 0, StockChanges: 40, Work: 60)),
        new(PhaseKind.FlashSale, "Flash sale", "Everybody wants the same eight things, in both shops and over the counter.",
            Seconds(6, stretch), new Beat(Orders: 3, HotOrders: 70, StockChanges: 30, Work: 60)),
        new(PhaseKind.Storm, "429 storm", "The first shop answers every call with 429 Too Many Requests; trade goes on.",
            TimeSpan.FromSeconds(4), new Beat(Orders: 6, HotOrders: 2, StockChanges: 40, Work: 60)),
        new(PhaseKind.Calm, "Recovery", "The shop takes calls again.",
            Seconds(2, stretch), new Beat(Orders: 6, HotOrders: 0, StockChanges: 20, Work: 60)),
        new(PhaseKind.Outage, "Outage", "The first shop's interface is gone; shoppers and warehouse know nothing of it.",
            TimeSpan.FromSeconds(5), new Beat(Orders: 5, HotOrders: 0, StockChanges: 40, Work: 60)),
        new(PhaseKind.Ghost, "Ghost stock", "Somebody types 250 pieces of a sold-out article into the shop.",
            Seconds(5, stretch), new Beat(Orders: 5, HotOrders: 0, StockChanges: 10, Work: 60)),
        new(PhaseKind.Office, "Office hours", "Cancellations, refunds, returns, and hands in the shop's admin.",
            Seconds(7, stretch), new Beat(Orders: 4, HotOrders: 0, StockChanges: 10, Work: 60)),
        new(PhaseKind.Quiet, "Closing time", "Nobody buys any more; the warehouse works its orders off.",
            TimeSpan.FromSeconds(40), new Beat(Orders: 0, HotOrders: 0, StockChanges: 0, Work: 80)),
        new(PhaseKind.Reckoning, "Reckoning", "Both ends are compared in full, and the books are opened.",
            TimeSpan.FromSeconds(30), Beat.Still),
    ];

    private static TimeSpan Seconds(int seconds, int stretch) => TimeSpan.FromSeconds(seconds * stretch);
}

/// <summary>Which part of the day.</summary>
public enum PhaseKind
{
    /// <summary>Opening stock goes to the shop; ends when it is there.</summary>
    Load,

    /// <summary>An ordinary day.</summary>
    Trade,

    /// <summary>A rush on few articles.</summary>
    FlashSale,

    /// <summary>The shop refuses every call.</summary>
    Storm,

    /// <summary>After the storm.</summary>
    Calm,

    /// <summary>The shop cannot be reached.</summary>
    Outage,

    /// <summary>Ghost stock is planted.</summary>
    Ghost,

    /// <summary>The shop's administration is at work.</summary>
    Office,

    /// <summary>Everything is worked off; ends when it is.</summary>
    Quiet,

    /// <summary>The full comparison; ends when shop and truth agree.</summary>
    Reckoning,
}

/// <summary>How busy everybody is, per second.</summary>
/// <param name="Orders">Orders of anything.</param>
/// <param name="HotOrders">Orders of what the flash sale is about.</param>
/// <param name="StockChanges">Changes of stock at the owners.</param>
/// <param name="Work">Orders that the warehouse can move on by one step.</param>
public sealed record Beat(int Orders, int HotOrders, int StockChanges, int Work)
{
    /// <summary>Nobody does anything.</summary>
    public static Beat Still { get; } = new(Orders: 0, HotOrders: 0, StockChanges: 0, Work: 0);
}
