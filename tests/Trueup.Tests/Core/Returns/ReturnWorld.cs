using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Returns;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Returns;

/// <summary>An order that was shipped from Leeds and may come back, in as few words as a test needs.</summary>
internal static class ReturnWorld
{
    public static readonly ConnectionName Erp = ConnectionName.Parse("erp");

    /// <summary>Returns are the warehouse's; Adobe and the ERP follow them.</summary>
    public static OwnershipContract Agree(RefundWhen refund, bool isOnline = false)
    {
        var terms = Terms();
        return new OwnershipContract(terms with
        {
            Connections = terms.Connections.Add(new ConnectionRule(Erp, "http", ["erp"], Basis.OnHand, [])),
            Order = new OwnershipRule([Wms, Erp]),
            Return = new OwnershipRule([Adobe, Erp], Wms),
            Refunds = new RefundRule(refund, isOnline),
            Kits = [new KitRule(Set, [new KitComponent(Cap, 2), new KitComponent(Mat, 1)])],
        });
    }

    /// <summary>An order of caps at 9.99 with a fifth of tax and a discount that does not split evenly.</summary>
    public static Fact.OrderObserved Bought(int units, string number = "A") => Order(
        number, Line(Cap, units) with { UnitPrice = 9.99m, Discount = 1.00m, Tax = 3.79m, Total = (9.99m * units) - 1.00m });

    /// <summary>The order, dispatched and posted, as Adobe shows it then.</summary>
    public static Hub Shipped(int units, RefundWhen refund = RefundWhen.OnInspection, int of = 0, string number = "A")
    {
        var seen = Bought(of == 0 ? units : of, number);
        var hub = new Hub(Agree(refund)).Report(Cap, Leeds, 20, At(0)).WriteAll().See(seen);
        hub = SettleAll(hub, number).Hear(Wms, IdOf(number), Dispatched(5, [Units(Cap, units)]));
        hub = SettleAll(hub, number).Report(Cap, Leeds, 20 - units, At(6)).WriteAll();
        return hub.See(seen.Later(7, shipped: units).In("complete", OrderPhase.Finished));
    }

    /// <summary>Everything owed is made, each document under an id of its own.</summary>
    public static Hub SettleAll(Hub hub, string number = "A")
    {
        while (hub.Order(number).Documents.FirstOrDefault(document => !document.IsSettled) is { } owed)
        {
            hub = hub.Settle(IdOf(number), owed.Key, new Receipt.Applied($"made {owed.Key}"));
        }

        return hub;
    }

    public static Fact.ReturnAuthorised Authorised(int minute, string rma, params LineQuantity[] lines) =>
        new("any", rma, At(minute), lines.ToItems(), "too small");

    /// <summary>A return as Adobe shows it: by its own lines.</summary>
    public static Fact.ReturnAuthorised ByLine(int minute, string rma, params (string Line, int Units)[] lines) =>
        new("any", rma, At(minute), [], Reason: null)
        {
            ByLine = lines.Select(line => new Fact.LineUnits(line.Line, line.Units)).ToItems(),
        };

    public static Fact.ReturnReceived Received(int minute, string rma, params LineQuantity[] lines) =>
        new("any", rma, "LDS", At(minute), lines.ToItems());

    public static Fact.ReturnInspected Inspected(
        int minute, string rma, params (LineQuantity Units, string Disposition)[] lines) =>
        new("any", rma, "LDS", At(minute), lines
            .Select(line => new Fact.InspectedLine(line.Units, line.Disposition)).ToItems());

    /// <summary>A refund as Adobe shows it.</summary>
    public static Fact.RefundObserved Refunded(
        int minute, string id, int units, decimal gross = 0m, string? reference = null) =>
        new(id, "any", At(minute), [Units(Cap, units, "1")])
        {
            Amounts = new RefundAmounts(0m, 0m, 0m, gross),
            Reference = reference,
        };

    public static IEnumerable<OrderDocument> Of(this Hub hub, DocumentKind kind, string number = "A") =>
        hub.Order(number).Documents.Where(document => document.Kind == kind);

    public static Quantity Refunds(this Hub hub, string number = "A") => hub.Of(DocumentKind.RefundInStorefront, number)
        .SelectMany(document => document.Lines).Aggregate(Quantity.Zero, (sum, line) => sum + line.Quantity);

    public static ReturnTally Tally(this Hub hub, string number = "A") => new(
        hub.Order(number), hub.Order(number).Returns ?? new OrderReturns(IdOf(number)), hub.Contract);
}
