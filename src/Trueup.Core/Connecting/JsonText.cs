using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Trueup.Core.Connecting;

/// <summary>Tells whether bytes hold text that every JSON reader understands alike.</summary>
public static class JsonText
{
    /// <summary>
    /// Whether the bytes are UTF-8 and no escape names half a character: the two faults that JSON's grammar lets
    /// through and on which reading a string throws.
    /// </summary>
    public static bool IsSound(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        var rest = json;
        for (var escape = rest.IndexOf((byte)'\\'); escape >= 0; escape = rest.IndexOf((byte)'\\'))
        {
            rest = rest[escape..];
            var length = EscapeLength(rest);
            if (length == 0)
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }

    /// <summary>Reads JSON of a stranger as far as its texts can be read, too; what it gives throws for none of them.</summary>
    /// <exception cref="JsonException">It is no JSON, or holds a text that cannot be read.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        RequireSound(json.Span);
        return JsonDocument.Parse(json);
    }

    /// <summary>Refuses JSON of a stranger that holds a text that cannot be read, before a reader is put to its bytes.</summary>
    /// <exception cref="JsonException">It does.</exception>
    public static void RequireSound(ReadOnlySpan<byte> json)
    {
        if (!IsSound(json))
        {
            throw new JsonException("A text is not UTF-8, or names half a character.");
        }
    }

    /// <summary>
    /// 2 for <c>\n</c> and the like, 6 for one UTF-16 unit, 12 for a pair of them, 0 for half a pair.
    /// </summary>
    private static int EscapeLength(ReadOnlySpan<byte> escape)
    {
        if (escape.Length < 2)
        {
            return 0;
        }

        if (escape[1] != 'u')
        {
            return 2;
        }

        if (!TryReadUnit(escape, out var unit))
        {
            return 0;
        }

        if (!char.IsSurrogate(unit))
        {
            return 6;
        }

        var isPair = char.IsHighSurrogate(unit) && TryReadUnit(escape[6..], out var low) && char.IsLowSurrogate(low);
        return isPair ? 12 : 0;
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> escape, out char unit)
    {
        unit = default;
        if (escape.Length < 6 || escape[0] != '\\' || escape[1] != 'u' ||
            !Utf8Parser.TryParse(escape.Slice(2, 4), out ushort value, out var read, 'x') || read != 4)
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
