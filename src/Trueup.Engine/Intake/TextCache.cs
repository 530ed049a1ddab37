using System.Text;
using Trueup.Core.Values;

namespace Trueup.Engine.Intake;

/// <summary>
/// Hands out one string for equal bytes, so that codes which come again and again (locations, states) are kept once.
/// Holds at most <see cref="Slots"/> codes, a newer one in the place of an older. Not thread-safe.
/// </summary>
internal sealed class TextCache
{
    private const int Slots = 512;

    private readonly (byte[] Bytes, string Text)[] _slots = new (byte[], string)[Slots];

    /// <summary>The code that the bytes spell; null when they break the rules of <see cref="RemoteCode"/>.</summary>
    /// <param name="utf8">Valid UTF-8 without escapes.</param>
    public string? Find(ReadOnlySpan<byte> utf8)
    {
        ref var slot = ref _slots[SlotOf(utf8)];
        if (slot.Bytes is not null && utf8.SequenceEqual(slot.Bytes))
        {
            return slot.Text;
        }

        var text = Encoding.UTF8.GetString(utf8);
        if (!RemoteCode.TryParse(text, out _))
        {
            return null;
        }

        slot = (utf8.ToArray(), text);
        return text;
    }

    // FNV-1a, 32 bits.
    private static int SlotOf(ReadOnlySpan<byte> utf8)
    {
        var hash = 2_166_136_261u;
        foreach (var octet in utf8)
        {
            hash = unchecked((hash ^ octet) * 16_777_619u);
        }

        return (int)(hash % Slots);
    }
}
