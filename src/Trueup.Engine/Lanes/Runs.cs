namespace Trueup.Engine.Lanes;

/// <summary>
/// Short rows of values beside one another in a few large arrays: a million rows are no objects of their own, so the
/// garbage collector has nothing to follow. A row that was given back is used again for one of the same length.
/// </summary>
/// <typeparam name="T">The kind of value.</typeparam>
/// <param name="chunkBits">How many values lie in one array, as a power of two.</param>
internal sealed class Runs<T>(int chunkBits = 12)
    where T : unmanaged
{
    private readonly List<T[]> _chunks = [];
    private readonly Dictionary<int, Stack<int>> _free = [];
    private int _next;

    private int ChunkSize => 1 << chunkBits;

    /// <summary>The values of a row.</summary>
    /// <param name="at">Where it is.</param>
    /// <param name="count">How many it has.</param>
    public Span<T> Row(int at, int count) =>
        count == 0 ? default : _chunks[at >> chunkBits].AsSpan(at & (ChunkSize - 1), count);

    /// <summary>The values of a row, to be read later: until it changes.</summary>
    /// <param name="at">Where it is.</param>
    /// <param name="count">How many it has.</param>
    public ReadOnlyMemory<T> Memory(int at, int count) =>
        count == 0 ? default : _chunks[at >> chunkBits].AsMemory(at & (ChunkSize - 1), count);

    /// <summary>Makes a row of another length out of one; of the same length it stays where it is, and as it is.</summary>
    /// <param name="at">Where it is.</param>
    /// <param name="count">How many values it has; 0 for none.</param>
    /// <param name="wanted">How many it is to have; they must be set.</param>
    /// <returns>Where it is now.</returns>
    public int Resize(int at, int count, int wanted)
    {
        if (wanted == count)
        {
            return at;
        }

        GiveBack(at, count);
        return Take(wanted);
    }

    /// <summary>Gives a row back.</summary>
    public void GiveBack(int at, int count)
    {
        if (count == 0)
        {
            return;
        }

        if (!_free.TryGetValue(count, out var free))
        {
            _free[count] = free = [];
        }

        free.Push(at);
    }

    private int Take(int count)
    {
        if (count == 0)
        {
            return 0;
        }

        if (_free.TryGetValue(count, out var free) && free.TryPop(out var again))
        {
            return again;
        }

        // A row lies in one chunk: what is left of the last one is let go. One that is longer has a chunk of its own.
        if ((_next & (ChunkSize - 1)) + count > ChunkSize)
        {
            _next = _chunks.Count << chunkBits;
        }

        if (_next >> chunkBits == _chunks.Count)
        {
            _chunks.Add(Flat.Rows<T>(Math.Max(ChunkSize, count)));
        }

        var taken = _next;
        _next += Math.Min(count, ChunkSize);
        return taken;
    }
}
