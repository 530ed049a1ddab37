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
    /// <summary>When it was placed, UTC.</summary>
    public DateTimeOffset PlacedAt { get; init; }

    /// <summary>When it last changed, UTC.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>What was charged with tax, in the project's only currency.</summary>
    public decimal Gross { get; init; }

    /// <summary>The tax in it.</summary>
    public decimal Tax { get; init; }

    /// <summary>What was given back of it with tax: by its payments where it has any, else by the labels of its returns.</summary>
    public decimal Refunded { get; init; }

    /// <summary>The tax in it.</summary>
    public decimal RefundedTax { get; init; }

    /// <summary>In how many steps it was given back.</summary>
    public int Refunds { get; init; }

    /// <summary>Units whose money was given back, by the labels of its returns.</summary>
    public long RefundedUnits { get; init; }

    /// <summary>Whether what was paid is kept in payments; otherwise its payment state is all there is.</summary>
    public bool HasPayments { get; init; }

    /// <summary>Whether anything of it came back, or is said to.</summary>
    public bool IsReturned { get; init; }

    /// <summary>Whether it was cancelled.</summary>
    public bool IsCancelled => State == "Cancelled";

    internal static TwinOrderView Of(JsonObject order, Archive archive)
    {
        var payments = ((order["paymentInfo"] as JsonObject)?.List("payments") ?? [])
            .Select(payment => archive.Find(Payments.Kind, payment.Text("id")!)).OfType<JsonObject>().ToList();
        var given = payments.SelectMany(payment => payment.List("transactions"))
            .Where(step => step.Text("type") == "Refund" && step.Text("state") == "Success").ToList();
        var labelled = order.List("returnInfo").Select(info => info.List("items")
                .Where(item => item.Text("paymentState") == "Refunded").ToList())
            .Where(items => items.Count > 0).ToList();
        var whole = Bare(order);
        var (gross, tax) = Worth(order, labelled.SelectMany(items => items));
        var refunded = payments.Count > 0 ? given.Sum(step => Amount(step["amount"])) : gross;
        return whole with
        {
            HasPayments = payments.Count > 0,
            Refunded = refunded,
            RefundedTax = refunded > 0m && refunded == whole.Gross ? whole.Tax : tax,
            Refunds = payments.Count > 0 ? given.Count : labelled.Count,
            RefundedUnits = labelled.SelectMany(items => items).Sum(item => item.Whole("quantity")),
        };
    }

    /// <summary>What units of lines were charged, with tax, and the tax in it.</summary>
    private static (decimal Gross, decimal Tax) Worth(JsonObject order, IEnumerable<JsonObject> items)
    {
        var (gross, tax) = (0m, 0m);
        foreach (var item in items)
        {
            var line = order.List("lineItems").First(line => line.Text("id") == item.Text("lineItemId"));
            var share = (decimal)item.Whole("quantity") / line.Whole("quantity");
            gross += Math.Round(Amount(line["taxedPrice"]?["totalGross"]) * share, 2);
            tax += Math.Round(
                (Amount(line["taxedPrice"]?["totalGross"]) - Amount(line["taxedPrice"]?["totalNet"])) * share, 2);
        }

        return (gross, tax);
    }

    private static TwinOrderView Bare(JsonObject order) => new(
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
        PlacedAt = DateTimeOffset.Parse(order.Text("createdAt")!, System.Globalization.CultureInfo.InvariantCulture),
        ChangedAt = DateTimeOffset.Parse(order.Text("lastModifiedAt")!, System.Globalization.CultureInfo.InvariantCulture),
        Gross = Amount(order["taxedPrice"]?["totalGross"]),
        Tax = Amount(order["taxedPrice"]?["totalGross"]) - Amount(order["taxedPrice"]?["totalNet"]),
        IsReturned = order.List("returnInfo").Any(),
    };

    private static decimal Amount(JsonNode? money) =>
        money is JsonObject { } amount ? amount.Whole("centAmount") / 100m : 0m;
}
