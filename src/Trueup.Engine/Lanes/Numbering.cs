namespace Trueup.Engine.Lanes;

/// <summary>Gives few values that many rows repeat a number each, so that the rows hold no references.</summary>
/// <typeparam name="T">The kind of value.</typeparam>
internal sealed class Numbering<T>
    where T : notnull
{
    private const int LookedAtMax = 4;

    private readonly List<T> _values = [];
    private readonly Dictionary<T, int> _numbers = [];

    /// <summary>The value of a number.</summary>
    public T this[int number] => _values[number];

    /// <summary>The number of a value.</summary>
    public int Of(T value)
    {
        // Most estates have few of a kind, and looking at them is quicker than hashing.
        for (var i = 0; i < Math.Min(_values.Count, LookedAtMax); i++)
        {
            if (EqualityComparer<T>.Default.Equals(_values[i], value))
            {
                return i;
            }
        }

        if (!_numbers.TryGetValue(value, out var number))
        {
            _numbers[value] = number = _values.Count;
            _values.Add(value);
        }

        return number;
    }
}
