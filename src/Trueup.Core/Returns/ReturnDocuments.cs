using Trueup.Core.Cases;
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
                KeyOf(order, rma, target), target,
                isFinance ? DocumentKind.PostReturn : DocumentKind.AnnounceReturn)
            {
                Lines = lines,
                Detail = new DocumentDetail { Rma = rma, Reason = ReasonOf(returns, rma) },
            });
        }
    }

    /// <summary>
    /// A return that was promised for more after others had been told of it: receivers take an announcement under a number once, and
    /// refuse or overlook another one, so people correct it there. Its goods count when they come in any case.
    /// </summary>
    internal static void JudgeWidened(
        OrderRecord order, OrderReturns returns, OwnershipContract contract, List<Finding> findings, List<Disproof> disproofs)
    {
        foreach (var promised in returns.Authorisations.GroupBy(known => known.Rma, StringComparer.Ordinal).Select(told => told.Last()))
        {
            var lines = LinesOf(returns, order, promised.Rma);
            var came = returns.Receipts.Where(receipt => receipt.Rma == promised.Rma).SelectMany(receipt => receipt.Lines);
            var isHere = UnitsOf(came) >= UnitsOf(OrderParts.Expand(order, contract, lines));
            var behind = Told(contract).Select(target => order.Documents.FirstOrDefault(document =>
                    document.Key == KeyOf(order, promised.Rma, target))).OfType<OrderDocument>()
                .Where(document => !isHere && UnitsOf(lines) > UnitsOf(document.Lines) &&
                    returns.Authorisations.FindIndex(known => known.Rma == promised.Rma && known.Lines != promised.Lines) >= 0)
                .ToList();
            var about = new Lineage { Order = order.Id.Text, Location = $"return {promised.Rma}" };
            if (behind.Count == 0)
            {
                disproofs.Add(new Disproof(ReturnCases.Widened, about, "Whoever was told of the return knows of all of it, or all of it came."));
                continue;
            }

            findings.Add(new Finding(
                ReturnCases.Widened, about,
                $"Return {promised.Rma} is of {string.Join(", ", lines.Select(units => $"{units.Quantity} of {units.Sku}"))} now; " +
                $"{string.Join(", ", behind.Select(document => $"{document.Target} was told of {UnitsOf(document.Lines)}"))}."));
        }
    }

    private static Quantity UnitsOf(IEnumerable<LineQuantity> lines) =>
        lines.Aggregate(Quantity.Zero, (sum, units) => sum + units.Quantity);

    private static string KeyOf(OrderRecord order, string rma, ConnectionName target) => $"{order.Id}/return/{rma}/{target}";

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
