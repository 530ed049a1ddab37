using FsCheck;
using FsCheck.Fluent;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Tills;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Reconcile;

namespace Trueup.Tests.Engine.Journal.Packing;

public class RoundTripTests
{
    private static readonly StoreDayKey AnyDay =
        new(ConnectionName.Parse("pos"), LocationCode.Parse("soho"), new DateOnly(2026, 3, 1), "GBP");

    private readonly DecisionCodec _decisions = new(new CodePool());
    private readonly SettlementCodec _settlements = new(new CodePool());
    private readonly StateCodec _states = new(new CodePool());

    public static TheoryData<Type> Cases() => new(
        new[]
        {
            typeof(StockEvent), typeof(OrderEvent), typeof(CaseEvent), typeof(Change),
            typeof(Settlement), typeof(Receipt), typeof(StoreDayEvent),
        }.SelectMany(Specimens.CasesOf));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_case_of_every_closed_choice_comes_back_as_it_was(Type kind) =>
        Prop.ForAll(Specimens.Of(kind).ToArbitrary(), value => Assert.Equal(value, ThereAndBack(value)))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void How_fast_a_sku_sells_and_which_categories_it_is_in_come_back_and_older_rows_stay_as_short_as_they_were()
    {
        var shop = ConnectionName.Parse("shop");
        var plain = new SkuStock(Sku.Parse("TEE"), Listings: [new Listing(shop, "1", "simple", new ProductTraits { Enabled = true })]);
        var telling = plain with
        {
            Pace = new Pace(7, new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)),
            Listings = [new Listing(shop, "1", "simple", new ProductTraits { Categories = ["3", "fragile"] })],
        };
        var batch = new DecidedBatch(new JournalPosition(9), [new Decided(new JournalPosition(8),
        [
            new Change.StockChanged(telling.Sku, new StockEvent.PaceSet(7, telling.Pace!.At)),
            new Change.StockChanged(telling.Sku, new StockEvent.ListingSet(shop, "1", "simple", telling.Listings[0].Traits)),
        ])]);

