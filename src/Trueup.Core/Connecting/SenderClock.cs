namespace Trueup.Core.Connecting;

/// <summary>
/// How far a sender's clock is believed. What is dated ahead would be newer than every figure until its moment comes, and a place would sell
/// too few until then: it counts from when the hub took it in, and is still known by the time that its sender gave it.
/// </summary>
public static class SenderClock
{
    /// <summary>How far ahead of the hub's clock a time may be before it is not believed.</summary>
    public static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(5);

    /// <summary>Whether a time is believed.</summary>
    /// <param name="at">The time that a sender gives, UTC.</param>
    /// <param name="now">When the hub took the message in, UTC: the same however often it is decided again.</param>
    public static bool IsCredible(DateTimeOffset at, DateTimeOffset now) => at <= now + AheadMax;

    /// <summary>A fact about an order that counts from when it happened, or from <paramref name="now"/> where its time is not believed.</summary>
    /// <param name="fact">The fact as its sender dates it.</param>
    /// <param name="now">When the hub took the message in, UTC.</param>
    public static Fact Believed(Fact fact, DateTimeOffset now) => fact switch
    {
        Fact.OrderStatusReported told when !IsCredible(told.At, now) => told with { At = now, DatedAt = told.At },
        Fact.Dispatched told when !IsCredible(told.At, now) => told with { At = now, DatedAt = told.At },
        Fact.ParcelTracked told when !IsCredible(told.At, now) => told with { At = now, DatedAt = told.At },
        Fact.CancellationReported told when !IsCredible(told.At, now) => told with { At = now, DatedAt = told.At },
        Fact.ReturnAuthorised told when !IsCredible(told.At, now) => told with { At = now, DatedAt = told.At },
        Fact.SaleCompleted told when !IsCredible(told.At, now) => told with { At = now, DatedAt = told.At },
        _ => fact,
    };

    /// <summary>What people call a fact about an order that a back office dates, and its time as it is told; null for any other.</summary>
    public static (string Name, DateTimeOffset At)? TimeOf(Fact fact) => fact switch
    {
        Fact.OrderStatusReported told => ("A status", told.At),
        Fact.Dispatched told => ("A dispatch", told.At),
        Fact.ParcelTracked told => ("A carrier's report", told.At),
        Fact.CancellationReported told => ("A cancellation", told.At),
        Fact.ReturnAuthorised told => ("A promised return", told.At),
        Fact.ReturnReceived told => ("A received return", told.At),
        Fact.ReturnInspected told => ("An inspected return", told.At),
        _ => null,
    };
}
