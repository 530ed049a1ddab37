using System.Globalization;
using Trueup.Core.Values;

namespace Trueup.Engine.Views;

/// <summary>A page of a longer list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Next">What to ask for the next page after; null when this is the last.</param>
public sealed record Page<T>(Items<T> Items, string? Next);

/// <summary>Cuts lists into pages.</summary>
public static class Paging
{
    /// <summary>The smallest keys after a given one, in ordinal order.</summary>
    /// <param name="all">Everything that qualifies, in any order.</param>
    /// <param name="keyOf">The unique key of an item.</param>
    /// <param name="after">The last key of the page before; null for the first page.</param>
    /// <param name="limit">Items on the page, at least 1.</param>
    public static Page<T> Cut<T>(IEnumerable<T> all, Func<T, string> keyOf, string? after, int limit)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(keyOf);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var page = all
            .Where(item => after is null || string.CompareOrdinal(keyOf(item), after) > 0)
            .OrderBy(keyOf, StringComparer.Ordinal)
            .Take(limit + 1)
            .ToArray();
        return page.Length > limit
            ? new Page<T>(page[..limit].ToItems(), keyOf(page[limit - 1]))
            : new Page<T>(page.ToItems(), Next: null);
    }

    /// <summary>Whether a text may be a key that begins with so many digits and a hyphen, or is where everything begins.</summary>
    public static bool IsKey(string text, int digits)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 || (text.Length > digits + 1 && text[digits] == '-' && text.AsSpan(0, digits).IndexOfAnyExceptInRange('0', '9') < 0);
    }

    /// <summary>A key that puts the newest first.</summary>
    /// <param name="at">When it was, UTC.</param>
    /// <param name="id">What tells it from others of the same moment.</param>
    public static string NewestFirst(DateTimeOffset at, string id) =>
        string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks:d19}-{id}");
}
