using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>Reads what a connection wants of the orders that it gets.</summary>
internal static class ReceiverReading
{
    /// <summary>Its words.</summary>
    public static CodeLists CodesOf(Section codes) => !codes.Exists
        ? CodeLists.None
        : new CodeLists
        {
            Countries = Pairs(codes["countries"]),
            Currencies = Pairs(codes["currencies"]),
            Units = Pairs(codes["units"]),
            Shipping = Pairs(codes["shipping"]),
        };

    /// <summary>How it keeps books; null where nothing is said.</summary>
    public static BooksRule? BooksOf(Section books) => !books.Exists
        ? null
        : new BooksRule
        {
            SalesAccount = books["accounts"]["sales"].Text,
            ShippingAccount = books["accounts"]["shipping"].Text,
            DiscountAccount = books["accounts"]["discount"].Text,
            RoundingAccount = books["accounts"]["rounding"].Text,
            TaxCodes = Pairs(books["tax_codes"]),
            CostCentres = Pairs(books["cost_centres"]),
            Payments = Pairs(books["payments"]),
            ByComponent = books["by_component"].Text != "false",
            RoundingMax = books["rounding_max"].Number,
        };

    /// <summary>Its own rules.</summary>
    public static Items<ReceiverRule> RulesOf(Section rules) => rules.Members
        .Where(rule => rule["field"].Text is not null)
        .Select(rule => new ReceiverRule(rule["field"].Text!)
        {
            Required = rule["required"].Text == "true",
            LengthMax = rule["max_length"].Whole,
            OneOf = rule["one_of"].Texts.ToItems(),
        })
        .ToItems();

    /// <summary>What becomes of options.</summary>
    public static Items<OptionRule> OptionsOf(Section options)
    {
        var rules = new List<OptionRule>();
        foreach (var (name, below) in options.Named)
        {
            var to = below.Text ?? "";
            var isField = to.StartsWith(OptionRule.Field, StringComparison.Ordinal) && to.Length > OptionRule.Field.Length;
            if (to is OptionRule.Note or OptionRule.Ignore || isField)
            {
                rules.Add(new OptionRule(name, to));
            }
            else
            {
                below.Error("expected note, ignore, or field: with a name");
            }
        }

        return rules.ToItems();
    }

    private static Items<WordPair> Pairs(Section words) => words.Named
        .Where(pair => pair.Below.Text is not null)
        .Select(pair => new WordPair(pair.Name, pair.Below.Text!)).ToItems();
}
