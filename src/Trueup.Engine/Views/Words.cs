namespace Trueup.Engine.Views;

/// <summary>Words for the members of enumerations, as people and programs read them.</summary>
public static class Words
{
    /// <summary>A member as a word: <c>MissedMessage</c> is <c>missed-message</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => string.Concat(value.ToString().Select((letter, place) =>
            char.IsUpper(letter) ? (place == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));
}
