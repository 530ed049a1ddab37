using System.Globalization;

namespace Trueup.Connectors.AdobeCommerce.Observing;

/// <summary>
/// Where the reading of many pages stands, as text: the place among the SKUs asked for, the page, and what was counted.
/// </summary>
/// <param name="First">Place of the first SKU of the request; 0 when everything is read.</param>
/// <param name="Page">Page of the request; the first is 1.</param>
/// <param name="Total">What the first request counted; 0 when nothing needs counting.</param>
internal sealed record PageToken(int First, int Page, long Total = 0)
{
    public static readonly PageToken Start = new(First: 0, Page: 1);

    /// <summary>Reads a token that this connection has handed out; empty text is the start.</summary>
    /// <exception cref="FormatException">The text is no token.</exception>
    public static PageToken Parse(string text)
    {
        if (text.Length == 0)
        {
            return Start;
        }

        var parts = text.Split(':');
        return parts.Length == 3
            ? new PageToken(
                int.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture),
                int.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture),
                long.Parse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture))
            : throw new FormatException($"'{text}' is not a page token of this connection.");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}:{Page}:{Total}");
}
