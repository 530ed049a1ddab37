using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>Decides what people ask for about orders.</summary>
internal sealed class OrderRequests(HubState state, OwnershipContract contract)
{
    /// <summary>Makes the request true, and names the keys under which messages may go on now; nothing for an order that the
    /// hub does not know.</summary>
    public IReadOnlyList<string> Decide(Deliberation about, Request request)
    {
        if (!OrderId.TryParse(request.Key, out var id) || state.Find(id) is not { } order)
        {
            return [];
        }

        if (request.Do == Request.ApproveOrder)
        {
            about.Say(new Change.OrderChanged(id, new OrderEvent.Approved(request.By)));
        }

        var (field, value) = FieldOf(request.Text ?? "");
        var decision = request.Do is Request.RetryOrder or Request.ApproveOrder
            ? OrderDocuments.Reopen(state.Find(id)!, contract)
            : OrderEdits.Edit(order, field, value, request.By, about.Now, contract);
        about.Say(id, decision, contract);
        OrderHealing.Heal(about, state.Find(id)!, contract);
        OrderHealing.HealOvertaken(about, decision, state.Find(id)!);
        return request.Do == Request.RetryOrder ? ReadAgain(about, state.Find(id)!) : [];
    }

    /// <summary>Where lines could come from nowhere, the sights that showed them are read again: they say where the storefront
    /// drew them from.</summary>
    private string[] ReadAgain(Deliberation about, OrderRecord order)
    {
        var left = order.Lines.Where(line => !LateServing.LeftOf(order, line).IsZero).ToList();
        if (left.Count == 0)
        {
            return [];
        }

        var found = OrderHealing.UnsourcedOf(order, left)
            .Select(lineage => state.Cases.GetValueOrDefault(new Finding(CaseCodes.OrderUnsourced, lineage, "").CaseKey))
            .OfType<Case>().Select(known => known.LastMessage);
        return found.Append(order.Message).Distinct().Select(about.ReadAgain).ToArray();
    }

    private static (string Field, string? Value) FieldOf(string text)
    {
        var sign = text.IndexOf('=', StringComparison.Ordinal);
        var value = sign < 0 ? "" : text[(sign + 1)..];
        return (sign < 0 ? text : text[..sign], value.Length == 0 ? null : value);
    }
}
