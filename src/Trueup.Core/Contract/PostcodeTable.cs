using Trueup.Core.Values;

namespace Trueup.Core.Contract;

/// <summary>How well a postcode is known.</summary>
public enum PostcodeReach
{
    /// <summary>It is in the table.</summary>
    Exact,

    /// <summary>What it begins with is: a district, or the middle of all that begin so.</summary>
    Area,

    /// <summary>Only its country is: the middle of all postcodes there.</summary>
    Country,
}

/// <summary>Where a postcode is.</summary>
/// <param name="At">The place.</param>
/// <param name="Found">What was found in the table: the postcode, its beginning (<c>LS1*</c> for all that begin so), or
/// the country.</param>
/// <param name="Reach">How well it is known.</param>
public sealed record PostcodeMatch(Coordinates At, string Found, PostcodeReach Reach);

/// <summary>
/// Where postcodes are. Sixteen bytes a postcode: two million take 32 MB. Immutable, so what it answers is always the
/// same.
/// </summary>
public sealed class PostcodeTable
{
    private readonly Dictionary<string, CountryPostcodes> _countries;

    private PostcodeTable(Dictionary<string, CountryPostcodes> countries) => _countries = countries;

    /// <summary>Number of postcodes, one that has several places counted once.</summary>
    public int Count => _countries.Values.Sum(country => country.Count);

    /// <summary>Where a postcode is: itself, else what it begins with, the longer the better, else its country; null where
    /// the country is not in the table.</summary>
    /// <param name="country">ISO 3166 code of two letters.</param>
    /// <param name="postcode">The postcode as written; none for the country.</param>
    public PostcodeMatch? Find(string country, string postcode)
    {
        ArgumentNullException.ThrowIfNull(country);
        ArgumentNullException.ThrowIfNull(postcode);
        if (!_countries.TryGetValue(country, out var known))
        {
            return null;
        }

        var written = PostcodeKey.Written(country, postcode);
        for (var length = written.Length; length >= PostcodeKey.LeastOf(country, written) && length > 0; length--)
        {
            var begin = written[..length];
            var code = begin.TrimEnd();
            if (known.At(code) is { } place)
            {
                return new PostcodeMatch(place, code, code == written ? PostcodeReach.Exact : PostcodeReach.Area);
            }

            if (known.MiddleOf(PostcodeKey.Of(begin), PostcodeKey.After(begin)) is { } middle)
            {
                return new PostcodeMatch(middle, $"{code}*", PostcodeReach.Area);
            }
        }

        return known.MiddleOf(0, ulong.MaxValue) is { } all ? new PostcodeMatch(all, country, PostcodeReach.Country) : null;
    }

    /// <summary>Collects postcodes for a table. For use by one thread.</summary>
    public sealed class Builder
    {
        private readonly Dictionary<string, List<PostcodePlace>> _countries = new(StringComparer.Ordinal);

        /// <summary>Adds a postcode; one that is added twice is in the middle of its places. False where nothing of it can
        /// be read.</summary>
        /// <param name="country">ISO 3166 code of two letters.</param>
        /// <param name="postcode">The postcode as written.</param>
        /// <param name="at">Where it is.</param>
        public bool Add(string country, ReadOnlySpan<char> postcode, Coordinates at)
        {
            ArgumentNullException.ThrowIfNull(country);
            var written = PostcodeKey.Written(country, postcode);
            if (written.Length == 0)
            {
                return false;
            }

            if (!_countries.TryGetValue(country, out var places))
            {
                _countries[country] = places = [];
            }

            places.Add(new PostcodePlace(PostcodeKey.Of(written), at));
            return true;
        }

        /// <summary>The table; null where nothing was added.</summary>
        public PostcodeTable? Build() => _countries.Count == 0
            ? null
            : new PostcodeTable(_countries.ToDictionary(
                pair => pair.Key, pair => new CountryPostcodes(pair.Value), StringComparer.Ordinal));
    }
}
