namespace Trueup.Simulator.Network;

/// <summary>Every kind of fault that a world knows, by the word under which it is counted.</summary>
public static class FaultKinds
{
    /// <summary>One way of an exchange that took seconds.</summary>
    public const string Slow = "Slow";

    /// <summary>A delivery that was handed in after a later one of the same sender.</summary>
    public const string Reordered = "push Reordered";

    /// <summary>What befalls exchanges: each <see cref="Fate"/> but the good one.</summary>
    public static IReadOnlyList<string> OfExchanges { get; } =
        [.. Enum.GetValues<Fate>().Where(static fate => fate != Fate.Fine).Select(static fate => fate.ToString()), Slow];

    /// <summary>What befalls deliveries to the hub.</summary>
    public static IReadOnlyList<string> OfPushes { get; } =
        [.. Enum.GetValues<Fate>().Where(static fate => fate != Fate.Fine && PushChannel.IsPossible(fate)).Select(OfPush), Reordered];

    /// <summary>What comes at moments or for a while: each <see cref="Trouble"/>.</summary>
    public static IReadOnlyList<string> OfTimes { get; } = [.. Enum.GetValues<Trouble>().Select(static trouble => trouble.ToString())];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. OfTimes, .. OfExchanges, .. OfPushes];

    /// <summary>The word for what befell a delivery.</summary>
    internal static string OfPush(Fate fate) => $"push {fate}";
}
