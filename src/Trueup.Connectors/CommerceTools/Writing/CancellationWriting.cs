using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Orders;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Returns;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Writing;

/// <summary>
/// Gives up an order or a part of it. The whole is two labels, set together; a part is units moved to the line item state
/// that the configuration names. There is no cancel endpoint, and neither stock nor money moves by itself
/// (commercetools.md §4.9): the hub writes the stock as it writes any, and the money where it is allowed to.
/// </summary>
internal sealed class CancellationWriting(CommerceToolsOptions options, OrderLineReading lines, PaymentRefunding payments)
{
    /// <summary>What giving up takes, given the order as it is; an order that is gone is as cancelled as can be.</summary>
    public OrderStep Decide(JsonElement? known, DocumentIntent.CancelInStorefront intent)
    {
        if (known is not { } order)
        {
            return new OrderStep.Done(RemoteId: null);
        }

        if (intent.OnlyUnpaid && order.Text("orderState") != "Cancelled" && IsPaid(order))
        {
            return new OrderStep.Refused(CaseCodes.DocumentRefused, "The order is not waiting for its payment any more.");
        }

        var parts = PartsOf(order, intent);
        if (parts.Exists(part => part.Line is null))
        {
            return new OrderStep.Refused(CaseCodes.DocumentRefused, "The order does not have a line that is to be given up.");
        }

        var isWhole = order.Text("orderState") == "Cancelled" || parts.TrueForAll(part => part.UpTo >= part.Quantity);
        if (!isWhole && options.CancelledState is null)
        {
            return new OrderStep.Refused(
                CaseCodes.DocumentRefused,
                "The platform cancels orders as a whole. Name a line item state in orders.cancelled_state to give up a part, " +
                "or take the lines off by an order edit.");
        }

        if (isWhole && order.Text("orderState") != "Cancelled" && IsUnderWay(order))
        {
            return new OrderStep.Refused(
                CaseCodes.DocumentRefused, "The order is complete or partly delivered: what is left of it comes back as a return.");
        }

        // Money first: what was given up already is how much of it is still due.
        var due = isWhole ? null : AmountOf(order, parts);
        return payments.Next(order, intent.Key, due, intent.IsOnline)
            ?? (isWhole ? Whole(order) : Part(parts));
    }

    /// <summary>Whether anything of it is charged or promised, or its label says so (commercetools.md §4.8).</summary>
    private static bool IsPaid(JsonElement order) => OrderTotalsReading.Payment(order)?.State is "authorised" or "captured" ||
        OrderPayments.Of(order).Exists(payment =>
            OrderPayments.Succeeded(payment, "Charge") > 0m || OrderPayments.Succeeded(payment, "Authorization") > 0m);

    private static bool IsUnderWay(JsonElement order) =>
        OrderLineReading.DeliveriesOf(order).Any() || order.Text("orderState") == "Complete";

    private static OrderStep Whole(JsonElement order)
    {
        if (order.Text("orderState") == "Cancelled")
        {
            return new OrderStep.Done(RemoteId: null);
        }

        return new OrderStep.Send(
            json =>
            {
                DeliveryWriting.WriteState(json, "changeOrderState", "orderState", "Cancelled");
                if (order.Text("shipmentState") != "Canceled")
                {
                    // One l here, two there: the platform's own spelling.
                    DeliveryWriting.WriteState(json, "changeShipmentState", "shipmentState", "Canceled");
                }
            },
            _ => null);
    }

    private OrderStep Part(List<GivenUpLine> parts) => parts.TrueForAll(part => part.Missing <= 0)
        ? new OrderStep.Done(RemoteId: null)
        : new OrderStep.Send(
            json =>
            {
                foreach (var part in parts.Where(part => part.Missing > 0))
                {
                    LineStates.Move(json, part.Line!.Value, part.Missing, options.CancelledState!, [options.ShippedState]);
                }
            },
            _ => null);

    /// <summary>Every line with the units of it that are given up once this is done.</summary>
    private List<GivenUpLine> PartsOf(JsonElement order, DocumentIntent.CancelInStorefront intent)
    {
        var delivered = OrderLineReading.DeliveredUnits(order);
        var parts = new List<GivenUpLine>();
        foreach (var line in order.List("lineItems"))
        {
            var quantity = line.Whole("quantity") ?? 0;
            var now = LineStates.GivenUp(line, options);
            var open = quantity - delivered.GetValueOrDefault(line.Text("id") ?? "");
            var wanted = intent.Lines.IsEmpty
                ? options.CancelledState is null ? quantity : open
                : Math.Min(open, intent.Lines.Where(units => units.Line == line.Text("id")).Sum(units => (long)units.Quantity.Value));
            parts.Add(new GivenUpLine(line, quantity, now, Math.Max(now, wanted)));
        }

        parts.AddRange(intent.Lines.Where(units => !parts.Exists(part => part.Line?.Text("id") == units.Line))
            .Select(_ => new GivenUpLine(Line: null, 0, 0, 0)));
        return parts;
    }

    /// <summary>What the units cost that are given up and were not before.</summary>
    private decimal? AmountOf(JsonElement order, List<GivenUpLine> parts)
    {
        var currency = order.At("totalPrice").Text("currencyCode") ?? "";
        var charged = lines.Read(order, out _).ToDictionary(line => line.Canonical.Line, line => line.Canonical, StringComparer.Ordinal);
        return parts.Where(part => part.Missing > 0).Sum(part =>
        {
            var (net, tax) = RefundShares.Between(
                charged[part.Line!.Value.Text("id")!], Quantity.Of(part.Now), Quantity.Of(part.UpTo), currency);
            return net + tax;
        });
    }

    private readonly record struct GivenUpLine(JsonElement? Line, long Quantity, long Now, long UpTo)
    {
        public long Missing => UpTo - Now;
    }
}
