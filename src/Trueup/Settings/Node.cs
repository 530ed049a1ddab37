using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>A piece of the configuration with its place in the file.</summary>
internal abstract record Node
{
    private Node(Place place) => Place = place;

    /// <summary>Where it begins.</summary>
    public Place Place { get; }

    /// <summary>A single value.</summary>
    /// <param name="At">Where it begins.</param>
    /// <param name="Written">The characters in the file: safe to quote, for references stand unresolved.</param>
    /// <param name="Text">The value with its references resolved; null when one could not be.</param>
    public sealed record Scalar(Place At, string Written, string? Text) : Node(At);

    /// <summary>Keys and their values, in the order of the file; a key may be there twice.</summary>
    public sealed record Map(Place At, Items<Entry> Entries) : Node(At);

    /// <summary>A list.</summary>
    public sealed record List(Place At, Items<Node> Members) : Node(At);
}

/// <summary>A key with its value.</summary>
internal sealed record Entry(string Key, Place KeyPlace, Node Value);
