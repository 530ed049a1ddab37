using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http;

/// <summary>Tries the reading operations of a live system: one page of stock, and an order that cannot exist.</summary>
internal sealed class HttpLiveCheck(HttpOptions options, HttpStock? stock)
{
    private static readonly DocumentIntent Impossible = new DocumentIntent.CreateOrder(
        "trueup-live-check",
        new CanonicalOrder(
            OrderId.Parse("trueup:live-check"),
            "trueup-live-check",
            ConnectionName.Parse("trueup"),
            DateTimeOffset.UnixEpoch,
            "XXX"),
        []);

    /// <summary>Everything found that would keep the hub from working. Changes nothing.</summary>
    public async ValueTask<Items<LiveFinding>> CheckAsync(
        IWire wire, Items<string> locationCodes, CancellationToken cancellationToken)
    {
        var findings = new List<LiveFinding>();
        if (stock is not null)
        {
            findings.AddRange(OfStock(
                await stock.ObserveAsync(wire, new ObserveAsk([]), cancellationToken), locationCodes));
        }

        if (options.FindOrder is { Line.Method: "GET" })
        {
            findings.AddRange(OfFind(await new HttpDocuments(options).FindAsync(wire, Impossible, cancellationToken)));
        }

        return findings.ToItems();
    }

    private IEnumerable<LiveFinding> OfStock(ObserveOutcome outcome, Items<string> locationCodes)
    {
        if (outcome is ObserveOutcome.Failed failed)
        {
            return [new LiveFinding(CodeOf(failed.Receipt), $"{HttpSettings.Stock}: {DetailOf(failed.Receipt)}")];
        }

        var rows = ((ObserveOutcome.Page)outcome).Rows;
        var locations = rows.Select(static row => row.Location).Distinct(StringComparer.Ordinal)
            .Where(code => !locationCodes.Contains(code, StringComparer.Ordinal))
            .Select(code => new LiveFinding(
                CaseCodes.LocationUnmapped,
                    $"The system holds stock at '{code}', which no location of the contract has as its code."));
        var states = rows.Select(static row => row.State).Distinct(StringComparer.Ordinal)
            .Where(word => word is not null && !options.States.Contains(word, StringComparer.Ordinal) &&
                !HttpSettings.States.Contains(word, StringComparer.Ordinal))
            .Select(word => new LiveFinding(
                CaseCodes.StateUnmapped, $"The system holds stock in state '{word}', which states does not map."));
        return locations.Concat(states);
    }

    private static IEnumerable<LiveFinding> OfFind(Receipt receipt) => receipt switch
    {
        Receipt.Deferred => [],
        Receipt.Applied => [new LiveFinding(
            CaseCodes.DocumentRefused,
            $"{HttpSettings.Find} returns an order for an id that does not exist: the system ignores the filter, "
            + "and lost orders would be taken as made.")],
        _ => [new LiveFinding(CodeOf(receipt), $"{HttpSettings.Find}: {DetailOf(receipt)}")],
    };

    private static CaseCode CodeOf(Receipt receipt) =>
        receipt is Receipt.Refused refused ? refused.Code : CaseCodes.ConnectionDown;

    private static string DetailOf(Receipt receipt) => receipt switch
    {
        Receipt.Refused refused => refused.Detail,
        Receipt.Deferred deferred => deferred.Detail,
        Receipt.Unknown unknown => unknown.Detail,
        _ => "",
    };
}
