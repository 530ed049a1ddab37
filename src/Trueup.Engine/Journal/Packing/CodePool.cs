using System.Text;

namespace Trueup.Engine.Journal.Packing;

/// <summary>
/// Gives the same string instance for the same bytes, for codes that a million rows repeat: locations, connections,
/// sources. Holds a fixed number of codes; of two that share a place the later one stays. Not for use from two threads.
/// </summary>
public sealed class CodePool
{
    private const int Places = 1024;

    private readonly (byte[] Bytes, string Text)[] _known = new (byte[] Bytes, string Text)[Places];

    /// <summary>The text of UTF-8 bytes, shared with earlier askers where the pool still knows it.</summary>
    public string TextOf(ReadOnlySpan<byte> bytes)
    {
        ref var known = ref _known[PlaceOf(bytes)];
        if (known.Text is null || !bytes.SequenceEqual(known.Bytes))
        {
            known = (bytes.ToArray(), Encoding.UTF8.GetString(bytes));
        }

        return known.Text;
    }

    private static int PlaceOf(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            var hash = 2166136261u;
            foreach (var one in bytes)
            {
                hash = (hash ^ one) * 16777619u;
            }

            return (int)((hash ^ (hash >> 16)) % Places);
        }
    }
}
