using Trueup.Core.Values;

namespace Trueup.Core.Contract;

/// <summary>A postcode's number and place.</summary>
internal readonly record struct PostcodePlace(ulong Key, Coordinates At);

/// <summary>
/// The postcodes of one country in the order of their numbers. Longitudes are kept relative to the first of them, so that
/// a middle is right across the date line, too.
/// </summary>
internal sealed class CountryPostcodes
{
    /// <summary>One sum is kept for so many postcodes: a middle costs some hundred additions at most.</summary>
    private const int Stride = 64;

    private const int HalfTurn = 180_000_000;

    private readonly int _origin;
    private readonly ulong[] _keys;
    private readonly int[] _north;
    private readonly int[] _east;
    private readonly (long North, long East)[] _sums;

    /// <summary>Sorts the places, and takes those of one number together.</summary>
    public CountryPostcodes(List<PostcodePlace> places)
    {
        places.Sort(static (one, other) => one.Key.CompareTo(other.Key));
        _origin = places[0].At.MicroLongitude;
        var count = 0;
        for (var i = 0; i < places.Count; i++)
        {
            count += i == 0 || places[i].Key != places[i - 1].Key ? 1 : 0;
        }

        (_keys, _north, _east) = (new ulong[count], new int[count], new int[count]);
        _sums = new (long, long)[(count / Stride) + 1];
        Fill(places);
    }

    public int Count => _keys.Length;

    /// <summary>Where a postcode is; null where it is not known.</summary>
    public Coordinates? At(string code)
    {
        var place = Array.BinarySearch(_keys, PostcodeKey.Of(code));
        return place < 0 ? null : Of(_north[place], _east[place]);
    }

    /// <summary>The middle of the postcodes from one number to before another; null where there are none.</summary>
    public Coordinates? MiddleOf(ulong from, ulong before)
    {
        var (first, beyond) = (PlaceOf(from), PlaceOf(before));
        if (first == beyond)
        {
            return null;
        }

        var (low, high) = (SumBefore(first), SumBefore(beyond));
        var count = beyond - first;
        return Of((int)((high.North - low.North) / count), (int)((high.East - low.East) / count));
    }

    private void Fill(List<PostcodePlace> places)
    {
        var (sum, next) = ((North: 0L, East: 0L), 0);
        for (var i = 0; i < _keys.Length; i++)
        {
            var (first, north, east) = (next, 0L, 0L);
            for (; next < places.Count && places[next].Key == places[first].Key; next++)
            {
                north += places[next].At.MicroLatitude;
                east += Turned(places[next].At.MicroLongitude - _origin);
            }

            _keys[i] = places[first].Key;
            _north[i] = (int)(north / (next - first));
            _east[i] = (int)(east / (next - first));
            if (i % Stride == 0)
            {
                _sums[i / Stride] = sum;
            }

            sum = (sum.North + _north[i], sum.East + _east[i]);
        }
    }

    private (long North, long East) SumBefore(int place)
    {
        var block = Math.Min(place / Stride, (_keys.Length - 1) / Stride);
        var (north, east) = _sums[block];
        for (var i = block * Stride; i < place; i++)
        {
            north += _north[i];
            east += _east[i];
        }

        return (north, east);
    }

    private int PlaceOf(ulong key)
    {
        var place = Array.BinarySearch(_keys, key);
        return place < 0 ? ~place : place;
    }

    private Coordinates Of(int north, int east) => new(north, Turned(_origin + east));

    /// <summary>The same longitude within half a turn of zero.</summary>
    private static int Turned(int longitude) => longitude switch
    {
        > HalfTurn => longitude - (2 * HalfTurn),
        < -HalfTurn => longitude + (2 * HalfTurn),
        _ => longitude,
    };
}
