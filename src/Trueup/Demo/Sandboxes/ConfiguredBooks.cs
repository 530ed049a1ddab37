using Trueup.Connectors.Http.Twin.Erp;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Settings;

namespace Trueup.Demo.Sandboxes;

/// <summary>A simulated back office: it books whatever is sent to it in sound documents, by the codes of the contract.</summary>
public sealed class ConfiguredBooks
{
    private ConfiguredBooks(ConfiguredConnection connection, Uri address, ErpTwin twin) =>
        (Name, Address, Twin) = (connection.Name, address, twin);

    /// <summary>Name of its connection.</summary>
    public ConnectionName Name { get; }

    /// <summary>Where it is asked.</summary>
    public Uri Address { get; }

    /// <summary>The back office.</summary>
    public ErpTwin Twin { get; }

    /// <summary>Opens its books: for any item and account, since only the merchant's own system knows its items and accounts.</summary>
    internal static ConfiguredBooks Open(ConfiguredConnection connection, Uri address)
    {
        var rules = new ErpRules(connection.Settings.Find("auth.bearer") ?? "") { TakesAnyItem = true, TakesAnyAccount = true };
        if (connection.Rule.Books is { } books)
        {
            rules = rules with
            {
                TaxCodes = MeaningsOf(books.TaxCodes) is { IsEmpty: false } codes ? codes : rules.TaxCodes,
                CostCentres = MeaningsOf(books.CostCentres) is { IsEmpty: false } centres ? centres : rules.CostCentres,
            };
        }

        return new ConfiguredBooks(connection, address, new ErpTwin(rules));
    }

    private static Items<string> MeaningsOf(Items<WordPair> pairs) =>
        pairs.Select(static pair => pair.Means).Distinct(StringComparer.Ordinal).ToItems();
}
