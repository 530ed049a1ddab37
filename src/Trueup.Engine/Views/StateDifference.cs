using Trueup.Core.Cases;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Views;

/// <summary>One thing that two states do not agree about.</summary>
/// <param name="What">Its kind: <c>stock</c>, <c>order</c>, <c>case</c>, <c>waiting</c>, <c>poll</c> or
/// <c>wiring</c>.</param>
/// <param name="Subject">Which one.</param>
/// <param name="Held">What the one holds, in words; null where it holds nothing.</param>
/// <param name="Told">What the other holds, in words; null where it holds nothing.</param>
public sealed record StateDifference(string What, string Subject, string? Held, string? Told)
{
    /// <summary>Everything that differs.</summary>
    /// <param name="held">The state that is held.</param>
    /// <param name="told">The state that it is compared with.</param>
    public static IEnumerable<StateDifference> Between(HubState held, HubState told)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(told);
        return Of("stock", held.Stock, told.Stock, Describe)
            .Concat(Orders(held, told))
            .Concat(Of("case", held.Cases, told.Cases, Describe))
            .Concat(Of("waiting", held.ParkedMessages, told.ParkedMessages, waiting => $"{waiting.Count} messages"))
            .Concat(Of("poll", held.Cursors, told.Cursors, cursor => cursor))
            .Concat(Of("kit", held.Kits, told.Kits, shown => $"{shown.Parts.Count} components"))
            .Concat(Of("wiring", held.Wirings, told.Wirings, wiring =>
                $"{wiring.Sources.Count} sources, {wiring.Linked.Count} of them sold from"));
    }

    /// <summary>An order is the same whether it is in memory or in the archive.</summary>
    private static IEnumerable<StateDifference> Orders(HubState held, HubState told)
    {
        foreach (var order in held.AllOrders())
        {
            var other = told.Find(order.Id);
            if (!Equals(order, other))
            {
                yield return new StateDifference(
                    "order", order.Id.Text, Describe(order), other is null ? null : Describe(other));
            }
        }

        foreach (var order in told.AllOrders())
        {
            if (held.Find(order.Id) is null)
            {
                yield return new StateDifference("order", order.Id.Text, Held: null, Describe(order));
            }
        }
    }

    private static IEnumerable<StateDifference> Of<TKey, TValue>(
        string what,
        IReadOnlyDictionary<TKey, TValue> held,
        IReadOnlyDictionary<TKey, TValue> told,
        Func<TValue, string> describe)
        where TKey : notnull
    {
        foreach (var (key, value) in held)
        {
            if (!told.TryGetValue(key, out var other))
            {
                yield return new StateDifference(what, key.ToString()!, describe(value), Told: null);
            }
            else if (!Equals(value, other))
            {
                yield return new StateDifference(what, key.ToString()!, describe(value), describe(other));
            }
        }

        foreach (var (key, value) in told)
        {
            if (!held.ContainsKey(key))
            {
                yield return new StateDifference(what, key.ToString()!, Held: null, describe(value));
            }
        }
    }

    private static string Describe(SkuStock stock) => string.Join("; ", stock.Shelves
        .SelectMany(shelf => shelf.Levels.Select(level =>
            $"{level.Quantity} {StockLocationView.WordOf(level.State)} at {shelf.Location} by message {level.Message}"))
        .Concat(stock.Slots.Select(slot =>
            $"{slot.Connection} {slot.Source} to hold {slot.Desired} by message {slot.DesiredMessage}, "
            + $"told {slot.Written?.ToString() ?? "nothing"}"))
        .Concat(stock.Demands.Select(demand =>
            $"{demand.Unseen} unseen and {demand.Held} held for {demand.Order}")));

    // Never the order itself: it holds personal data.
    private static string Describe(OrderRecord order) =>
        $"{OrderView.Of(order).Status}, {order.Documents.Count} documents, "
        + $"{order.Documents.Count(document => document.IsSettled)} of them settled";

    private static string Describe(Case known) => $"{CaseView.WordOf(known.State)}: {known.Detail}";
}
