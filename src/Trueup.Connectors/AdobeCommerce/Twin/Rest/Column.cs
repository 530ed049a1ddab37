using System.Globalization;
using System.Text.RegularExpressions;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>What a column holds, which decides how it compares.</summary>
internal abstract record Column<T>
{
    private Column()
    {
    }

    public abstract bool Matches(T row, SearchFilter filter);

    /// <summary>Which of two rows comes first.</summary>
    public abstract int Compare(T one, T other);

    /// <summary>Text, compared without regard to letter case.</summary>
    public sealed record Text(Func<T, string?> Value) : Column<T>
    {
        public override bool Matches(T row, SearchFilter filter)
        {
            var value = Value(row);
            if (filter.Condition is "in" && value is not null)
            {
                return filter.Texts.Contains(value);
            }

            return filter.Condition is "like" or "nlike"
                ? value is not null && Like.IsMatch(value, filter.Value) == (filter.Condition is "like")
                : Comparison.Holds(filter, value is null, v => StringComparer.OrdinalIgnoreCase.Compare(value, v));
        }

        public override int Compare(T one, T other) => StringComparer.OrdinalIgnoreCase.Compare(Value(one), Value(other));
    }

    /// <summary>A number.</summary>
    public sealed record Number(Func<T, decimal?> Value) : Column<T>
    {
        public override bool Matches(T row, SearchFilter filter)
        {
            var value = Value(row);
            if (filter.Condition is "in" && value is { } number)
            {
                return filter.Numbers.Contains(number);
            }

            return Comparison.Holds(filter, value is null, v => value.GetValueOrDefault().CompareTo(
                ReferenceEquals(v, filter.Value) ? filter.Number : SearchFilter.NumberOf(v)));
        }

        public override int Compare(T one, T other) => Nullable.Compare(Value(one), Value(other));
    }

    /// <summary>A moment; a zone in the asked value is ignored, and what is no date at all comes before every moment.
    /// Source: adobe-commerce-observed.md §4.</summary>
    public sealed record Moment(Func<T, DateTimeOffset> Value) : Column<T>
    {
        public override bool Matches(T row, SearchFilter filter) =>
            Comparison.Holds(filter, isNull: false, v => Value(row).CompareTo(
                ReferenceEquals(v, filter.Value) ? filter.Moment : Moments.Parse(v)));

        public override int Compare(T one, T other) => Value(one).CompareTo(Value(other));
    }
}

/// <summary>Moments as a filter names them.</summary>
internal static class Moments
{
    private static readonly string[] Formats = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd"];

    public static DateTimeOffset Parse(string text) => DateTime.TryParseExact(
        text.Length > 19 ? text[..19] : text,
        Formats,
        CultureInfo.InvariantCulture,
        DateTimeStyles.None,
        out var moment)
        ? new DateTimeOffset(moment, TimeSpan.Zero)
        : DateTimeOffset.MinValue;
}

/// <summary>The conditions a filter can name.</summary>
internal static class Comparison
{
    /// <summary>Whether a condition holds, given how the row's value compares with another. Nothing matches a
    /// condition that the shop does not know.</summary>
    public static bool Holds(SearchFilter filter, bool isNull, Func<string, int> compare) => filter.Condition switch
    {
        "null" => isNull,
        "notnull" => !isNull,
        _ when isNull => false,
        "eq" => compare(filter.Value) == 0,
        "neq" => compare(filter.Value) != 0,
        "gt" => compare(filter.Value) > 0,
        "gteq" or "moreq" or "from" => compare(filter.Value) >= 0,
        "lt" => compare(filter.Value) < 0,
        "lteq" or "to" => compare(filter.Value) <= 0,
        "in" or "finset" => Array.Exists(filter.Value.Split(','), v => compare(v) == 0),
        "nin" => !Array.Exists(filter.Value.Split(','), v => compare(v) == 0),
        _ => false,
    };
}

/// <summary>SQL's LIKE: <c>%</c> is anything, <c>_</c> is one character.</summary>
internal static class Like
{
    public static bool IsMatch(string value, string pattern) => Regex.IsMatch(
        value,
        "^" + Regex.Escape(pattern).Replace("%", ".*", StringComparison.Ordinal).Replace('_', '.') + "$",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant
            | RegexOptions.NonBacktracking,
        TimeSpan.FromSeconds(1));
}
