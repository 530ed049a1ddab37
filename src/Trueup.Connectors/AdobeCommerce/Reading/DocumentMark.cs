namespace Trueup.Connectors.AdobeCommerce.Reading;

/// <summary>The hub's own mark on documents that it made: a comment that the customer does not see.</summary>
internal static class DocumentMark
{
    private const string Beginning = "Trueup ";

    /// <summary>The mark for a document's key.</summary>
    public static string Of(string key) => Beginning + key;

    /// <summary>The key in a document's comments; null where the hub did not make it.</summary>
    public static string? KeyIn(IReadOnlyList<CommentJson>? comments) => (comments ?? [])
        .Select(comment => comment?.Comment?.Trim())
        .FirstOrDefault(text => text?.StartsWith(Beginning, StringComparison.Ordinal) == true)?[Beginning.Length..];
}
