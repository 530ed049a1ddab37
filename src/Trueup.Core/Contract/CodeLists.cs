using Trueup.Core.Values;

namespace Trueup.Core.Contract;

/// <summary>Translations of code lists: a storefront's words into the hub's, or the hub's into a receiver's.</summary>
public sealed record CodeLists
{
    /// <summary>Countries; the hub's are ISO 3166-1 alpha-2.</summary>
    public Items<WordPair> Countries { get; init; }

    /// <summary>Currencies; the hub's are ISO 4217.</summary>
    public Items<WordPair> Currencies { get; init; }

    /// <summary>Units of quantities.</summary>
    public Items<WordPair> Units { get; init; }

    /// <summary>Shipping methods.</summary>
    public Items<WordPair> Shipping { get; init; }

    /// <summary>Nothing is translated.</summary>
    public static CodeLists None { get; } = new();
}
