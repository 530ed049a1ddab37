using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Returns;

/// <summary>What other systems are told of returns and refunds, each once.</summary>
public static class ReturnDocuments
{
    /// <summary>Documents that are not asked for yet.</summary>
    internal static Items<OrderEvent> Missing(OrderRecord order, OrderReturns returns, OwnershipContract contract)
    {
        var missing = new List<OrderEvent>();
        foreach (var rma in returns.Numbers)
        {
            Announce(order, returns, rma, contract, Ask);
        }

        foreach (var ask in returns.Asked)
        {
            Ask(new OrderDocument(ask.Key, order.Canonical.Storefront, DocumentKind.RefundInStorefront)
            {
                Lines = ask.Lines.Select(line => new LineQuantity(
                    line.Line, order.Canonical.Lines.First(known => known.Line == line.Line).Sku, line.Quantity))
                    .ToItems(),
                Detail = new DocumentDetail { Rma = string.Join(", ", ask.Rmas), Amounts = ask.Amounts },
            });
        }

        foreach (var refund in returns.Seen.Where(refund => refund.Amounts is not null))
        {
            foreach (var target in contract.TargetsOf(DataKind.Refund)
                .Where(target => target.IsFinance && HasSale(order, target.Connection) &&
                    !OrderDocuments.IsWithdrawn(order, target.Connection)))
            {
                Ask(new OrderDocument(
                    $"{order.Id}/credit/{refund.Refund}/{target.Connection}", target.Connection, DocumentKind.PostCredit)
                {
                    Detail = new DocumentDetail
                    {
                        About = refund.Refund,
                        Rma = RmaOf(returns, refund),
                        Amounts = refund.Amounts,
                    },
                });
            }
        }

        return missing.ToItems();

        void Ask(OrderDocument document)
        {
            if (order.Documents.FindIndex(asked => asked.Key == document.Key) < 0)
            {
                missing.Add(new OrderEvent.DocumentAsked(document));
            }
        }
    }

    /// <summary>Units refunded of each line once a refund is done; empty for a refund that no return made due.</summary>
    internal static Items<LineQuantity> UpTo(OrderRecord order, OrderDocument document)
    {
        var place = order.Returns?.Asked.FindIndex(ask => ask.Key == document.Key) ?? -1;
        return place < 0
            ? []
            : order.Returns!.Asked[place].Lines.Select(line => new LineQuantity(
                line.Line, order.Canonical.Lines.First(known => known.Line == line.Line).Sku, line.UpTo)).ToItems();
    }

    /// <summary>
    /// The number of a return reaches whoever follows or handles returns, but for the one who told it: warehouses are
    /// told what will come, books what came, and the storefront notes it on the order.
    /// </summary>
    private static void Announce(
        OrderRecord order, OrderReturns returns, string rma, OwnershipContract contract, Action<OrderDocument> ask)
    {
        var lines = UnnumberedReturns.Beyond(order, returns, contract, rma, number => LinesOf(returns, order, number));
        if (lines.IsEmpty)
        {
            return;
        }

        foreach (var target in Told(contract).Where(target => target != returns.FirstToTell(rma)))
        {
            var isFinance = contract.Connection(target)?.IsFinance == true;
            var isStorefront = contract.Connection(target)?.Roles.Span.Contains("storefront") == true;
            if (isStorefront ? target != order.Canonical.Storefront : isFinance && !HasSale(order, target))
            {
                continue;
            }

            ask(new OrderDocument(
                $"{order.Id}/return/{rma}/{target}", target,
                isFinance ? DocumentKind.PostReturn : DocumentKind.AnnounceReturn)
            {
                Lines = lines,
                Detail = new DocumentDetail { Rma = rma, Reason = ReasonOf(returns, rma) },
            });
        }
    }

    private static Items<LineQuantity> LinesOf(OrderReturns returns, OrderRecord order, string rma)
    {
        var promised = returns.Authorisations.LastOrDefault(known => known.Rma == rma);
        var named = promised is { Lines.IsEmpty: false }
            ? promised.Lines
            : returns.Receipts.Where(known => known.Rma == rma).SelectMany(known => known.Lines).ToItems();
        return named.IsEmpty
            ? order.Lines.Select(line => new LineQuantity(line.Line, line.Sku, line.Ordered - line.Withdrawn)).ToItems()
            : named.Select(units => units with { Line = units.Line ?? LineOf(order, units.Sku) }).ToItems();
    }

    private static string? LineOf(OrderRecord order, Sku sku) => order.Lines.FirstOrDefault(line =>
        line.Sku == sku || line.Picks.FindIndex(pick => pick.Sku == sku) >= 0)?.Line;

    private static string? ReasonOf(OrderReturns returns, string rma) =>
        returns.Authorisations.LastOrDefault(known => known.Rma == rma)?.Reason;

    private static string? RmaOf(OrderReturns returns, RefundSeen refund) =>
        returns.Asked.FirstOrDefault(ask => ask.Key == refund.Reference) is { } ask ? string.Join(", ", ask.Rmas) : null;

    /// <summary>Whoever handles returns, and whoever follows them.</summary>
    private static IEnumerable<ConnectionName> Told(OwnershipContract contract) =>
        (contract.Terms.Return.Owner is { } owner ? new[] { owner } : [])
        .Concat(contract.TargetsOf(DataKind.Return).Select(target => target.Connection)).Distinct();

    /// <summary>Books can only take what belongs to a sale that they have.</summary>
    private static bool HasSale(OrderRecord order, ConnectionName target) => order.Documents.FindIndex(document =>
        document.Target == target && document.Kind == DocumentKind.PostSale) >= 0;
}
