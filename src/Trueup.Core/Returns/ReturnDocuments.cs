using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Returns;

/// <summary>What other systems are told of an order's returns and refunds, each once.</summary>
internal sealed class ReturnDocuments(OrderRecord order, OrderReturns returns, ReturnTally tally, OwnershipContract contract)
{
    /// <summary>Units refunded of each line once a refund is done; empty for a refund that no return made due.</summary>
    public static Items<LineQuantity> UpTo(OrderRecord order, OrderDocument document)
    {
        var place = order.Returns?.Asked.FindIndex(ask => ask.Key == document.Key) ?? -1;
        return place < 0
            ? []
            : order.Returns!.Asked[place].Lines.Select(line => new LineQuantity(
                line.Line, order.Canonical.LineOf(line.Line).Sku, line.UpTo)).ToItems();
    }

    /// <summary>The document that told a system of the return which another one widens.</summary>
    public static OrderDocument? ToldBefore(OrderRecord order, OrderDocument amendment) =>
        About(order, amendment.Target, amendment.Detail?.Rma).FirstOrDefault();

    /// <summary>What each return is of that no entry without a number announced, in units of the order's lines.</summary>
    private (string Rma, Items<LineQuantity> Lines)[] Numbered => field ??=
    [
        .. returns.Numbers.Select(rma =>
            (rma, OrderParts.ByLine(order, contract, UnnumberedReturns.Beyond(order, returns, contract, rma, GoodsOf)))),
    ];

    /// <summary>Documents that are not asked for yet, and refused ones that do not say any more what a return is.</summary>
    public Items<OrderEvent> Missing()
    {
        var words = Numbered.SelectMany(known => Words(known.Rma, known.Lines)).ToList();
        var documents = words.SelectMany(word => word.Next).Concat(returns.Asked.Select(RefundOf))
            .Concat(returns.Seen.Where(refund => refund.Amounts is not null).SelectMany(Credits));
        return words.SelectMany(word => word.Outdated).Concat(documents
            .Where(document => order.Documents.FindIndex(asked => asked.Key == document.Key) < 0)
            .Select(document => (OrderEvent)new OrderEvent.DocumentAsked(document))).ToItems();
    }

    /// <summary>
    /// Returns that are of more than a system took word of. Goods that are awaited count when they come in any case, so a warehouse's want
    /// ends with them; books stay short until they are corrected.
    /// </summary>
    public void JudgeWidened(List<Finding> findings, List<Disproof> disproofs)
    {
        foreach (var (rma, lines) in Numbered)
        {
            var isHere = UnitsOf(tally.Came(rma)) >= UnitsOf(OrderParts.Expand(order, contract, lines));
            var behind = Told().Select(target => About(order, target, rma).LastOrDefault()).OfType<OrderDocument>()
                .Where(last => last is { Kind: DocumentKind.AmendReturn, Refusal: not null } && !(isHere && !IsFinance(last.Target))).ToList();
            var about = new Lineage { Order = order.Id.Text, Location = $"return {rma}" };
            if (behind.Count == 0)
            {
                disproofs.Add(new Disproof(ReturnCases.Widened, about, "Whoever was told of the return knows of all of it, or all of it came."));
                continue;
            }

            findings.Add(new Finding(
                ReturnCases.Widened, about,
                $"Return {rma} is of {string.Join(", ", lines.Select(units => $"{units.Quantity} of {units.Sku}"))} now; " +
                $"{string.Join("; ", behind.Select(WordsOf))}"));
        }
    }

    private static IEnumerable<OrderDocument> About(OrderRecord order, ConnectionName target, string? rma) => order.Documents.Where(document =>
        document.Target == target && document.Detail?.Rma == rma &&
        document.Kind is DocumentKind.AnnounceReturn or DocumentKind.PostReturn or DocumentKind.AmendReturn);

    private static Quantity UnitsOf(IEnumerable<LineQuantity> lines) =>
        lines.Sum(units => units.Quantity);

    private string WordsOf(OrderDocument refused)
    {
        var taken = About(order, refused.Target, refused.Detail?.Rma).Last(document => document.Refusal is null && !document.Lines.IsEmpty);
        return $"{refused.Target} was told of {UnitsOf(taken.Lines)} and does not take the rest: {refused.Refusal}";
    }

    /// <summary>
    /// The number of a return reaches whoever follows or handles returns, but for the one who told it: warehouses are
    /// told what will come, books what came, and the storefront notes it on the order.
    /// </summary>
    private IEnumerable<Word> Words(string rma, Items<LineQuantity> lines)
    {
        var promised = returns.Authorisations.LastOrDefault(known => known.Rma == rma);
        foreach (var target in Told().Where(target => target != returns.FirstToTell(rma)))
        {
            var isStorefront = contract.Connection(target)?.Roles.Span.Contains("storefront") == true;
            if (isStorefront ? target != order.Canonical.Storefront : IsFinance(target) && !HasSale(target))
            {
                continue;
            }

            // Goods that never left are of no line: their shop notes the number on the one that they may be of, and nobody else can take them.
            var units = !isStorefront ? lines : (lines.IsEmpty ? StraysOf(rma) : lines)
                .Select(units => units with { Line = units.Line ?? LineOf(units.Sku) }).ToItems();
            if (units.IsEmpty)
            {
                continue;
            }

            var told = About(order, target, rma).ToItems();
            var document = new OrderDocument(
                $"{order.Id}/return/{rma}/{target}", target, IsFinance(target) ? DocumentKind.PostReturn : DocumentKind.AnnounceReturn)
            {
                Lines = units,
                Detail = new DocumentDetail { Rma = rma, Reason = promised?.Reason },
            };
            yield return new Word(
                document, told, !told.IsEmpty && told[0].Refusal is null && target != promised?.Reporter && IsWider(units, told[^1]));
        }
    }

