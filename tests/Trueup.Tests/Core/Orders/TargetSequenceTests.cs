using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Orders;

public class TargetSequenceTests
{
    private static readonly ConnectionName Erp = ConnectionName.Parse("erp");
    private static readonly Trueup.Core.Connecting.Fact.OrderObserved Seen = Order("A", Line(Cap, 5));

    [Fact]
    public void The_warehouse_gets_an_order_once_the_books_have_it()
    {
        var order = Start(TargetSequence.FinanceFirst).See(Seen).Order("A");
        Assert.Equal(DocumentKind.PostSale, Assert.Single(order.Documents).Kind);

        order = Settle(order, "adobe-uk:A/create/erp", new Receipt.Applied("S-1"), TargetSequence.FinanceFirst);

        Assert.Equal([DocumentKind.PostSale, DocumentKind.CreateOrder], order.Documents.Select(known => known.Kind));
        Assert.Equal("S-1", order.RemoteIdIn(Erp));
    }

    [Fact]
    public void What_the_books_refuse_the_warehouse_does_not_get()
    {
        var order = Start(TargetSequence.FinanceFirst).See(Seen).Order("A");

        order = Settle(
            order,
            "adobe-uk:A/create/erp",
            new Receipt.Refused(Trueup.Core.Cases.CaseCodes.DocumentRefused, "no such customer"),
            TargetSequence.FinanceFirst);

        Assert.Single(order.Documents);
        Assert.Equal(OrderStage.Held, OrderStages.Of(order));
    }

    [Fact]
    public void All_get_it_at_once_where_the_contract_says_so() =>
        Assert.Equal(2, Start(TargetSequence.Together).See(Seen).Order("A").Documents.Count);

    private static OrderRecord Settle(OrderRecord order, string key, Receipt receipt, TargetSequence sequence) =>
        OrderDocuments.Settle(order, key, receipt, new OrderSurroundings(Contract(sequence), _ => null)).Events.Aggregate(
            order, (known, change) => OrderEvolution.Evolve(known, change, known.Message)!);

    private static Hub Start(TargetSequence sequence) => new Hub(Contract(sequence)).Report(Cap, Leeds, 10, At(0));

    private static OwnershipContract Contract(TargetSequence sequence)
    {
        var terms = Terms();
        return new OwnershipContract(terms with
        {
            Connections = terms.Connections.Add(new ConnectionRule(Erp, "http", ["erp"], Basis.OnHand, [])),
            Order = new OwnershipRule([Wms, Erp]) { Sequence = sequence },
        });
    }
}
