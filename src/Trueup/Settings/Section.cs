using System.Globalization;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>
/// A piece of the file while it is turned into values. Absent and malformed pieces read as null alike: what is
/// malformed was noted by <see cref="KeyCheck"/> already.
/// </summary>
internal sealed class Section(Node? node, Place place, string path, ProblemList problems)
{
    /// <summary>Where it begins; for an absent piece, where it could have stood.</summary>
    public Place Place => place;

    /// <summary>Dotted path from the root.</summary>
    public string Path => path;

    /// <summary>Whether anything stands here.</summary>
    public bool Exists => node is not null;

    /// <summary>The piece itself.</summary>
    public Node? Node => node;

    /// <summary>The value as written: safe to quote.</summary>
    public string Written => (node as Node.Scalar)?.Written ?? "";

    /// <summary>The resolved value.</summary>
    public string? Text => (node as Node.Scalar)?.Text;

    /// <summary>The value as whatever it must be; null when absent or of another form.</summary>
    public decimal? Number => Notation.TryNumber(Text ?? "", out var number) ? number : null;

    /// <inheritdoc cref="Number"/>
    public Quantity? Quantity =>
        Number is { } number && Core.Values.Quantity.TryOf(number, out var quantity) ? quantity : null;

    /// <inheritdoc cref="Number"/>
    public decimal? Share => Notation.TryPercentage(Text ?? "", out var share) ? share : null;

    /// <inheritdoc cref="Number"/>
    public TimeSpan? Duration => Notation.TryDuration(Text ?? "", out var duration) ? duration : null;

    /// <inheritdoc cref="Number"/>
    public TimeOnly? Time => Notation.TryTime(Text ?? "", out var time) ? time : null;

    /// <inheritdoc cref="Number"/>
    public int? Whole =>
        int.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole : null;

    /// <inheritdoc cref="Number"/>
    public Uri? Url => Uri.TryCreate(Text, UriKind.Absolute, out var address) ? address : null;

    /// <inheritdoc cref="Number"/>
    public TimeZoneInfo? TimeZone => TimeZoneInfo.TryFindSystemTimeZoneById(Text ?? "", out var zone) ? zone : null;

    /// <inheritdoc cref="Number"/>
    public long? Bytes => Notation.TrySize(Text ?? "", out var bytes) ? bytes : null;

    /// <inheritdoc cref="Number"/>
    public Rate? Rate => Notation.TryRate(Text ?? "", out var rate) ? rate : null;

    /// <summary>What stands below a key; an absent piece when nothing does.</summary>
    public Section this[string key]
    {
        get
        {
            var below = path.Length == 0 ? key : $"{path}.{key}";
            var entry = (node as Node.Map)?.Entries.FirstOrDefault(entry => entry.Key == key);
            return new Section(entry?.Value, entry?.Value.Place ?? place, below, problems);
        }
    }

    /// <summary>Names with what stands below them; a doubled name once.</summary>
    public IEnumerable<(string Name, Section Below)> Named =>
        ((node as Node.Map)?.Entries ?? []).DistinctBy(entry => entry.Key, StringComparer.Ordinal)
        .Select(entry => (entry.Key, new Section(entry.Value, entry.KeyPlace, $"{path}.{entry.Key}", problems)));

    /// <summary>Members of a list; a single value counts as a list of one.</summary>
    public IEnumerable<Section> Members => node switch
    {
        Node.List list => list.Members.Select((each, i) => new Section(each, each.Place, $"{path}[{i}]", problems)),
        Node.Scalar { Written.Length: > 0 } => [this],
        _ => [],
    };

    /// <summary>The resolved values of a list.</summary>
    public IEnumerable<string> Texts => Members.Select(member => member.Text).OfType<string>();

    /// <summary>Notes here something the hub cannot start with.</summary>
    public void Error(string message) => problems.Error(place, path, message);

    /// <summary>Notes here something that was probably not meant.</summary>
    public void Warn(string message) => problems.Warn(place, path, message);

    /// <summary>The duration here; null, with a problem noted, when it is zero.</summary>
    public TimeSpan? DurationAboveZero()
    {
        if (Duration == TimeSpan.Zero)
        {
            Error("must be longer than nothing");
            return null;
        }

        return Duration;
    }
}
