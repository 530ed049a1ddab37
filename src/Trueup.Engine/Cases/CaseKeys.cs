using System.Buffers;
using System.Numerics;
using System.Text;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Cases;

/// <summary>
/// The narrow part of every case's key, SKU and order, one after the other in UTF-8, in the order of the slots: a search
/// over a million of them reads some fifteen megabytes in order, which takes a few milliseconds. The wide part is its
/// cell's.
/// </summary>
internal sealed class CaseKeys(CaseSlots slots)
{
    /// <summary>Between SKU and order, as in the key.</summary>
    public const byte Between = (byte)'|';

    private const byte Behind = (byte)'\n';
    private const int ChunkBits = 20;
    private const int ChunkSize = 1 << ChunkBits;

    private readonly List<Chunk> _chunks = [];

    /// <summary>Keeps what is narrow of the key of the newest slot.</summary>
    public void Add(ref CaseSlot slot, string? sku, string? order)
    {
        slot.SkuBytes = sku is null ? CaseSlot.None : Encoding.UTF8.GetByteCount(sku);
        slot.OrderBytes = order is null ? CaseSlot.None : Encoding.UTF8.GetByteCount(order);
        var room = Room(ref slot);
        Encoding.UTF8.GetBytes(sku, room);
        room[Math.Max(slot.SkuBytes, 0)] = Between;
        Encoding.UTF8.GetBytes(order, room[(Math.Max(slot.SkuBytes, 0) + 1)..]);
    }

    /// <summary>Keeps what was kept of a slot elsewhere; slots come in order.</summary>
    public void Add(ref CaseSlot slot, ReadOnlySpan<byte> key) => key.CopyTo(Room(ref slot));

    /// <summary>SKU and order of a slot, with a bar between.</summary>
    public ReadOnlySpan<byte> Of(in CaseSlot slot) =>
        _chunks[(int)(slot.KeyAt >> ChunkBits)].Bytes.AsSpan((int)(slot.KeyAt & (ChunkSize - 1)), LengthOf(slot));

    /// <summary>The SKU and the order of a slot.</summary>
    public (string? Sku, string? Order) Read(in CaseSlot slot)
    {
        var key = Of(slot);
        return (
            slot.SkuBytes < 0 ? null : Encoding.UTF8.GetString(key[..slot.SkuBytes]),
            slot.OrderBytes < 0 ? null : Encoding.UTF8.GetString(key[(Math.Max(slot.SkuBytes, 0) + 1)..]));
    }

    /// <summary>Adds the slots in whose narrow key a text occurs, in any letter case of a–z.</summary>
    public void Find(string text, SlotSet found)
    {
        var needle = Lower(Encoding.UTF8.GetBytes(text));
        var slot = 0;
        for (var number = 0; number < _chunks.Count; number++)
        {
            var used = _chunks[number].Used;
            var lower = ArrayPool<byte>.Shared.Rent(used);
            ToLower(_chunks[number].Bytes.AsSpan(0, used), lower);
            for (var at = 0; at < used;)
            {
                var hit = lower.AsSpan(at, used - at).IndexOf(needle);
                if (hit < 0)
                {
                    break;
                }

                slot = SlotAt(((uint)number << ChunkBits) + (uint)(at + hit), slot);
                var end = (int)(slots[slot].KeyAt & (ChunkSize - 1)) + LengthOf(slots[slot]);
                if (at + hit + needle.Length <= end)
                {
                    found.Add(slot);
                }

                at = end + 1;
            }

            ArrayPool<byte>.Shared.Return(lower);
        }
    }

    /// <summary>A text in lower case, as far as that is a–z.</summary>
    public static byte[] Lower(ReadOnlySpan<byte> text)
    {
        var lower = new byte[text.Length];
        ToLower(text, lower);
        return lower;
    }

    private static int LengthOf(in CaseSlot slot) => Math.Max(slot.SkuBytes, 0) + 1 + Math.Max(slot.OrderBytes, 0);

    private Span<byte> Room(ref CaseSlot slot)
    {
        var length = LengthOf(slot);
        if (_chunks.Count == 0 || _chunks[^1].Bytes.Length - _chunks[^1].Used < length + 1)
        {
            _chunks.Add(new Chunk(Math.Max(ChunkSize, length + 1)));
        }

        var chunk = _chunks[^1];
        slot.KeyAt = checked((uint)(((long)(_chunks.Count - 1) << ChunkBits) + chunk.Used));
        chunk.Bytes[chunk.Used + length] = Behind;
        chunk.Used += length + 1;
        return chunk.Bytes.AsSpan(chunk.Used - length - 1, length);
    }

    /// <summary>The slot whose key lies at an address, from one at or before it on: hits come in order, and often close
    /// together, so the first steps are short.</summary>
    private int SlotAt(uint address, int from)
    {
        var (low, step) = (from, 1);
        while (low + step < slots.Used && slots[low + step].KeyAt <= address)
        {
            (low, step) = (low + step, step * 2);
        }

        for (step = (int)BitOperations.RoundUpToPowerOf2((uint)step); step > 0; step /= 2)
        {
            if (low + step < slots.Used && slots[low + step].KeyAt <= address)
            {
                low += step;
            }
        }

        return low;
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
        public byte[] Bytes { get; } = Flat.Rows<byte>(bytes);

        public int Used { get; set; }
    }
}
