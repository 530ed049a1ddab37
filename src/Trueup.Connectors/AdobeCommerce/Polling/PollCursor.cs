using System.Globalization;
using Trueup.Connectors.AdobeCommerce.Reading;

namespace Trueup.Connectors.AdobeCommerce.Polling;

/// <summary>
/// Where the polling of a list stands. Pages are not counted from the front: each asks for what changed since the last
/// record's time, so a record that changes meanwhile moves to the end and is read there, and no neighbour slips through
/// (adobe-commerce.md §4.3). Only where one second holds more than a page does the page number rise.
/// </summary>
/// <param name="Phase">What the next request belongs to.</param>
/// <param name="From">Records of this time and later are asked for, in the shop's form; empty for all.</param>
/// <param name="Page">Page of the request; the first is 1.</param>
/// <param name="Peak">The latest time read so far.</param>
/// <param name="Floor">Since when the list is followed: no request reaches back before this time, unless the list has a reach of its
/// own; empty for no such limit.</param>
internal readonly record struct PollCursor(PollPhase Phase, string From, int Page, string Peak, string Floor)
{
    /// <summary>Begins to follow a list from a time on; empty for all of it.</summary>
    public static PollCursor Following(string from) => new(PollPhase.Resting, from, Page: 1, Peak: from, Floor: from);

    /// <summary>Begins with what is open in the shop, to follow all changes later.</summary>
    public static PollCursor FirstOpen(DateTimeOffset now) =>
        // Whatever the clocks of shop and hub differ by, up to a day, no change is lost between the two readings.
        new(PollPhase.Open, From: "", Page: 1, Peak: ShopTime.Write(now.AddDays(-1)), Floor: "");

    /// <summary>The shop has no such list: it is not asked again for a day, and then from where the cursor stood.</summary>
    public PollCursor Absent(DateTimeOffset now) => this with { Phase = PollPhase.Absent, From = ShopTime.Write(now.AddDays(1)), Page = 1 };

    /// <summary>Whether the shop is known to have no such list, and is not to be asked yet.</summary>
    public bool IsAbsentAt(DateTimeOffset now) =>
        Phase == PollPhase.Absent && string.CompareOrdinal(ShopTime.Write(now), From) < 0;

    /// <summary>The cursor of a new round: it reaches back by the overlap. A round under way goes on.</summary>
    /// <param name="overlap">How far it reaches back.</param>
    /// <param name="isBelowFloor">Whether it may reach back to before the list was first followed.</param>
    public PollCursor Begin(TimeSpan overlap, bool isBelowFloor = false)
    {
        if (Phase is not (PollPhase.Resting or PollPhase.Absent))
        {
            return this;
        }

        var from = ShopTime.Read(Peak) is { } peak && peak.UtcTicks > overlap.Ticks
            ? ShopTime.Write(peak - overlap)
            : Peak;
        return this with
        {
            Phase = PollPhase.Round,
            From = !isBelowFloor && string.CompareOrdinal(from, Floor) < 0 ? Floor : from,
            Page = 1,
        };
    }

    /// <summary>The cursor after a page.</summary>
    /// <param name="last">Time of the page's last record; empty when it had none.</param>
    /// <param name="more">Whether there are records after the page.</param>
    public PollCursor After(string last, bool more)
    {
        var peak = string.CompareOrdinal(last, Peak) > 0 ? last : Peak;
        if (!more)
        {
            return this with { Phase = PollPhase.Resting, From = peak, Page = 1, Peak = peak };
        }

        return string.CompareOrdinal(last, From) > 0
            ? this with { From = last, Page = 1, Peak = peak }
            : this with { Page = Page + 1, Peak = peak };
    }

    /// <summary>Reads a cursor that this connection has handed out.</summary>
    /// <exception cref="FormatException">The text is no cursor.</exception>
    public static PollCursor Parse(string text)
    {
        var parts = text.Split('|');
        return parts.Length == 5 && Enum.TryParse<PollPhase>(parts[0], out var phase) &&
               int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            ? new PollCursor(phase, parts[1], page, parts[3], parts[4])
            : throw new FormatException($"'{text}' is not a cursor of this connection.");
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Phase}|{From}|{Page}|{Peak}|{Floor}");
}

/// <summary>What a request of a poll belongs to. The names are on disk, in cursors.</summary>
internal enum PollPhase
{
    /// <summary>Nothing: the next request begins a round.</summary>
    Resting,

    /// <summary>A round of changes is under way.</summary>
    Round,

    /// <summary>The very first reading, of what is open, is under way.</summary>
    Open,

    /// <summary>Nothing: the shop has no such list.</summary>
    Absent,
}
