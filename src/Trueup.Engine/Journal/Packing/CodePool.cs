using System.Text;
using System.Text.Unicode;
using Trueup.Core.Values;

namespace Trueup.Engine.Journal.Packing;

/// <summary>
/// Gives the same string instance for the same bytes, for codes that a million rows repeat: locations, connections,
/// sources. Holds a fixed number of codes; of two that share a place the later one stays. Not for use from two threads.
/// </summary>
public sealed class CodePool
{
    private const int Places = 1024;

    private readonly (byte[] Bytes, string Text)[] _texts = new (byte[] Bytes, string Text)[Places];
    private readonly KnownCode?[] _known = new KnownCode?[Places];

    /// <summary>The text of UTF-8 bytes, shared with earlier askers where the pool still knows it.</summary>
    public string TextOf(ReadOnlySpan<byte> bytes)
    {
        ref var known = ref _texts[PlaceOf(bytes)];
        if (known.Text is null || !bytes.SequenceEqual(known.Bytes))
        {
            known = (bytes.ToArray(), Encoding.UTF8.GetString(bytes));
        }

        return known.Text;
    }

    /// <summary>The configured code of UTF-8 bytes, read once as whatever it can be; null where they are not
    /// UTF-8.</summary>
    internal KnownCode? Find(ReadOnlySpan<byte> bytes)
    {
        ref var known = ref _known[PlaceOf(bytes)];
        if (known is null || !bytes.SequenceEqual(known.Bytes))
        {
            if (!Utf8.IsValid(bytes))
            {
                return null;
            }

            known = new KnownCode(bytes.ToArray());
        }

        return known;
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

    /// <summary>One code, read as whatever it can be.</summary>
    internal sealed class KnownCode
    {
        /// <summary>Reads the code.</summary>
        public KnownCode(byte[] bytes)
        {
            Bytes = bytes;
            var text = Encoding.UTF8.GetString(bytes);
            Location = LocationCode.TryParse(text, out var location) ? location : null;
            Connection = ConnectionName.TryParse(text, out var connection) ? connection : null;
            Source = RemoteCode.TryParse(text, out var source) ? source : null;
        }

        /// <summary>Its UTF-8 bytes.</summary>
        public byte[] Bytes { get; }

        /// <summary>It as a location; null where it cannot be one.</summary>
        public LocationCode? Location { get; }

        /// <summary>It as a connection; null where it cannot be one.</summary>
        public ConnectionName? Connection { get; }

        /// <summary>It as a remote's code; null where it cannot be one.</summary>
        public RemoteCode? Source { get; }
    }
}
