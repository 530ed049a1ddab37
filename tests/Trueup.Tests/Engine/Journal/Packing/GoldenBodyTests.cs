using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;

namespace Trueup.Tests.Engine.Journal.Packing;

/// <summary>
/// Bodies as format 1 writes them. When one of these fails, journals on disk would no longer be read: raise the format.
/// </summary>
public class GoldenBodyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly LocationCode Leeds = LocationCode.Parse("leeds");
    private static readonly ConnectionName Adobe = ConnectionName.Parse("adobe-uk");
    private static readonly RemoteCode Source = RemoteCode.Parse("leeds_src");
    private static readonly Sku Cap = Sku.Parse("CAP");
    private static readonly OrderId Order = OrderId.Parse("adobe-uk:100");

    private readonly DecisionCodec _decisions = new(new CodePool());
    private readonly SettlementCodec _settlements = new(new CodePool());
    private readonly StateCodec _states = new(new CodePool());

    [Fact]
    public void A_stock_decision_is_packed_as_ever()
    {
        var batch = new DecidedBatch(
            new JournalPosition(300),
            [
                new Decided(new JournalPosition(299),
                [
                    new Change.StockChanged(
                        Cap, new StockEvent.LevelSet(Leeds, StockState.Available, 95, Version: 7, Noon)),
                    new Change.StockChanged(
                        Cap, new StockEvent.SlotDesired(Adobe, Source, Leeds, Quantity.Of(94.5m), Urgency.Urgent)),
                    new Change.StockChanged(Cap, new StockEvent.SlotWritten(Adobe, Source, Quantity: null)),
                ]),
            ]);

        AssertGolden(
            "01D80401D60403010343415001056C656564730000BE01010E00208C108A77DE080100080861646F62652D756B096C65" +
            "6564735F737263056C6565647301E20E010100090861646F62652D756B096C656564735F73726300",
            _decisions.Pack(batch));
        Assert.Equal(batch, _decisions.Unpack(_decisions.Pack(batch)));
    }

    [Fact]
    public void An_order_decision_is_packed_as_ever()
    {
        var line = new LineRecord("7", Cap, 2, [new Pick(Cap, 1, Leeds, 2) { Taken = 1 }]) { Held = 2 };
        var document = new OrderDocument(
            "adobe-uk:100/create/wms", ConnectionName.Parse("wms"), DocumentKind.CreateOrder)
        {
            Message = new JournalPosition(4),
        };
        var batch = new DecidedBatch(
            new JournalPosition(5),
            [
                new Decided(new JournalPosition(4),
                [
                    new Change.OrderChanged(Order, new OrderEvent.LineChanged(line)),
                    new Change.OrderChanged(Order, OrderEvent.Released.Instance),
                    new Change.OrderChanged(Order, new OrderEvent.DocumentAsked(document)),
                ]),
            ]);

        AssertGolden(
            "010A010803020C61646F62652D756B3A31303003013703434150000401000002056C6565647300040002000000000000" +
            "0000000000000004000000020C61646F62652D756B3A31303004020C61646F62652D756B3A313030061761646F62652D" +
            "756B3A3130302F6372656174652F776D7303776D730100000008000000",
            _decisions.Pack(batch));
    }

    [Fact]
    public void A_settlement_is_packed_as_ever() => AssertGolden(
        "01010303434150096C656564735F73726300BE01010000096C656564735F73726300BE01021153544F434B2E534B555F" +
        "554E4B4E4F574E0F6E6F20737563682070726F6475637400096C656564735F73726300BE010304627573790180DAC409",
        _settlements.Pack(new Settlement.Levels(
        [
            new SettledLevel(Cap, Source, 95, new Receipt.Applied()),
            new SettledLevel(Cap, Source, 95, new Receipt.Refused(CaseCodes.SkuUnknown, "no such product")),
            new SettledLevel(Cap, Source, 95, new Receipt.Deferred("busy", TimeSpan.FromSeconds(1))),
        ])));

    [Fact]
    public void A_stock_row_is_packed_as_ever() => AssertGolden(
        "010343415001056C65656473010000BE010000208C108A77DE08060000010C61646F62652D756B3A3130300137056C6565" +
        "6473000408000000010861646F62652D756B000400010861646F62652D756B096C656564735F737263056C6565647301" +
        "00BE01000000011153544F434B2E534B555F554E4B4E4F574E0000",
        _states.Pack(new SkuStock(
            Cap,
            [new Shelf(Leeds, [new Level(StockState.Available, 95, Version: null, Noon, new JournalPosition(3))])],
            [new Demand(Order, "7", Leeds, 2, new JournalPosition(4)) { Holder = Adobe, Held = 2 }],
            [new Slot(Adobe, Source, Leeds) { Desired = 95, Blocked = CaseCodes.SkuUnknown }])));

    private static void AssertGolden(string expectedHex, ReadOnlyMemory<byte> body)
    {
        var actualHex = Convert.ToHexString(body.Span);
        Assert.True(expectedHex == actualHex, $"The form has changed. It is now {actualHex}.");
    }
}
