using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>
/// Goods may leave otherwise than planned: from another owner's place, or although they were given up; and who is to be told to leave units
/// may give up the same ones. What others were asked for, or still are to be asked for, is planned anew then.
/// </summary>
internal static class OrderReplanning
{
    /// <summary>Plans anew after goods left.</summary>
    /// <param name="before">The order before they left.</param>
    /// <param name="after">The order now.</param>
    /// <param name="sender">The owner of the place that they left.</param>
    /// <param name="beyond">Units by line and what was picked that left beyond what was still wanted.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="consequences">Where it is asked.</param>
    public static void Plan(
        OrderRecord before,
        OrderRecord after,
        ConnectionName sender,
        IReadOnlyDictionary<(string Line, Sku Part), Quantity> beyond,
        OwnershipContract contract,
        Consequences consequences)
    {
        var overtaken = new Dictionary<(string Line, Sku Part), Quantity>(beyond);
        foreach (var (line, was) in after.Lines.Zip(before.Lines))
        {
            foreach (var other in line.Picks.Select(pick => contract.OwnerOf(pick.Location)).Distinct().Where(owner => owner != sender))
            {
                var units = SentInPlaceOf(other, was, line, contract);
                if (units > Quantity.Zero)
                {
                    foreach (var (part, perUnit) in line.Parts)
                    {
                        overtaken[(line.Line, part)] = overtaken.GetValueOrDefault((line.Line, part)) + (perUnit * units);
                    }

                    TakeBack(after, other, line, units, contract, consequences);
                }
            }
        }

        Overtake(after, sender, overtaken, contract, consequences);
    }

    /// <summary>Whoever gives up what he is to be told to leave is not told of it any more: he would refuse, since it is not open there.</summary>
    /// <param name="before">The order before it was given up.</param>
    /// <param name="after">The order now.</param>
    /// <param name="reporter">Who gave it up.</param>
    /// <param name="named">What he named; empty for all that was open.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="consequences">Where it is said.</param>
    public static void Cross(
        OrderRecord before, OrderRecord after, ConnectionName reporter, Items<LineQuantity> named, OwnershipContract contract,
        Consequences consequences)
    {
        var crossed = new NamedUnits(named);
        foreach (var (line, was) in after.Lines.Zip(before.Lines))
        {
            foreach (var part in line.Picks.Select(pick => pick.Sku).Distinct().Where(part => part != line.Sku))
            {
                crossed.Use(
                    line.Line, part,
                    OrderDocuments.WithdrawnAt(line, part, reporter, contract) - OrderDocuments.WithdrawnAt(was, part, reporter, contract));
            }

            crossed.Use(line.Line, line.Sku, line.Withdrawn - was.Withdrawn);
        }

        foreach (var document in after.Documents.Where(known =>
            known.Target == reporter && known.Kind == DocumentKind.ReduceOrder && !known.IsMade))
        {
            var left = named.IsEmpty ? [] : document.Lines
                .Select(asked => asked with { Quantity = asked.Quantity - crossed.Use(asked.Line!, asked.Sku, asked.Quantity) })
                .Where(asked => asked.Quantity > Quantity.Zero).ToItems();
            Replan(document, left, consequences);
        }
    }

    /// <summary>What is left to be asked; one that was refused for the rest may go now.</summary>
    private static void Replan(OrderDocument document, Items<LineQuantity> left, Consequences consequences)
    {
        if (left == document.Lines)
        {
            return;
        }

        consequences.Say(new OrderEvent.DocumentReplanned(document.Key, left));
        if (document.Refusal is not null && !left.IsEmpty)
        {
            consequences.Say(new OrderEvent.DocumentReopened(document.Key));
        }
    }

    /// <summary>Whole units of a line that another owner was to pick, and that have left elsewhere now.</summary>
    private static Quantity SentInPlaceOf(
        ConnectionName? owner, LineRecord before, LineRecord after, OwnershipContract contract)
    {
        var sent = after.Picks.Zip(before.Picks, static (now, was) => now with { Dispatched = now.Dispatched - was.Dispatched });
        return (after with { Picks = sent.ToItems() }).WholeOf(pick => contract.OwnerOf(pick.Location) == owner ? pick.Dispatched : Quantity.Zero);
    }

    /// <summary>Who was to pick what has left elsewhere is told not to.</summary>
    private static void TakeBack(
        OrderRecord order,
        ConnectionName? owner,
        LineRecord line,
        Quantity units,
        OwnershipContract contract,
        Consequences consequences)
    {
        if (owner is not { } target || !order.Documents.Any(known => known.Target == target && known.Kind == DocumentKind.CreateOrder) ||
            order.Documents.Any(known => known.Target == target && known.Kind == DocumentKind.CancelOrder))
        {
            return;
        }

        var place = line.Picks.First(pick => contract.OwnerOf(pick.Location) == owner).Location;
        OrderDocuments.AskToReduce(order, target, [new LineQuantity(line.Line, line.Sku, units)], place, consequences);
    }

    /// <summary>What the sender was still to be told to leave, and has sent, can be taken back from nobody.</summary>
    private static void Overtake(
        OrderRecord order,
        ConnectionName sender,
        Dictionary<(string Line, Sku Part), Quantity> overtaken,
        OwnershipContract contract,
        Consequences consequences)
    {
        foreach (var document in order.Documents.Where(known => known.Target == sender && !known.IsMade))
        {
            if (document.Kind == DocumentKind.ReduceOrder)
            {
                Replan(document, document.Lines.SelectMany(asked => Left(order, asked, overtaken)).ToItems(), consequences);
            }
            else if (document.Kind == DocumentKind.CancelOrder && order.Lines.All(HasSentWhatWasGivenUp))
            {
                consequences.Say(new OrderEvent.DocumentReplanned(document.Key, []));
            }
        }

        bool HasSentWhatWasGivenUp(LineRecord line) =>
            line.SetsOf(pick => contract.OwnerOf(pick.Location) == sender ? pick.Withdrawn : Quantity.Zero) <= line.Parts
                .Select(part => overtaken.GetValueOrDefault((line.Line, part.Sku)).CountedBy(part.PerUnit))
                .Aggregate(Quantity.Zero, Quantity.Max);
    }

    /// <summary>What can still be left of what was asked. Where only parts of a set have left, its other parts are asked for: they make no set
    /// any more.</summary>
    private static Items<LineQuantity> Left(
        OrderRecord order, LineQuantity asked, Dictionary<(string Line, Sku Part), Quantity> overtaken)
    {
        var line = order.Lines.FirstOrDefault(known => known.Line == asked.Line);
        (Sku Sku, Quantity PerUnit)[] parts = line is null || line.Sku != asked.Sku ? [(asked.Sku, 1)] : [.. line.Parts];
        var left = Array.ConvertAll(parts, part => Use(part.Sku, part.PerUnit * asked.Quantity));
        var sets = asked.Quantity - ((parts[0].PerUnit * asked.Quantity) - left[0].Quantity).CountedBy(parts[0].PerUnit);
        var isWhole = parts.Zip(left).All(part => part.Second.Quantity == part.First.PerUnit * sets);
        return (isWhole ? [asked with { Quantity = sets }] : left).Where(units => units.Quantity > Quantity.Zero).ToItems();

        LineQuantity Use(Sku part, Quantity most)
        {
            var key = (asked.Line!, part);
            var used = Quantity.Min(most, overtaken.GetValueOrDefault(key));
            overtaken[key] = overtaken.GetValueOrDefault(key) - used;
            return new LineQuantity(asked.Line, part, most - used);
        }
    }
}
