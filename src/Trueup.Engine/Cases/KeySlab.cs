using System.Buffers;
using System.Text;

namespace Trueup.Engine.Cases;

/// <summary>
/// The keys of all cases, one after the other in UTF-8: a search over a million of them reads some sixty megabytes in
/// order, which takes a few milliseconds.
/// </summary>
internal sealed class KeySlab
{
    private const int ChunkBytes = 1 << 20;

    private readonly List<Chunk> _chunks = [];

    /// <summary>Keeps a key.</summary>
    public (int Chunk, int Offset, int Length) Add(string key, int slot)
    {
        var length = Encoding.UTF8.GetByteCount(key);
        if (_chunks.Count == 0 || _chunks[^1].Bytes.Length - _chunks[^1].Used < length + 1)
        {
            _chunks.Add(new Chunk(Math.Max(ChunkBytes, length + 1)));
        }

        var chunk = _chunks[^1];
        var offset = chunk.Used;
        Encoding.UTF8.GetBytes(key, chunk.Bytes.AsSpan(offset));
        chunk.Bytes[offset + length] = (byte)'\n';
        chunk.Used += length + 1;
        chunk.Starts.Add(offset);
        chunk.Slots.Add(slot);
        return (_chunks.Count - 1, offset, length);
    }

    /// <summary>The bytes of a key.</summary>
    public ReadOnlySpan<byte> Of(in CaseSlot slot) => _chunks[slot.Chunk].Bytes.AsSpan(slot.Offset, slot.Length);

    /// <summary>The slots whose key contains a text, in any letter case of a–z.</summary>
    public List<int> Find(string text)
    {
        var found = new List<int>();
        var sought = Encoding.UTF8.GetBytes(text);
        var needle = new byte[sought.Length];
        ToLower(sought, needle);
        foreach (var chunk in _chunks)
        {
            var lower = ArrayPool<byte>.Shared.Rent(chunk.Used);
            ToLower(chunk.Bytes.AsSpan(0, chunk.Used), lower);
            var rest = lower.AsSpan(0, chunk.Used);
            for (var at = 0; at < chunk.Used;)
            {
                var hit = rest[at..].IndexOf(needle);
                if (hit < 0)
                {
                    break;
                }

                var place = chunk.Starts.BinarySearch(at + hit);
                place = place < 0 ? ~place - 1 : place;
                found.Add(chunk.Slots[place]);
                at = place + 1 < chunk.Starts.Count ? chunk.Starts[place + 1] : chunk.Used;
            }

            ArrayPool<byte>.Shared.Return(lower);
        }

        return found;
    }

    private static void ToLower(ReadOnlySpan<byte> from, Span<byte> to)
    {
        while (!from.IsEmpty)
        {
            Ascii.ToLower(from, to, out var done);
            if (done == from.Length)
            {
                return;
            }

            // A byte beyond ASCII stays as it is.
            to[done] = from[done];
            from = from[(done + 1)..];
            to = to[(done + 1)..];
        }
    }

    private sealed class Chunk(int bytes)
    {
        public byte[] Bytes { get; } = new byte[bytes];

        public List<int> Starts { get; } = [];

        public List<int> Slots { get; } = [];

        public int Used { get; set; }
    }
}
