namespace Trueup.Engine.Lanes;

/// <summary>Gives few values that many rows repeat a number each, so that the rows hold no references.</summary>
/// <typeparam name="T">The kind of value.</typeparam>
internal sealed class Numbering<T>
    where T : notnull
{
    private readonly List<T> _values = [];
    private readonly Dictionary<T, int> _numbers = [];

    /// <summary>The value of a number.</summary>
    public T this[int number] => _values[number];

    /// <summary>The number of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="guess">The number that it probably has.</param>
    public int Of(T value, int guess)
    {
        if (guess < _values.Count && EqualityComparer<T>.Default.Equals(_values[guess], value))
        {
            return guess;
        }

        if (!_numbers.TryGetValue(value, out var number))
        {
            _numbers[value] = number = _values.Count;
            _values.Add(value);
        }

        return number;
    }
}
