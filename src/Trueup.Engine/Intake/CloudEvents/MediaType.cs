namespace Trueup.Engine.Intake.CloudEvents;

/// <summary>A media type as a Content-Type header gives it.</summary>
/// <param name="Name">Type and subtype in lower case; empty when the header is absent.</param>
/// <param name="Text">The whole header as sent, with parameters; empty when absent.</param>
/// <param name="IsUtf8">Whether the header leaves the text in UTF-8, which is also the default.</param>
internal readonly record struct MediaType(string Name, string Text, bool IsUtf8)
{
    /// <summary>Whether the body is JSON; also when nobody says what it is (CloudEvents JSON format §3.1).</summary>
    public bool IsJson => Name.Length == 0 || Name is "application/json" or "text/json" ||
        Name.EndsWith("+json", StringComparison.Ordinal);

    /// <summary>Whether the body is plain text of some kind.</summary>
    public bool IsText =>
        Name.StartsWith("text/", StringComparison.Ordinal) || Name.EndsWith("/xml", StringComparison.Ordinal);

    /// <summary>Reads a header value; parameters other than <c>charset</c> mean nothing here.</summary>
    public static MediaType Parse(string? contentType)
    {
        var text = contentType?.Trim() ?? "";
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        var isUtf8 = true;
        foreach (var parameter in parts.AsSpan(1))
        {
            if (parameter.StartsWith("charset=", StringComparison.OrdinalIgnoreCase))
            {
                var charset = parameter["charset=".Length..].Trim('"');
                isUtf8 = charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) ||
                    charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase);
            }
        }

        return new MediaType(parts[0].ToLowerInvariant(), text, isUtf8);
    }
}
