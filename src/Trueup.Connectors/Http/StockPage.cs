using Trueup.Core.Connecting;

namespace Trueup.Connectors.Http;

/// <summary>One page of stock, read.</summary>
/// <param name="Rows">The rows that name a SKU and a location.</param>
/// <param name="Listed">How many rows the page held.</param>
/// <param name="Next">The token of the next page, where the page names one.</param>
/// <param name="Fault">Why the page cannot be used; null when it can.</param>
internal sealed record StockPage(IReadOnlyList<ObservedRow> Rows, int Listed, string? Next, string? Fault)
{
    /// <summary>A page that cannot be used.</summary>
    public static StockPage Bad(string fault) => new([], 0, Next: null, fault);
}
