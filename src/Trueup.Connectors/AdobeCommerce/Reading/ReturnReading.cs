using System.Text.Json;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Reading;

/// <summary>A return (RMA) as the REST API shows it (adobe-commerce.md §4.7).</summary>
internal sealed record ReturnJson
{
    public string? EntityId { get; init; }

    public string? IncrementId { get; init; }

    public string? OrderId { get; init; }

    public string? DateRequested { get; init; }

    public string? Status { get; init; }

    public IReadOnlyList<ReturnItemJson>? Items { get; init; }
}

/// <summary>A line of a return: it names the order's line, and no SKU.</summary>
internal sealed record ReturnItemJson
{
    public string? OrderItemId { get; init; }

    public decimal? QtyAuthorized { get; init; }

    public decimal? QtyReturned { get; init; }

    /// <summary>Units that are awaited: of one from before the hub, those that did not come before it either.</summary>
    public decimal Awaited(bool isEarlier) => (QtyAuthorized ?? 0m) - (isEarlier ? QtyReturned ?? 0m : 0m);
}

/// <summary>
/// Reads returns that people in the shop decided on. What counts is how many units are authorised, not the word for it, of
/// which there are several: pending names none, partially authorised names some. Only that a return is over is known by its
/// word. The RMA moves neither goods nor money (adobe-commerce.md §4.7): those are told by whoever receives and refunds.
/// </summary>
internal static class ReturnReading
{
    /// <summary>What a return says; nothing while none of it is authorised.</summary>
    /// <param name="body">The return.</param>
    /// <param name="isEarlier">Whether it was asked for before the hub began.</param>
    public static Items<Fact> Read(ReadOnlySpan<byte> body, bool isEarlier = false)
    {
        try
        {
            var json = JsonSerializer.Deserialize(body, AdobeJson.Default.ReturnJson);
            if (json is not { EntityId: { } id, OrderId: { } order } || ShopTime.Read(json.DateRequested) is not { } at)
            {
                return [Unusable("The return has no id, order or time.")];
            }

            var rma = json.IncrementId is { Length: > 0 } number ? number : id;
            if (IsOver(json.Status))
            {
                return [new Fact.ReturnClosed(order, rma, json.Status!) { IsEarlier = isEarlier }];
            }

            var lines = (json.Items ?? []).Where(item => item?.OrderItemId is not null && item.Awaited(isEarlier) > 0m)
                .GroupBy(item => item.OrderItemId!, StringComparer.Ordinal)
                .Select(items => (Line: items.Key, Units: items.Sum(item => item.Awaited(isEarlier))))
                .Where(line => Quantity.TryOf(line.Units, out _))
                .Select(line => new Fact.LineUnits(line.Line, Quantity.Of(line.Units))).ToItems();
            return lines.IsEmpty
                ? []
                : [new Fact.ReturnAuthorised(order, rma, at, [], Reason: null) { ByLine = lines, IsEarlier = isEarlier }];
        }
        catch (JsonException)
        {
            return [Unusable("The return is not JSON of the expected form.")];
        }
    }

    private static bool IsOver(string? status) => status is not null &&
        (status.Contains("closed", StringComparison.OrdinalIgnoreCase) || status.Equals("rejected", StringComparison.OrdinalIgnoreCase));

    private static Fact.Unusable Unusable(string detail) => new(CaseCodes.Unreadable, detail);
}
