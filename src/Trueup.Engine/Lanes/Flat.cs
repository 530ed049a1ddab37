namespace Trueup.Engine.Lanes;

/// <summary>Room for rows that hold no references and stay for as long as the hub runs.</summary>
internal static class Flat
{
    /// <summary>
    /// An array that the garbage collector neither follows nor moves. Among the other large objects it would count as
    /// what survives there, and the more survives, the more garbage is let lie before it is looked for.
    /// </summary>
    /// <typeparam name="T">The kind of row.</typeparam>
    public static T[] Rows<T>(int count)
        where T : unmanaged => GC.AllocateArray<T>(count, pinned: true);
}
