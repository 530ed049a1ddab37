namespace Trueup.Engine.Intake;

/// <summary>
/// The one rule on times that JSON's readers do not keep: a time names its offset, or nobody knows when it was.
/// </summary>
internal static class Timestamp
{
    /// <summary>
    /// Whether a time of the form <c>2026-01-31T09:30:00+01:00</c> ends in <c>Z</c> or in an offset (RFC 3339 §5.6).
    /// </summary>
    public static bool NamesOffset(ReadOnlySpan<byte> text) =>
        text.Length > 19 && (text[^1] == (byte)'Z' || (text[^3] == (byte)':' && text[^6] is (byte)'+' or (byte)'-'));
}
