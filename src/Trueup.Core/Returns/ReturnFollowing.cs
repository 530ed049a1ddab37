using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Books;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Returns;

/// <summary>
/// What an order's returns ask for as they stand: refunds that are due, documents that other systems lack, and cases
/// where goods and money do not go together. Works on the state alone, so it is safe to ask at any time and never asks
/// twice.
/// </summary>
public static class ReturnFollowing
{
    /// <summary>What is due now.</summary>
    public static ReturnDecision Follow(OrderRecord order, OrderReturns returns, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(returns);
        ArgumentNullException.ThrowIfNull(contract);
        var tally = new ReturnTally(order, returns, contract);
        var refund = RefundsDue.Ask(order, returns, tally, contract);
        var after = refund is null ? returns : ReturnEvolution.Evolve(returns, refund, order.Message);
        var documents = new ReturnDocuments(order, after, tally, contract);
        var findings = new List<Finding>();
        var disproofs = new List<Disproof>();
        Judge(order, after, tally, contract, findings, disproofs);
        documents.JudgeWidened(findings, disproofs);
        return new ReturnDecision(
            refund is null ? [] : [refund],
            Documents: documents.Missing(),
            Findings: findings.ToItems(),
            Disproofs: disproofs.ToItems());
    }

    private static void Judge(
        OrderRecord order,
        OrderReturns returns,
        ReturnTally tally,
        OwnershipContract contract,
        List<Finding> findings,
        List<Disproof> disproofs)
    {
        findings.AddRange(returns.Seen.Select(seen => Differing(order, returns, seen)).OfType<Finding>());
        Say(ReturnCases.MoreThanShipped, returns.Receipts.SelectMany(receipt => receipt.Lines).Select(units => units.Sku).Distinct(),
            sku => tally.Excess.Where(beyond => beyond.Sku == sku).Select(beyond => beyond.Units).FirstOrDefault() is var excess &&
                excess > Quantity.Zero
                    ? $"lines[].quantity: {excess} of {sku} came back that never left for this order; they are not refunded."
                    : null,
            "Everything that came back had left.");
        if (contract.Terms.Return.Owner is null)
        {
            return;
        }

        var lines = order.Lines.ToLookup(line => line.Sku);
        Say(ReturnCases.RefundWithoutReturn, lines.Select(alike => alike.Key),
            sku => lines[sku].Select(line => Unreturned(order, returns, tally, line)).OfType<string>().FirstOrDefault(),
            "The goods are back, or expected.");
        var isLeftToPeople = !RefundsDue.IsOurs(order, contract);
        Say(ReturnCases.RestockWithoutRefund, lines.Select(alike => alike.Key),
            sku => isLeftToPeople ? lines[sku].Select(line => Unrefunded(order, returns, tally, line)).OfType<string>().FirstOrDefault() : null,
            "The money went back.");

        void Say(CaseCode code, IEnumerable<Sku> skus, Func<Sku, string?> trouble, string otherwise)
        {
            var about = new Lineage { Order = order.Id.Text };
            var (found, over) = (new List<Finding>(), new List<Disproof>());
            foreach (var sku in skus)
            {
                if (trouble(sku) is { } detail)
                {
                    found.Add(new Finding(code, about with { Sku = sku.Text }, detail));
                }
                else
                {
                    over.Add(new Disproof(code, about with { Sku = sku.Text }, otherwise));
                }
            }

            disproofs.AddRange(over);
            if (found.Count > ManyLines.AloneMax)
            {
                findings.Add(ManyLines.InOne(found, about));
                disproofs.AddRange(found.Select(one => new Disproof(code, one.About, "The order has one case for all of its lines.")));
                return;
            }

            findings.AddRange(found);
            disproofs.Add(new Disproof(code, about, found.Count == 0 ? otherwise : "What is left has a case for each line."));
        }
    }

    private static string? Unreturned(OrderRecord order, OrderReturns returns, ReturnTally tally, LineRecord line)
    {
        var refunded = RefundsDue.RefundedOfShipped(order, returns, line);
        var back = Quantity.Max(tally.Received(line), Expected(returns, line));
        return refunded > back ? $"{refunded} of {line.Sku} refunded after they were shipped, {back} returned or expected." : null;
    }

    private static string? Unrefunded(OrderRecord order, OrderReturns returns, ReturnTally tally, LineRecord line)
    {
        var refunded = RefundsDue.RefundedOfShipped(order, returns, line);
        return tally.Refundable(line) > Quantity.Max(refunded, RefundsDue.Asked(returns, line))
            ? $"{tally.Refundable(line)} of {line.Sku} inspected, {refunded} refunded."
            : null;
    }

    /// <summary>
    /// A refund of the hub's own that gave back another amount than was due. A storefront rounds each line's net and tax
    /// in its own way (adobe-commerce-observed.md §4), so a minor unit for each is no difference.
    /// </summary>
    private static Finding? Differing(OrderRecord order, OrderReturns returns, RefundSeen seen)
    {
        var ask = returns.Asked.FirstOrDefault(known => known.Key == seen.Reference ||
            order.Documents.FindIndex(made => made.Key == known.Key && made.RemoteId == seen.Refund) >= 0);
        if (ask is null || seen.Amounts is not { } given)
        {
            return null;
        }

        var minor = new decimal(1, 0, 0, isNegative: false, (byte)Currencies.ScaleOf(order.Canonical.Currency));
        var difference = given.Gross - ask.Amounts.Gross;
        return Math.Abs(difference) <= 2 * minor * ask.Lines.Count
            ? null
            : new Finding(
                ReturnCases.RefundDiffers,
                new Lineage { Order = order.Id.Text, Location = $"refund {seen.Refund}" },
                $"Refund {seen.Refund} gave back {given.Gross} {order.Canonical.Currency}; {ask.Amounts.Gross} was due.");
    }

    /// <summary>Units of a line that promised returns name, arrived or not, each as it was promised last.</summary>
    private static Quantity Expected(OrderReturns returns, LineRecord line)
    {
        var expected = Quantity.Zero;
        foreach (var authorised in returns.Authorisations.GroupBy(known => known.Rma, StringComparer.Ordinal).Select(told => told.Last()))
        {
            expected += authorised.Lines.IsEmpty
                ? line.Ordered
                : authorised.Lines.Where(units => NamedUnits.Names(units, line.Line, line.Sku))
                    .Sum(units => units.Quantity);
        }

        return expected;
    }
}
