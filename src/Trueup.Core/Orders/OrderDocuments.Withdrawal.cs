using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <content>Tells other systems what is not wanted any more, as a whole or in part.</content>
public static partial class OrderDocuments
{
    /// <summary>Takes an order, or units of it, back from the back office.</summary>
    /// <param name="before">The order before something was given up.</param>
    /// <param name="after">The order now.</param>
    /// <param name="reporter">The system that gave it up and need not be told; null when the storefront did.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="consequences">Where it is asked.</param>
    internal static void AskForWithdrawal(
        OrderRecord before,
        OrderRecord after,
        ConnectionName? reporter,
        OwnershipContract contract,
        Consequences consequences)
    {
        if (before.Lines.All(line => line.Open.IsZero))
        {
            return;
        }

        var isPart = after.Lines.Any(line => line.Open > Quantity.Zero);
        foreach (var created in after.Documents)
        {
            if (created.Kind is not (DocumentKind.CreateOrder or DocumentKind.PostSale) || created.Target == reporter)
            {
                continue;
            }

            var isSale = created.Kind == DocumentKind.PostSale;
            if (isPart)
            {
                Reduce(before, after, created.Target, isSale, contract, consequences);
            }
            else if (after.Documents.FindIndex(known => known.Key == $"{after.Id}/cancel/{created.Target}") < 0)
            {
                consequences.Say(new OrderEvent.DocumentAsked(new OrderDocument(
                    $"{after.Id}/cancel/{created.Target}", created.Target,
                    isSale ? DocumentKind.CancelSale : DocumentKind.CancelOrder)));
            }
        }
    }

    /// <summary>
    /// Asks the storefront to give up what the back office gave up: the whole order, or lines with all the units of
    /// them that are not wanted, so that asking twice gives up once.
    /// </summary>
    internal static void AskForCancellationInStorefront(
        OrderRecord before, OrderRecord after, Fact.CancellationReported report, Consequences consequences)
    {
        var given = Given(before, after).Select(line => new LineQuantity(line.Line, line.Sku, line.Withdrawn)).ToItems();
        if (after.IsClosed || given.IsEmpty)
        {
            return;
        }

        var earlier = after.Documents.Count(known => known.Kind == DocumentKind.CancelInStorefront);
        var isWhole = earlier == 0 && after.Lines.All(line => line.Withdrawn == line.Ordered);
        var key = $"{after.Id}/cancel-in-storefront";
        consequences.Say(new OrderEvent.DocumentAsked(new OrderDocument(
            isWhole ? key : $"{key}/{earlier + 1}", after.Canonical.Storefront, DocumentKind.CancelInStorefront)
        {
            Lines = isWhole ? [] : given,
            Detail = isWhole && report.Restock
                ? null
                : new DocumentDetail { Reason = report.Reason, Restocked = report.Restock ? given : [] },
        }));
    }

    /// <summary>
    /// A part that the storefront would not give up as things stood is tried again when things have changed there: what
    /// was not paid may be, and what was to stay may be invoiced.
    /// </summary>
    internal static void RetryCancellations(OrderRecord order, Consequences consequences)
    {
        foreach (var document in order.Documents)
        {
            if (document is { Kind: DocumentKind.CancelInStorefront, Refusal: not null, Lines.IsEmpty: false })
            {
                consequences.Say(new OrderEvent.DocumentReopened(document.Key));
            }
        }
    }

    private static void Reduce(
        OrderRecord before,
        OrderRecord after,
        ConnectionName target,
        bool isSale,
        OwnershipContract contract,
        Consequences consequences)
    {
        var lines = Given(before, after)
            .Where(line => isSale || line.Picks.Any(pick => contract.Location(pick.Location)?.Owner == target))
            .Select(line => new LineQuantity(line.Line, line.Sku, line.Withdrawn - WithdrawnOf(before, line.Line)))
            .ToItems();
        if (!lines.IsEmpty)
        {
            var kind = isSale ? DocumentKind.CancelSale : DocumentKind.ReduceOrder;
            var number = after.Documents.Count(known => known.Target == target && known.Kind == kind) + 1;
            consequences.Say(new OrderEvent.DocumentAsked(
                new OrderDocument($"{after.Id}/reduce/{target}/{number}", target, kind) { Lines = lines }));
        }
    }

    private static IEnumerable<LineRecord> Given(OrderRecord before, OrderRecord after) =>
        after.Lines.Where(line => line.Withdrawn > WithdrawnOf(before, line.Line));

    private static Quantity WithdrawnOf(OrderRecord order, string line)
    {
        var place = order.Lines.FindIndex(known => known.Line == line);
        return place < 0 ? Quantity.Zero : order.Lines[place].Withdrawn;
    }
}
