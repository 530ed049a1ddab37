using Trueup.Core.Values;
using Trueup.Settings;

namespace Trueup.Alerts;

/// <summary>The seasons in which trade is not as usual.</summary>
/// <param name="seasons">Those of the configuration.</param>
/// <param name="zone">The hub's time zone.</param>
public sealed class TradingCalendar(Items<TradingSeason> seasons, TimeZoneInfo zone)
{
    /// <summary>Whether a moment is in a season; an unknown one never is.</summary>
    /// <param name="season">A season of the configuration, <c>weekend</c>, or <c>month-end</c>: the last day of a month
    /// and the first of the next.</param>
    /// <param name="at">The moment.</param>
    public bool IsIn(string season, DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        var place = seasons.FindIndex(known => known.Name == season);
        return place >= 0
            ? day >= seasons[place].From && day <= seasons[place].To
            : season switch
            {
                "weekend" => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday,
                "month-end" => day.Day == 1 || day.AddDays(1).Day == 1,
                _ => false,
            };
    }

    /// <summary>The local time of a moment.</summary>
    public TimeOnly LocalTime(DateTimeOffset at) => TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>The hour of the week of a moment, 0 to 167, from midnight on Sunday.</summary>
    public int HourOfWeek(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return ((int)local.DayOfWeek * 24) + local.Hour;
    }
}