    private OrderDocument RefundOf(RefundAsk ask) => new(ask.Key, order.Canonical.Storefront, DocumentKind.RefundInStorefront)
    {
        Lines = ask.Lines.Select(line => new LineQuantity(
            line.Line, order.Canonical.LineOf(line.Line).Sku, line.Quantity)).ToItems(),
        Detail = new DocumentDetail { Rma = string.Join(", ", ask.Rmas), Amounts = ask.Amounts },
    };

    private IEnumerable<OrderDocument> Credits(RefundSeen refund) => contract.TargetsOf(DataKind.Refund)
        .Where(target => target.IsFinance && HasSale(target.Connection) && !OrderDocuments.IsWithdrawn(order, target.Connection))
        .Select(target => new OrderDocument(
            $"{order.Id}/credit/{refund.Refund}/{target.Connection}", target.Connection, DocumentKind.PostCredit)
        {
            Detail = new DocumentDetail { About = refund.Refund, Rma = RmaOf(refund), Amounts = refund.Amounts },
        });

    /// <summary>What was promised, and what came beyond it; all that was ordered where neither says.</summary>
    private Items<LineQuantity> GoodsOf(string rma)
    {
        var promised = returns.Authorisations.LastOrDefault(known => known.Rma == rma)?.Lines ?? [];
        var awaited = OrderParts.Expand(order, contract, promised).GroupBy(units => units.Sku).ToDictionary(same => same.Key, UnitsOf);
        var goods = promised.ToList();
        foreach (var units in tally.Came(rma).Where(units => units.Line is not null))
        {
            var expected = Quantity.Min(units.Quantity, awaited.GetValueOrDefault(units.Sku));
            awaited[units.Sku] = awaited.GetValueOrDefault(units.Sku) - expected;
            goods.Add(units with { Quantity = units.Quantity - expected });
        }

        return goods.Count == 0 && StraysOf(rma).IsEmpty
            ? order.Lines.Select(line => new LineQuantity(line.Line, line.Sku, line.Ordered - line.Withdrawn)).ToItems()
            : goods.ToItems();
    }

    /// <summary>Goods that came and never left.</summary>
    private Items<LineQuantity> StraysOf(string rma) => tally.Came(rma).Where(units => units.Line is null).ToItems();

    private string? LineOf(Sku sku) => order.Lines.FirstOrDefault(line =>
        line.Sku == sku || line.Picks.FindIndex(pick => pick.Sku == sku) >= 0)?.Line;

    /// <summary>Whether a return is of more than a system was told, and than it has itself received.</summary>
    private bool IsWider(Items<LineQuantity> lines, OrderDocument told)
    {
        var rma = told.Detail!.Rma!;
        var isReceiver = returns.Receipts.Where(receipt => receipt.Rma == rma).All(receipt => receipt.Reporter == told.Target);
        var (said, own) = (
            OrderParts.ByLine(order, contract, told.Lines), OrderParts.ByLine(order, contract, isReceiver ? tally.Came(rma) : []));
        return OrderParts.ByLine(order, contract, lines).Any(units => units.Quantity > Quantity.Max(UnitsOf(Same(said, units)), UnitsOf(Same(own, units))));
    }

    private static IEnumerable<LineQuantity> Same(Items<LineQuantity> known, LineQuantity units) =>
        known.Where(one => OpenReturns.IsSame(one, units));

    private string? RmaOf(RefundSeen refund) =>
        returns.Asked.FirstOrDefault(ask => ask.Key == refund.Reference) is { } ask ? string.Join(", ", ask.Rmas) : null;

    /// <summary>Whoever handles returns, and whoever follows them.</summary>
    private IEnumerable<ConnectionName> Told() =>
        (contract.Terms.Return.Owner is { } owner ? new[] { owner } : [])
        .Concat(contract.TargetsOf(DataKind.Return).Select(target => target.Connection)).Distinct();

    private bool IsFinance(ConnectionName target) => contract.Connection(target)?.IsFinance == true;

    /// <summary>Books can only take what belongs to a sale that they have.</summary>
    private bool HasSale(ConnectionName target) => order.Documents.FindIndex(document =>
        document.Target == target && document.Kind == DocumentKind.PostSale) >= 0;

    /// <summary>What one system is told of one return.</summary>
    /// <param name="Now">What it would be told now.</param>
    /// <param name="Told">What it was told.</param>
    /// <param name="IsWider">Whether the return is of more since: then it is told the whole.</param>
    private sealed record Word(OrderDocument Now, Items<OrderDocument> Told, bool IsWider)
    {
        /// <summary>What it is still to be told.</summary>
        public Items<OrderDocument> Next => Told.IsEmpty ? [Now] : !IsWider ? [] :
        [
            Now with { Key = string.Create(CultureInfo.InvariantCulture, $"{Now.Key}/{Told.Count + 1}"), Kind = DocumentKind.AmendReturn },
        ];

        /// <summary>What it refused says, when it is tried again, what the return is by then; and nothing where it was told since.</summary>
        public IEnumerable<OrderEvent> Outdated
        {
            get
            {
                for (var place = 0; place < Told.Count; place++)
                {
                    var isPassed = place > 0 && (IsWider || place < Told.Count - 1);
                    var lines = isPassed ? [] : Now.Lines;
                    if (Told[place].Refusal is not null && Told[place].Lines != lines)
                    {
                        yield return new OrderEvent.DocumentReplanned(Told[place].Key, lines);
                    }
                }
            }
        }
    }
}
