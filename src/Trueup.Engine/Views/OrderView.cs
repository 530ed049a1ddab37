using System.Globalization;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Views;

/// <summary>An order in brief.</summary>
/// <param name="Id">The hub's id.</param>
/// <param name="Number">The number that the customer sees.</param>
/// <param name="Storefront">The connection that captured it.</param>
/// <param name="PlacedAt">When, UTC.</param>
/// <param name="Status">How far it is, in one word.</param>
/// <param name="Currency">ISO 4217 code of the total.</param>
/// <param name="Gross">What was charged.</param>
public sealed record OrderSummary(
    OrderId Id, string Number, ConnectionName Storefront, DateTimeOffset PlacedAt, string Status, string Currency,
    decimal Gross)
{
    /// <summary>The stage it is in: <c>captured</c> to <c>refunded</c>.</summary>
    public string Stage { get; init; } = "";

    /// <summary>When it entered the stage, UTC; null before anything was said of it.</summary>
    public DateTimeOffset? StageSince { get; init; }

    /// <summary>Documents of it that another system still owes an answer to.</summary>
    public int DocumentsPending { get; init; }

    /// <summary>Documents of it that another system refused.</summary>
    public int DocumentsRefused { get; init; }

    /// <summary>Shows an order in brief.</summary>
    public static OrderSummary Of(OrderRecord order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var canonical = order.Canonical;
        return new OrderSummary(
            order.Id, canonical.Number, canonical.Storefront, canonical.PlacedAt, StatusOf(order), canonical.Currency,
            canonical.Totals.Gross)
        {
            Stage = StuckOrders.Word(order.Stage),
            StageSince = order.Trail.IsEmpty ? null : order.Trail[^1].At,
            DocumentsPending = order.Documents.Count(document => !document.IsSettled),
            DocumentsRefused = order.Documents.Count(document => document.Refusal is not null),
        };
    }

    /// <summary>Every word for how far an order is.</summary>
    public static Items<string> Statuses { get; } =
    [
        "captured", "released", "held", "accepted", "allocated", "picked", "packed", "shipped", "delivered", "on-hold", "finished",
        "cancelled", "refused",
    ];

    /// <summary>The word for how far an order is: <c>refused</c> where a system refused it; otherwise as far as anybody
    /// reported.</summary>
    public static string StatusOf(OrderRecord order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.Progress.Phase == OrderPhase.Cancelled)
        {
            return "cancelled";
        }

        if (order.Documents.FindIndex(document => document.Refusal is not null) >= 0)
        {
            return "refused";
        }

        if (order.Stage == OrderStage.Cancelled)
        {
            return "cancelled";
        }

        if (order.Progress.Phase == OrderPhase.Finished)
        {
            return "finished";
        }

        if (order.Lines.Any(line => line.Ordered > Quantity.Zero) &&
            order.Lines.All(line => line.Shipped >= line.Ordered - line.Withdrawn))
        {
            return "shipped";
        }

        return order.Progress.Phase == OrderPhase.OnHold || order.Stage == OrderStage.Held ? "held"
            : order.Milestones.IsEmpty ? order.IsReleased ? "released" : "captured"
            : order.Milestones[^1].Status;
    }
}

/// <summary>What orders are looked for.</summary>
/// <param name="Text">Part of the id or the number, in any letter case; null for all.</param>
/// <param name="Storefront">Only of this storefront; null for all.</param>
/// <param name="Status">Only with this status; null for all.</param>
/// <param name="After">What the page before named as next; null for the first page.</param>
/// <param name="Limit">Orders on a page.</param>
public sealed record OrderQuery(string? Text, string? Storefront, string? Status, string? After, int Limit)
{
    /// <summary>Only in this stage; null for all.</summary>
    public string? Stage { get; init; }

    /// <summary>Only those in their stage since before this moment; null for all.</summary>
    public DateTimeOffset? StageBefore { get; init; }

    /// <summary>Whether those that are longest in their stage come first; otherwise the newest do.</summary>
    public bool ByAge { get; init; }

    /// <summary>Whether a text may be what a page named as next.</summary>
    public static bool IsCursor(string after) => Paging.IsKey(after, digits: 19);

    /// <summary>What orders are sorted by: unique, in ordinal order.</summary>
    public string KeyOf(OrderRecord order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return ByAge
            ? string.Create(CultureInfo.InvariantCulture, $"{Since(order).UtcTicks:d19}-{order.Id}")
            : Paging.NewestFirst(order.Canonical.PlacedAt, order.Id.Text);
    }

    private static DateTimeOffset Since(OrderRecord order) =>
        order.Trail.IsEmpty ? order.Canonical.PlacedAt : order.Trail[^1].At;

    /// <summary>Whether an order is looked for.</summary>
    public bool Matches(OrderRecord order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return (Text is null || order.Canonical.Number.Contains(Text, StringComparison.OrdinalIgnoreCase) ||
                order.Id.Text.Contains(Text, StringComparison.OrdinalIgnoreCase)) &&
               (Stage is null || StuckOrders.Word(order.Stage) == Stage) &&
               (StageBefore is null || Since(order) < StageBefore) &&
               (Storefront is null || order.Canonical.Storefront.Text == Storefront) &&
               (Status is null || OrderSummary.StatusOf(order) == Status);
    }
}

