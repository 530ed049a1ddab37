using System.Globalization;
using System.Text.RegularExpressions;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>What a column holds, which decides how it compares.</summary>
internal abstract record Column<T>
{
    private Column()
    {
    }

    /// <summary>Whether a row meets a condition. Nothing meets one that the shop does not know.</summary>
    public virtual bool Matches(T row, SearchFilter filter) => filter.Condition switch
    {
        "null" => IsNull(row),
        "notnull" => !IsNull(row),
        _ when IsNull(row) => false,
        "eq" => Against(row, filter) == 0,
        "neq" => Against(row, filter) != 0,
        "gt" => Against(row, filter) > 0,
        "gteq" or "moreq" or "from" => Against(row, filter) >= 0,
        "lt" => Against(row, filter) < 0,
        "lteq" or "to" => Against(row, filter) <= 0,
        "in" or "finset" => IsOneOf(row, filter),
        "nin" => !IsOneOf(row, filter),
        _ => false,
    };

    /// <summary>Which of two rows comes first.</summary>
    public abstract int Compare(T one, T other);

    protected abstract bool IsNull(T row);

    /// <summary>How the row's value, which is none of nothing, compares with the filter's.</summary>
    protected abstract int Against(T row, SearchFilter filter);

    /// <summary>Whether the row's value is one of those that the filter lists.</summary>
    protected abstract bool IsOneOf(T row, SearchFilter filter);

    /// <summary>Text, compared without regard to letter case.</summary>
    public sealed record Text(Func<T, string?> Value) : Column<T>
    {
        public override bool Matches(T row, SearchFilter filter) => filter.Condition is "like" or "nlike"
            ? Value(row) is { } value && Like.IsMatch(value, filter.Value) == (filter.Condition is "like")
            : base.Matches(row, filter);

        public override int Compare(T one, T other) => StringComparer.OrdinalIgnoreCase.Compare(Value(one), Value(other));

        protected override bool IsNull(T row) => Value(row) is null;

        protected override int Against(T row, SearchFilter filter) => StringComparer.OrdinalIgnoreCase.Compare(Value(row), filter.Value);

        protected override bool IsOneOf(T row, SearchFilter filter) => filter.Texts.Contains(Value(row)!);
    }

    /// <summary>A number.</summary>
    public sealed record Number(Func<T, decimal?> Value) : Column<T>
    {
        public override int Compare(T one, T other) => Nullable.Compare(Value(one), Value(other));

        protected override bool IsNull(T row) => Value(row) is null;

        protected override int Against(T row, SearchFilter filter) => Nullable.Compare(Value(row), filter.Number);

        protected override bool IsOneOf(T row, SearchFilter filter) => filter.Numbers.Contains(Value(row).GetValueOrDefault());
    }

    /// <summary>A moment; a zone in the asked value is ignored, and what is no date at all comes before every moment.
    /// Source: adobe-commerce-observed.md §4.</summary>
    public sealed record Moment(Func<T, DateTimeOffset> Value) : Column<T>
    {
        public override int Compare(T one, T other) => Value(one).CompareTo(Value(other));

        protected override bool IsNull(T row) => false;

        protected override int Against(T row, SearchFilter filter) => Value(row).CompareTo(filter.Moment);

        protected override bool IsOneOf(T row, SearchFilter filter) => filter.Times.Contains(Value(row));
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
