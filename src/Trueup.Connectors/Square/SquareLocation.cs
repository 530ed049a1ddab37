namespace Trueup.Connectors.Square;

/// <summary>A location of an account: a store.</summary>
/// <param name="Id">Square's id.</param>
/// <param name="IsActive">Whether it is trading.</param>
/// <param name="TimeZone">The IANA name of its time zone; null where Square does not say.</param>
/// <param name="Currency">ISO 4217 code of its transactions; null where Square does not say.</param>
internal sealed record SquareLocation(string Id, bool IsActive, string? TimeZone, string? Currency)
{
    /// <summary>Its time zone; null where none is named, or one that is not known here.</summary>
    public TimeZoneInfo? Zone => StoreTime.ZoneOf(TimeZone);
}

/// <summary>When the days of a store begin and end.</summary>
internal static class StoreTime
{
    private const int StepMinutes = 15;

    /// <summary>The time zone of a name; null where it is not known here.</summary>
    public static TimeZoneInfo? ZoneOf(string? name) =>
        name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    /// <summary>The day that a moment belongs to.</summary>
    public static DateOnly DayOf(DateTimeOffset at, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>The first moment of a day. Clocks may skip midnight, and show it twice: then it is the first.</summary>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(StepMinutes);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
