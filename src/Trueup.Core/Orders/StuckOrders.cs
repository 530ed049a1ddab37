using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Finds orders that stay in a stage for too long.</summary>
public static class StuckOrders
{
    /// <summary>The case that an order is by now; null while it is in time, waits for goods that were sold before they were
    /// there, or where the stage has no limit.</summary>
    public static Finding? Judge(OrderRecord order, DateTimeOffset now, OwnershipContract contract, Func<Sku, SkuStock?> known)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(contract);
        if (order.Trail.IsEmpty || contract.LimitOf(order.Stage) is not { } limit || now - order.Trail[^1].At < limit)
        {
            return null;
        }

        var awaited = order.IsReleased ? AwaitedGoods.Of(order, contract, known) : [];
        if (!awaited.IsEmpty && awaited.All(goods => goods.Expected is not { } day || now < EndOf(day) + limit))
        {
            return null;
        }

        return new Finding(
            OrderCases.Stuck,
            LineageOf(order),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Word(order.Stage)} since {order.Trail[^1].At:u}, at most {limit} is allowed; {WaitsFor(order, contract, awaited)}."));
    }

    /// <summary>What a stuck order's case is about.</summary>
    public static Lineage LineageOf(OrderRecord order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new Lineage { Storefront = order.Canonical.Storefront, Order = order.Id.Text };
    }

    /// <summary>The word for a stage.</summary>
    public static string Word(OrderStage stage) => stage.ToString().ToLowerInvariant();

    private static DateTimeOffset EndOf(DateOnly day) => new(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);

    private static string WaitsFor(OrderRecord order, OwnershipContract contract, Items<AwaitedGoods> awaited)
    {
        foreach (var goods in awaited)
        {
            if (goods.Expected is { } day)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{goods.Units} of {goods.Sku} were expected at {goods.Location} by {day:yyyy-MM-dd} and are not there");
            }
        }

        foreach (var document in order.Documents)
        {
            if (document.Refusal is not null)
            {
                return $"{document.Target} refused {document.Kind}: {document.Refusal.TrimEnd('.')}";
            }

            if (!document.IsSettled)
            {
                return $"{document.Target} has not taken {document.Kind}";
            }
        }

        return order.IsReleased ? "the back office has not reported the next step" : WhyNotReleased(order, contract);
    }

    private static string WhyNotReleased(OrderRecord order, OwnershipContract contract)
    {
        var storefront = order.Canonical.Storefront;
        if (order.Progress.Phase == OrderPhase.OnHold)
        {
            return $"{storefront} has it on hold";
        }

        var faults = OrderDocuments.MayGo(order, contract) ? OrderCheck.OfOrder(order.Canonical, contract) : [];
        return !faults.IsEmpty ? $"it is held for its content: {string.Join(" ", faults.Select(fault => fault.Detail)).TrimEnd('.')}"
            : OrderDocuments.AwaitsApproval(order, contract) ? "it waits for a person's approval"
            : $"its release point is not reached: payment {order.Canonical.Payment?.State ?? "unknown"}, {order.Progress.State} in {storefront}";
    }
}
