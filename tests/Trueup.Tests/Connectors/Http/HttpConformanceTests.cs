using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.Http;

/// <summary>The connector as configured in CONTRACT §2 against the warehouse that it was configured for.</summary>
public sealed class HttpConformanceTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task An_order_arrives_once_with_its_picks()
    {
        var twin = Wms.Twin();

        var receipt = await Writer().SendAsync(
            new TwinWire(twin), Wms.Order("100", ("TENT-2P", 2), ("MAT-FOAM", 1)), None);

        var order = Assert.Single(twin.OrdersOf("shop:100"));
        Assert.Equal(new Receipt.Applied(order.Id), receipt);
        Assert.Equal(
            [new("1", "TENT-2P", "LDS", 2, 0, 0), new("2", "MAT-FOAM", "LDS", 1, 0, 0)], order.Lines);
    }

    [Fact]
    public async Task An_order_whose_answer_was_lost_is_found_and_not_made_again()
    {
        var twin = Wms.Twin(new WarehouseRules(Wms.Token) { TakesDuplicates = true });
        var wire = new TwinWire(twin) { LoseAnswers = 1 };
        var order = Wms.Order("100", ("TENT-2P", 2));

        Assert.IsType<Receipt.Unknown>(await Writer().SendAsync(wire, order, None));
        var found = await Writer().FindAsync(wire, order, None);

        Assert.Equal(new Receipt.Applied(Assert.Single(twin.OrdersOf("shop:100")).Id), found);
    }

    [Fact]
    public async Task An_order_that_never_arrived_may_be_sent_again()
    {
        var twin = Wms.Twin();
        var wire = new TwinWire(twin) { LoseRequests = 1 };
        var order = Wms.Order("100", ("TENT-2P", 2));

        Assert.IsType<Receipt.Unknown>(await Writer().SendAsync(wire, order, None));
        Assert.IsType<Receipt.Deferred>(await Writer().FindAsync(wire, order, None));
        Assert.IsType<Receipt.Applied>(await Writer().SendAsync(wire, order, None));

        Assert.Single(twin.OrdersOf("shop:100"));
    }

    [Fact]
    public async Task However_often_an_order_is_sent_there_is_one()
    {
        foreach (var takesDuplicates in new[] { false, true })
        {
            var twin = Wms.Twin(new WarehouseRules(Wms.Token) { TakesDuplicates = takesDuplicates });
            var wire = new TwinWire(twin);
            var order = Wms.Order("100", ("TENT-2P", 2));

            var first = await Writer().SendAsync(wire, order, None);
            var second = await Writer().SendAsync(wire, order, None);

            Assert.Equal(first, second);
            Assert.Single(twin.OrdersOf("shop:100"));
        }
    }

    [Fact]
    public async Task Another_key_for_the_same_order_meets_a_conflict_and_finds_the_order()
    {
        var twin = Wms.Twin();
        var wire = new TwinWire(twin);
        var order = Wms.Order("100", ("TENT-2P", 2));

        var first = await Writer().SendAsync(wire, order, None);
        var second = await Writer().SendAsync(wire, order with { Key = "another" }, None);

        Assert.Equal(first, second);
        Assert.Equal(1, twin.OrderCount);
    }

    [Fact]
    public async Task An_order_for_what_the_warehouse_does_not_know_is_refused_in_its_words()
    {
        var receipt = await Writer().SendAsync(new TwinWire(Wms.Twin()), Wms.Order("100", ("NO-SUCH", 1)), None);

        var refused = Assert.IsType<Receipt.Refused>(receipt);
        Assert.Equal(CaseCodes.DocumentRefused, refused.Code);
        Assert.Contains("lines[0].sku is unknown", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_token_is_a_matter_of_permission()
    {
        var settings = Wms.Settings();
        settings["auth.bearer"] = "wrong";

        var receipt = await Writer(settings).SendAsync(
            new TwinWire(Wms.Twin()), Wms.Order("100", ("TENT-2P", 1)), None);

        Assert.Equal(CaseCodes.PermissionDenied, Assert.IsType<Receipt.Refused>(receipt).Code);
    }

    [Fact]
    public async Task A_busy_warehouse_is_left_alone_for_as_long_as_it_asks()
    {
        var twin = Wms.Twin();
        twin.Throttle(1, TimeSpan.FromSeconds(30));

        var receipt = await Writer().SendAsync(new TwinWire(twin), Wms.Order("100", ("TENT-2P", 1)), None);

        Assert.Equal(TimeSpan.FromSeconds(30), Assert.IsType<Receipt.Deferred>(receipt).Wait);
        Assert.Equal(0, twin.OrderCount);
    }

    [Fact]
    public async Task A_cancellation_takes_the_order_back_and_is_harmless_twice()
    {
        var twin = Wms.Twin();
        var wire = new TwinWire(twin);
        var created = (Receipt.Applied)await Writer().SendAsync(wire, Wms.Order("100", ("TENT-2P", 2)), None);
        twin.Work(Wms.Now, new WarehouseStep.Allocate(1));
        var cancel = new DocumentIntent.CancelOrder("k", OrderId.Parse("shop:100"), created.RemoteId!);

        Assert.IsType<Receipt.Deferred>(await Writer().FindAsync(wire, cancel, None));
        Assert.Equal(new Receipt.Applied(created.RemoteId), await Writer().SendAsync(wire, cancel, None));
        Assert.Equal(new Receipt.Applied(created.RemoteId), await Writer().FindAsync(wire, cancel, None));
        Assert.Equal(new Receipt.Applied(created.RemoteId), await Writer().SendAsync(wire, cancel, None));

        Assert.Equal(12, twin.Sellable("TENT-2P", "LDS"));
    }

    [Fact]
    public async Task What_has_left_cannot_be_cancelled()
    {
        var twin = Wms.Twin();
        var wire = new TwinWire(twin);
        var created = (Receipt.Applied)await Writer().SendAsync(wire, Wms.Order("100", ("TENT-2P", 2)), None);
        foreach (var step in (WarehouseStep[])
            [
                new WarehouseStep.Allocate(1), new WarehouseStep.Pick(1), new WarehouseStep.Pack(1),
                new WarehouseStep.Dispatch(1),
            ])
        {
            Assert.Equal(1, twin.Work(Wms.Now, step));
        }

        var receipt = await Writer().SendAsync(
            wire, new DocumentIntent.CancelOrder("k", OrderId.Parse("shop:100"), created.RemoteId!), None);

        Assert.Contains("left already", Assert.IsType<Receipt.Refused>(receipt).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(499, 2)]
    [InlineData(500, 2)]
    [InlineData(501, 2)]
    [InlineData(1_250, 3)]
    public async Task Every_row_of_stock_is_observed_once(int rows, int calls)
    {
        var twin = new WarehouseTwin(new WarehouseRules(Wms.Token));
        twin.Seed(Enumerable.Range(0, rows).Select(place => new WarehouseStock($"SKU-{place}", "LDS", place)));
        var wire = new TwinWire(twin);

        var observed = await ObserveAll(wire, []);

        Assert.Equal(rows, observed.Count);
        Assert.All(observed, row => Assert.Equal(twin.Reported(row.Sku.Text, "LDS"), row.Quantity.Value));
        Assert.Equal(rows, observed.Select(row => row.Sku).Distinct().Count());
        Assert.Equal(calls, wire.Sent.Count);
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_given_back()
    {
        var rows = await ObserveAll(new TwinWire(Wms.Twin()), [Sku.Parse("TENT-2P")]);

        Assert.Equal(
            [
                new ObservedRow(Sku.Parse("TENT-2P"), "LDS", "OK", 12, 1),
                new ObservedRow(Sku.Parse("TENT-2P"), "PAR", "OK", 4, 1),
                new ObservedRow(Sku.Parse("TENT-2P"), "LDS", "QC", 2, 1),
            ],
            rows);
    }

    [Fact]
    public async Task A_live_check_of_a_sound_set_up_finds_nothing() =>
        Assert.Empty(await ((ILiveCheck)Wms.Ready()).CheckAsync(new TwinWire(Wms.Twin()), ["LDS", "PAR"], None));

    [Fact]
    public async Task A_live_check_names_locations_and_states_that_nobody_mapped()
    {
        var settings = Wms.Settings();
        settings.Remove("states.QC");

        var findings = await ((ILiveCheck)Wms.Ready(settings)).CheckAsync(new TwinWire(Wms.Twin()), ["LDS"], None);

        Assert.Equal([CaseCodes.LocationUnmapped, CaseCodes.StateUnmapped], findings.Select(finding => finding.Code));
    }

    [Fact]
    public async Task A_live_check_with_a_wrong_token_says_so()
    {
        var twin = Wms.Twin(new WarehouseRules("another"));

        var findings = await ((ILiveCheck)Wms.Ready()).CheckAsync(new TwinWire(twin), [], None);

        Assert.Equal(CaseCodes.PermissionDenied, findings[0].Code);
    }

    private static IDocumentWriter Writer(Dictionary<string, string>? settings = null) =>
        (IDocumentWriter)Wms.Ready(settings);

    private static async Task<List<ObservedRow>> ObserveAll(IWire wire, Items<Sku> skus)
    {
        var observer = (IStockObserver)Wms.Ready();
        var rows = new List<ObservedRow>();
        var token = "";
        for (var pages = 0; pages < 10; pages++)
        {
            var page = Assert.IsType<ObserveOutcome.Page>(
                await observer.ObserveAsync(wire, new ObserveAsk(skus, token), None));
            rows.AddRange(page.Rows);
            if (page.Next is null)
            {
                return rows;
            }

            token = page.Next;
        }

        throw new InvalidOperationException("The list of stock did not end.");
    }
}