        Assert.Equal(plain, _states.UnpackStock(_states.Pack(plain)));
        Assert.Equal(telling, _states.UnpackStock(_states.Pack(telling)));
        Assert.Equal(batch, _decisions.Unpack(_decisions.Pack(batch)));
    }

    [Fact]
    public void Decisions_come_back_as_they_were() =>
        Hold<DecidedBatch>(batch => _decisions.Unpack(_decisions.Pack(batch)));

    [Fact]
    public void Settlements_come_back_as_they_were() =>
        Hold<Settlement>(settlement => _settlements.Unpack(_settlements.Pack(settlement)));

    [Fact]
    public void Stock_comes_back_as_it_was() => Hold<SkuStock>(stock => _states.UnpackStock(_states.Pack(stock)));

    [Fact]
    public void Orders_come_back_as_they_were() => Hold<OrderRecord>(order => _states.UnpackOrder(_states.Pack(order)));

    [Fact]
    public void Days_of_stores_come_back_as_they_were() =>
        Hold<StoreDay>(day => _states.UnpackStoreDay(_states.Pack(day)));

    [Fact]
    public void Transactions_of_tills_come_back_as_they_were() =>
        Hold<TillSale>(sale => _states.UnpackTillSale(_states.Pack(sale)));

    [Fact]
    public void Transactions_of_tills_that_have_not_come_come_back_as_they_were() =>
        Hold<AwaitedSale>(awaited => _states.UnpackAwaitedSale(_states.Pack(awaited)));

    [Fact]
    public void Cases_come_back_as_they_were() => Hold<Case>(known => _states.UnpackCase(_states.Pack(known)));

    [Fact]
    public void Reconciliations_come_back_as_they_were() =>
        Hold<ParityRun>(run => _states.UnpackRun(_states.Pack(run)));

    [Fact]
    public void Parked_messages_come_back_as_they_were() =>
        Hold<Items<JournalPosition>>(parked => _states.UnpackParked(_states.Pack(parked)));

    [Fact]
    public void What_a_kit_is_made_of_comes_back_as_it_was() =>
        Hold<Change.KitShown>(shown => _states.UnpackKit(_states.Pack(shown)));

    [Fact]
    public void Wiring_comes_back_as_it_was() =>
        Hold<Change.WiringLearned>(wiring => _states.UnpackWiring(_states.Pack(wiring)));

    [Fact]
    public void Cursors_come_back_as_they_were() =>
        Hold<Change.CursorMoved>(cursor => _states.UnpackCursor(_states.Pack(cursor)));

    [Fact]
    public void Amounts_keep_their_scale()
    {
        var totals = new OrderTotals(Net: 10.00m, Discount: 0.0m, Shipping: 0m, Tax: 2.500m, Gross: -12.50m);
        var order = new CanonicalOrder(
            OrderId.Parse("adobe-uk:1"), "1", ConnectionName.Parse("adobe-uk"), default, "GBP")
        {
            Totals = totals,
        };
        var progress = new OrderProgress("1", "new", default, OrderPhase.Open, Reserves: true, []);
        var record = new OrderRecord(order, progress, [], default);

        var back = _states.UnpackOrder(_states.Pack(record));

        Assert.Equal(totals.ToString(), back.Canonical.Totals.ToString());
    }

    [Fact]
    public void A_code_of_another_version_stays_readable_and_keeps_its_text()
    {
        var code = new CaseCode(
            "MOON.FULL", "Full moon", "", Severity.Critical, CaseOwner.Cx, "Wait.", Healing.ByParity);
        var known = new Case("MOON.FULL|||||", code, new Lineage());

        var back = _states.UnpackCase(_states.Pack(known));

        Assert.Equal("MOON.FULL", back.Code.Code);
        Assert.Equal(Severity.Warning, back.Code.Severity);
        Assert.Equal(CaseOwner.Engineering, back.Code.Owner);
    }

    [Fact]
    public void Repeated_codes_share_one_string()
    {
        var run = new ParityRun("1", ConnectionName.Parse("adobe-uk"), "full", default);

        var first = _states.UnpackRun(_states.Pack(run));
        var second = _states.UnpackRun(_states.Pack(run with { Compared = 2 }));

        Assert.Same(first.Connection.Text, second.Connection.Text);
        Assert.Same(first.Scope, second.Scope);
    }

    [Fact]
    public void Half_a_surrogate_pair_at_the_end_of_a_cut_text_becomes_a_replacement_character()
    {
        var cut = new Settlement.Document(OrderId.Parse("o"), "key", new Receipt.Unknown("cap \ud83e"));

        var back = (Settlement.Document)_settlements.Unpack(_settlements.Pack(cut));

        Assert.Equal(new Receipt.Unknown("cap \ufffd"), back.Receipt);
    }

    private object ThereAndBack(object value) => value switch
    {
        StockEvent change => ((Change.StockChanged)Back(new Change.StockChanged(Sku.Parse("CAP"), change))).Event,
        OrderEvent change => ((Change.OrderChanged)Back(new Change.OrderChanged(OrderId.Parse("o"), change))).Event,
        CaseEvent change => ((Change.CaseChanged)Back(new Change.CaseChanged(change))).Event,
        StoreDayEvent change => ((Change.StoreDayChanged)Back(new Change.StoreDayChanged(AnyDay, change))).Event,
        Change change => Back(change),
        Settlement settlement => _settlements.Unpack(_settlements.Pack(settlement)),
        Receipt receipt => ((Settlement.Document)_settlements.Unpack(
            _settlements.Pack(new Settlement.Document(OrderId.Parse("o"), "key", receipt)))).Receipt,
        _ => throw new ArgumentException($"{value.GetType().Name} has no body of its own.", nameof(value)),
    };

    private Change Back(Change change)
    {
        var batch = new DecidedBatch(new JournalPosition(7), [new Decided(new JournalPosition(6), [change])]);
        return _decisions.Unpack(_decisions.Pack(batch)).Decisions[0].Changes[0];
    }

    private static void Hold<T>(Func<T, T> thereAndBack) =>
        Prop.ForAll(Specimens.Of<T>(), value => Assert.Equal(value, thereAndBack(value))).QuickCheckThrowOnFailure();
}
