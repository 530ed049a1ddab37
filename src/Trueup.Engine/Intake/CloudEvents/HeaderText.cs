using System.Globalization;
using System.Text;

namespace Trueup.Engine.Intake.CloudEvents;

/// <summary>Reads attribute values out of HTTP headers.</summary>
internal static class HeaderText
{
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Undoes the quotes of old senders, then one round of percent-encoding; null when what comes out is not UTF-8.
    /// </summary>
    /// <remarks>Lower-case hex and needless encoding are read; a second round is not (message-ingress.md §1, HTTP
    /// binding §3.1.3.2).</remarks>
    public static string? Decode(string value)
    {
        try
        {
            var bytes = PercentDecode(Strict.GetBytes(Unquote(value.Trim())));
            return bytes is null ? null : Strict.GetString(bytes);
        }
        catch (Exception fault) when (fault is DecoderFallbackException or EncoderFallbackException)
        {
            return null;
        }
    }

    private static string Unquote(string value)
    {
        if (value.Length < 2 || value[0] != '"' || value[^1] != '"')
        {
            return value;
        }

        var text = new StringBuilder(value.Length);
        for (var i = 1; i < value.Length - 1; i++)
        {
            // A backslash stands for the character after it (RFC 7230 §3.2.6).
            i += value[i] == '\\' && i + 2 < value.Length ? 1 : 0;
            text.Append(value[i]);
        }

        return text.ToString();
    }

    private static byte[]? PercentDecode(byte[] text)
    {
        var decoded = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                decoded.Add(text[i]);
                continue;
            }

            if (i + 2 >= text.Length ||
                !byte.TryParse(
                    text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                return null;
            }

            decoded.Add(octet);
            i += 2;
        }

        return [.. decoded];
    }
}
