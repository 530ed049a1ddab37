using System.Buffers.Binary;
using System.Numerics;

namespace Trueup.Core.Values;

/// <summary>
/// A 128-bit hash that is the same in every process and on every machine: MurmurHash3 in its public-domain form for
/// 64-bit
/// machines. For identity and partitioning, never for secrets.
/// </summary>
public static class StableHash
{
    private const ulong First = 0x87c37b91114253d5;
    private const ulong Second = 0x4cf5ad432745937f;

    /// <summary>The hash of some bytes.</summary>
    /// <param name="bytes">What is hashed.</param>
    /// <param name="seed">Separates hashes of equal bytes with different meanings.</param>
    public static UInt128 Of(ReadOnlySpan<byte> bytes, ulong seed = 0)
    {
        unchecked
        {
            var low = seed;
            var high = seed;
            var rest = bytes;
            while (rest.Length >= 16)
            {
                low ^= Scramble(BinaryPrimitives.ReadUInt64LittleEndian(rest), First, 31, Second);
                low = ((BitOperations.RotateLeft(low, 27) + high) * 5) + 0x52dce729;
                high ^= Scramble(BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]), Second, 33, First);
                high = ((BitOperations.RotateLeft(high, 31) + low) * 5) + 0x38495ab5;
                rest = rest[16..];
            }

            if (!rest.IsEmpty)
            {
                Span<byte> tail = stackalloc byte[16];
                tail.Clear();
                rest.CopyTo(tail);
                low ^= Scramble(BinaryPrimitives.ReadUInt64LittleEndian(tail), First, 31, Second);
                high ^= Scramble(BinaryPrimitives.ReadUInt64LittleEndian(tail[8..]), Second, 33, First);
            }

            low ^= (ulong)bytes.Length;
            high ^= (ulong)bytes.Length;
            low += high;
            high += low;
            low = Finish(low);
            high = Finish(high);
            low += high;
            high += low;
            return new UInt128(high, low);
        }
    }

    /// <summary>The lower half of the hash of some bytes.</summary>
    public static ulong Of64(ReadOnlySpan<byte> bytes) => unchecked((ulong)Of(bytes));

    private static ulong Scramble(ulong word, ulong before, int turn, ulong after)
    {
        unchecked
        {
            return BitOperations.RotateLeft(word * before, turn) * after;
        }
    }

    private static ulong Finish(ulong word)
    {
        unchecked
        {
            word ^= word >> 33;
            word *= 0xff51afd7ed558ccd;
            word ^= word >> 33;
            word *= 0xc4ceb9fe1a85ec53;
            return word ^ (word >> 33);
        }
    }
}
