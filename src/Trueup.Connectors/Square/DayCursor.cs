using System.Globalization;

namespace Trueup.Connectors.Square;

/// <summary>Which of a store's days has been told.</summary>
/// <param name="Since">The first that is told at all.</param>
/// <param name="Next">The first that is not told yet.</param>
/// <param name="Again">So many of the days before the last one told are still to be read once more.</param>
internal sealed record DayPlace(DateOnly Since, DateOnly Next, int Again)
{
    /// <summary>
    /// Days that are read once more after the next one is told: offline sales may come up to 72 hours late (pos.md §3).
    /// </summary>
    public const int AgainMax = 3;

    /// <summary>The day to read now; null while the next is not over, and no earlier one is to be read again.</summary>
    /// <param name="today">The day that is not over yet.</param>
    public DateOnly? Due(DateOnly today) => Next < today ? Next : Again > 0 ? Next.AddDays(-1 - Again) : null;

    /// <summary>After the day that was due has been read.</summary>
    public DayPlace Past(DateOnly today) => Next < today
        ? this with { Next = Next.AddDays(1), Again = Math.Min(AgainMax, Next.DayNumber - Since.DayNumber) }
        : this with { Again = Again - 1 };
}

/// <summary>Where the reading of stores' days stands, by location.</summary>
internal sealed record DayCursor(IReadOnlyDictionary<string, DayPlace> Places)
{
    private const string DayForm = "yyyyMMdd";

    /// <summary>Reads a cursor that this connection has handed out; the very first is empty.</summary>
    /// <exception cref="FormatException">The text is no cursor.</exception>
    public static DayCursor Parse(string text)
    {
        var places = new SortedDictionary<string, DayPlace>(StringComparer.Ordinal);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = part.Split(':');
            if (fields.Length != 4 || DayOf(fields[1]) is not { } since || DayOf(fields[2]) is not { } next ||
                !int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var again))
            {
                throw new FormatException($"'{text}' is not a cursor of this connection.");
            }

            places[Uri.UnescapeDataString(fields[0])] = new DayPlace(since, next, again);
        }

        return new DayCursor(places);
    }

    /// <summary>The same, with another place for a location.</summary>
    public DayCursor With(string location, DayPlace place) => new(
        new SortedDictionary<string, DayPlace>(
            Places.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal)
        {
            [location] = place,
        });

    /// <inheritdoc/>
    public override string ToString() => string.Join(';', Places.Select(static pair => string.Create(
        CultureInfo.InvariantCulture,
        $"{Uri.EscapeDataString(pair.Key)}:{Text(pair.Value.Since)}:{Text(pair.Value.Next)}:{pair.Value.Again}")));

    private static string Text(DateOnly day) => day.ToString(DayForm, CultureInfo.InvariantCulture);

    private static DateOnly? DayOf(string text) =>
        DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
