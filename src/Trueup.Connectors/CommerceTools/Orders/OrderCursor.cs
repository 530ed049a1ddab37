using Trueup.Connectors.CommerceTools.Calling;

namespace Trueup.Connectors.CommerceTools.Orders;

/// <summary>
/// Where a reading by time stands. The true upper bound is kept and the overlap taken off when a round begins, once
/// (commercetools.md §8: kept together they crept backwards, or left gaps).
/// </summary>
/// <param name="Phase">What the next request belongs to.</param>
/// <param name="Time">The time of the last row read, in the platform's form.</param>
/// <param name="Id">Id of the last row read at that time; empty at the beginning of a round.</param>
/// <param name="Peak">The latest time read so far.</param>
internal readonly record struct OrderCursor(char Phase, string Time, string Id, string Peak)
{
    private const char Resting = 'R';
    private const char Round = 'P';
    private const char Open = 'O';

    /// <summary>Whether what is open is read for the first time.</summary>
    public bool IsFirst => Phase == Open;

    /// <summary>A cursor that this connection has handed out, or the first.</summary>
    /// <exception cref="FormatException">The text is no cursor.</exception>
    public static OrderCursor Parse(string text, DateTimeOffset now)
    {
        if (text.Length == 0)
        {
            // Whatever the clocks of both sides differ by, up to a day, no change is lost between the two readings.
            return new OrderCursor(Open, Time: "", Id: "", Peak: Loose.Moment(now.AddDays(-1)));
        }

        return text.Split('|') is [{ Length: 1 } phase, var time, var id, var peak]
            ? new OrderCursor(phase[0], time, id, peak)
            : throw new FormatException($"'{text}' is not a cursor of this connection.");
    }

    /// <summary>Begins at a moment, without reading what is open.</summary>
    public static OrderCursor From(DateTimeOffset time) => new(Resting, Time: "", Id: "", Loose.Moment(time));

    /// <summary>The cursor of a new round: it reaches back by the overlap. A round under way goes on.</summary>
    public OrderCursor Begin(TimeSpan overlap) => Phase != Resting
        ? this
        : this with
        {
            Phase = Round,
            Time = DateTimeOffset.TryParse(
                Peak, System.Globalization.CultureInfo.InvariantCulture,
                System.Globalization.DateTimeStyles.AssumeUniversal, out var peak)
                ? Loose.Moment(peak - overlap)
                : Peak,
            Id = "",
        };

    /// <summary>The cursor after a page.</summary>
    public OrderCursor After(string time, string id, bool more)
    {
        var peak = Phase == Round && string.CompareOrdinal(time, Peak) > 0 ? time : Peak;
        return more
            ? this with { Time = time, Id = id, Peak = peak }
            : new OrderCursor(Resting, Time: "", Id: "", peak);
    }

    public override string ToString() => $"{Phase}|{Time}|{Id}|{Peak}";
}
