using Trueup.Core.Values;
using Trueup.Demo.Trading;

namespace Trueup.Demo.Screens;

/// <summary>What there is to see of the day at a moment.</summary>
/// <param name="Phases">The parts of the day.</param>
/// <param name="Playing">The part that is being played; null before the first and after the last.</param>
/// <param name="Elapsed">Time since the beginning.</param>
/// <param name="Parity">Share of SKUs that the shop offers exactly as it must, 0 to 1: worked out from the books, not
/// asked of the hub.</param>
/// <param name="Trade">What people did.</param>
/// <param name="Traffic">What went over the network.</param>
/// <param name="Hub">How the hub says that it fares.</param>
/// <param name="Exceptions">Open exceptions, newest first.</param>
public sealed record Glance(
    Items<Phase> Phases,
    Phase? Playing,
    TimeSpan Elapsed,
    decimal Parity,
    TradeGlance Trade,
    TrafficGlance Traffic,
    HubStatus Hub,
    Items<HubCase> Exceptions);

/// <summary>What people did.</summary>
/// <param name="Placed">Orders placed.</param>
/// <param name="TurnedAway">Shoppers told that it is sold out.</param>
/// <param name="Shipped">Dispatches of warehouse and store.</param>
/// <param name="GivenBack">Orders cancelled, refunded or returned.</param>
/// <param name="StockChanges">Changes of stock at the owners.</param>
/// <param name="Oversold">Orders for more than was left to promise.</param>
public sealed record TradeGlance(
    int Placed, int TurnedAway, int Shipped, int GivenBack, int StockChanges, int Oversold);

/// <summary>What went over the network.</summary>
/// <param name="Pushed">Events pushed by the owners.</param>
/// <param name="Accepted">Those that the hub has on disk.</param>
/// <param name="Calls">Calls to the shop.</param>
/// <param name="Refused">Those answered 429.</param>
/// <param name="WrongNow">SKUs that the shop is wrong about at this moment.</param>
public sealed record TrafficGlance(long Pushed, long Accepted, long Calls, long Refused, int WrongNow);
