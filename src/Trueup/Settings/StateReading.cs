using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>Reads the words for stock states.</summary>
internal static class StateReading
{
    /// <summary>The state that a value names; null when it names none.</summary>
    public static StockState? Of(Section word) =>
        KeyRules.States.FindIndex(state => state == word.Text) is >= 0 and var place ? (StockState)place : null;
}
