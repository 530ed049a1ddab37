using System.Text.Json.Nodes;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>A line of an order, in the project's books.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Sku">SKU.</param>
/// <param name="Quantity">Units.</param>
public sealed record TwinOrderLine(string Id, string Sku, long Quantity);

/// <summary>A delivery of an order, in the project's books.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Items">Units by line id.</param>
/// <param name="TrackNumbers">Numbers of its parcels.</param>
public sealed record TwinDelivery(string Id, Items<(string Line, long Quantity)> Items, Items<string> TrackNumbers);

/// <summary>An order as it stands in the project's books.</summary>
/// <param name="Number">Its number.</param>
/// <param name="State">Its order state.</param>
/// <param name="PaymentState">Its payment state.</param>
/// <param name="Lines">What was bought.</param>
/// <param name="Deliveries">What was sent.</param>
public sealed record TwinOrderView(
    string Number, string State, string PaymentState, Items<TwinOrderLine> Lines, Items<TwinDelivery> Deliveries)
{
    /// <summary>What was charged with tax, in the project's only currency.</summary>
    public decimal Gross { get; init; }

    /// <summary>The tax in it.</summary>
    public decimal Tax { get; init; }

    /// <summary>Whether anything of it came back, or is said to.</summary>
    public bool IsReturned { get; init; }

    /// <summary>Whether it was cancelled.</summary>
    public bool IsCancelled => State == "Cancelled";

    internal static TwinOrderView Of(JsonObject order) => new(
        order.Text("orderNumber") ?? order.Text("id")!,
        order.Text("orderState") ?? "",
        order.Text("paymentState") ?? "",
        order.List("lineItems").Select(line => new TwinOrderLine(
            line.Text("id")!, (line["variant"] as JsonObject)?.Text("sku") ?? "", line.Whole("quantity"))).ToItems(),
        ((order["shippingInfo"] as JsonObject)?.List("deliveries") ?? []).Select(delivery => new TwinDelivery(
            delivery.Text("id")!,
            delivery.List("items").Select(item => (item.Text("id") ?? "", item.Whole("quantity"))).ToItems(),
            delivery.List("parcels").Select(parcel => (parcel["trackingData"] as JsonObject)?.Text("trackingId"))
                .OfType<string>().ToItems())).ToItems())
    {
        Gross = Amount(order["taxedPrice"]?["totalGross"]),
        Tax = Amount(order["taxedPrice"]?["totalGross"]) - Amount(order["taxedPrice"]?["totalNet"]),
        IsReturned = order.List("returnInfo").Any(),
    };

    private static decimal Amount(JsonNode? money) =>
        money is JsonObject { } amount ? amount.Whole("centAmount") / 100m : 0m;
}
