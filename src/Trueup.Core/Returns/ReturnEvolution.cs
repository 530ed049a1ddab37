using System.Diagnostics;
using Trueup.Core.Entries;

namespace Trueup.Core.Returns;

/// <summary>What an order's returns are after an event. Never refuses.</summary>
public static class ReturnEvolution
{
    /// <summary>The returns after the event.</summary>
    public static OrderReturns Evolve(OrderReturns before, ReturnEvent change, JournalPosition message)
    {
        ArgumentNullException.ThrowIfNull(before);
        return change switch
        {
            ReturnEvent.Authorised told => before with
            {
                Authorisations = before.Authorisations.Add(
                    new Authorisation(told.Rma, told.Reporter, told.At, told.Lines, told.Reason, message)),
            },
            ReturnEvent.Received told => before with
            {
                Receipts = before.Receipts.Add(
                    new ReturnReceipt(told.Rma, told.Reporter, told.Location, told.At, told.Lines, message)),
            },
            ReturnEvent.Inspected told => before with
            {
                Inspections = before.Inspections.Add(
                    new ReturnInspection(told.Rma, told.Reporter, told.Location, told.At, told.Lines, message)
                    {
                        SellableAt = told.SellableAt,
                    }),
            },
            ReturnEvent.RefundDue due => before with
            {
                Asked = before.Asked.Add(new RefundAsk(due.Key, due.Rmas, due.Lines, due.Units, message)),
            },
            ReturnEvent.RefundShown shown => before with
            {
                Seen = before.Seen.Add(
                    new RefundSeen(shown.Refund, shown.At, shown.Lines, shown.Amounts, shown.Reference, message)),
            },
            _ => throw new UnreachableException($"No evolution for {change?.GetType().Name}."),
        };
    }
}
