using Trueup.Core.Values;

namespace Trueup.Core.Contract;

/// <summary>How a connection that keeps books wants its sales forms.</summary>
public sealed record BooksRule
{
    /// <summary>The account of goods; null for none.</summary>
    public string? SalesAccount { get; init; }

    /// <summary>The account of carriage; null: that of goods.</summary>
    public string? ShippingAccount { get; init; }

    /// <summary>The account of discounts and adjustments; null: that of goods.</summary>
    public string? DiscountAccount { get; init; }

    /// <summary>The account of rounding lines; null: that of goods.</summary>
    public string? RoundingAccount { get; init; }

    /// <summary>The tax code for a tax class of the storefront, or for a rate in per cent (<c>20</c>,
    /// <c>5.5</c>). Not empty: every line must have one.</summary>
    public Items<WordPair> TaxCodes { get; init; }

    /// <summary>The cost centre for a channel; <c>*</c> for every other.</summary>
    public Items<WordPair> CostCentres { get; init; }

    /// <summary>The account for a payment method; <c>*</c> for every other.</summary>
    public Items<WordPair> Payments { get; init; }

    /// <summary>Whether kits, bundles and configurables are booked by their components.</summary>
    public bool ByComponent { get; init; } = true;

    /// <summary>The largest rounding line that is no case; null: a minor unit a line, and two.</summary>
    public decimal? RoundingMax { get; init; }
}

/// <summary>What one side calls what the other calls something else.</summary>
public readonly record struct WordPair(string Word, string Means);

/// <summary>Translations of lists of words.</summary>
public static class WordPairs
{
    /// <summary>What a word means; what <c>*</c> means where the word is not listed; null where neither is.</summary>
    public static string? Find(this Items<WordPair> pairs, string? word)
    {
        string? otherwise = null;
        foreach (var pair in pairs)
        {
            if (pair.Word == word)
            {
                return pair.Means;
            }

            otherwise = pair.Word == "*" ? pair.Means : otherwise;
        }

        return otherwise;
    }
}

/// <summary>A rule of a receiver's own, checked before anything is sent to it.</summary>
/// <param name="Field">Dotted path in the canonical order; <c>[]</c> for every member of a list
/// (<c>lines[].name</c>).</param>
public sealed record ReceiverRule(string Field)
{
    /// <summary>Whether the field must not be empty.</summary>
    public bool Required { get; init; }

    /// <summary>The longest text that fits; null for no limit.</summary>
    public int? LengthMax { get; init; }

    /// <summary>The only values there are; empty for any.</summary>
    public Items<string> OneOf { get; init; }
}

/// <summary>What becomes of a custom option on its way to a warehouse.</summary>
/// <param name="Option">The option's code, or its label where it has none.</param>
/// <param name="To"><c>note</c>, <c>ignore</c>, or <c>field:</c> with the name of a field of the pick line.</param>
public readonly record struct OptionRule(string Option, string To)
{
    /// <summary>The rule that sends the option to the picker in its own words.</summary>
    public const string Note = "note";

    /// <summary>The rule for an option that a picker need not know.</summary>
    public const string Ignore = "ignore";

    /// <summary>How a rule that fills a field begins.</summary>
    public const string Field = "field:";
}