/// <summary>An order with everything that was charged, and how far it is in every system (CONTRACT §5).</summary>
/// <param name="Id">The hub's id.</param>
/// <param name="Number">The number that the customer sees.</param>
/// <param name="Storefront">The connection that captured it.</param>
/// <param name="Channel">The channel within the storefront; null when there is only one.</param>
/// <param name="PlacedAt">When, UTC.</param>
/// <param name="Currency">ISO 4217 code of all amounts.</param>
/// <param name="Status">How far it is, in one word.</param>
public sealed record OrderView(
    OrderId Id, string Number, ConnectionName Storefront, string? Channel, DateTimeOffset PlacedAt, string Currency,
    string Status)
{
    /// <summary>Who bought.</summary>
    public OrderCustomer? Customer { get; init; }

    /// <summary>Where the bill goes.</summary>
    public PostalAddress? Billing { get; init; }

    /// <summary>Where and how the goods go.</summary>
    public ShippingView? Shipping { get; init; }

    /// <summary>How it is paid.</summary>
    public OrderPayment? Payment { get; init; }

    /// <summary>The lines as charged.</summary>
    public Items<OrderLine> Lines { get; init; }

    /// <summary>Discounts on the whole order.</summary>
    public Items<OrderDiscount> Discounts { get; init; }

    /// <summary>The charged totals.</summary>
    public required OrderTotals Totals { get; init; }

    /// <summary>How far it is in its storefront.</summary>
    public required OrderProgress Progress { get; init; }

    /// <summary>Whether it was handed over to the back office.</summary>
    public bool IsReleased { get; init; }

    /// <summary>Whether nothing but a person's approval keeps it from being handed over.</summary>
    public bool AwaitsApproval { get; init; }

    /// <summary>The stages it entered, oldest first.</summary>
    public Items<StageEntry> Trail { get; init; }

    /// <summary>What people corrected in it.</summary>
    public Items<OrderEdit> Edits { get; init; }

    /// <summary>Promotions that the storefront names.</summary>
    public Items<OrderDiscount> Promotions { get; init; }

    /// <summary>What else the storefront says of it.</summary>
    public Items<OrderTrait> Attributes { get; init; }

    /// <summary>The storefront's internal id of the order that it replaces; null for none.</summary>
    public string? Replaces { get; init; }

    /// <summary>How far each line is, and where it is picked.</summary>
    public Items<LineRecord> Fulfilment { get; init; }

    /// <summary>Documents in other systems, in the order of asking.</summary>
    public Items<OrderDocument> Documents { get; init; }

    /// <summary>Milestones that the back office reported.</summary>
    public Items<OrderMilestone> Milestones { get; init; }

    /// <summary>Parcels that left, and where they are.</summary>
    public Items<ParcelView> Parcels { get; init; }

    /// <summary>Returns, in the order in which they became known.</summary>
    public Items<ReturnView> Returns { get; init; }

    /// <summary>Refunds: those that the storefront shows, then those asked for that it does not show yet.</summary>
    public Items<RefundView> Refunds { get; init; }

    /// <summary>Units that were sold before they were there, and are not there yet.</summary>
    public Items<AwaitedGoods> Awaited { get; init; }

    /// <summary>Shows an order with what the contract and the stock make of it.</summary>
    public static OrderView Of(OrderRecord order, OwnershipContract contract, HubState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Of(order) with
        {
            AwaitsApproval = OrderDocuments.AwaitsApproval(order, contract),
            Awaited = AwaitedGoods.Of(order, contract, state.Find),
        };
    }

    /// <summary>Shows an order.</summary>
    public static OrderView Of(OrderRecord order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var charged = order.Canonical;
        return new OrderView(
            order.Id, charged.Number, charged.Storefront, charged.Channel, charged.PlacedAt, charged.Currency,
            OrderSummary.StatusOf(order))
        {
            Customer = charged.Customer,
            Billing = charged.Billing,
            Shipping = charged.Shipping is { } shipping ? ShippingView.Of(shipping) : null,
            Payment = charged.Payment,
            Lines = charged.Lines,
            Discounts = charged.Discounts,
            Totals = charged.Totals,
            Progress = order.Progress,
            IsReleased = order.IsReleased,
            Trail = order.Trail,
            Edits = order.Edits,
            Promotions = charged.Promotions,
            Attributes = charged.Attributes,
            Replaces = charged.Replaces,
            Fulfilment = order.Lines,
            Documents = order.Documents,
            Milestones = order.Milestones,
            Parcels = order.Parcels.Select(ParcelView.Of).ToItems(),
            Returns = ReturnView.Of(order),
            Refunds = RefundView.Of(order),
        };
    }

    /// <summary>The order that a text means: the hub's id, or a number that only one order has.</summary>
    public static OrderRecord? Find(HubState state, string text)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (OrderId.TryParse(text, out var id) && state.Find(id) is { } order)
        {
            return order;
        }

        return state.OrderIndex.Named(text) is { } named ? state.Find(named) : null;
    }
}

/// <summary>Where and how the goods go.</summary>
public sealed record ShippingView(PostalAddress Address, string? Method, AmountView Amount)
{
    /// <summary>Shows shipping.</summary>
    public static ShippingView Of(OrderShipping shipping)
    {
        ArgumentNullException.ThrowIfNull(shipping);
        return new ShippingView(
            shipping.Address, shipping.Method, new AmountView(shipping.Net, shipping.Tax, shipping.Gross));
    }
}

/// <summary>An amount as charged, in major units.</summary>
public sealed record AmountView(decimal Net, decimal Tax, decimal Gross);
