using System.Globalization;
using System.Text;
using Trueup.Connectors.AdobeCommerce;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Intake;
using Trueup.Simulator;

namespace Trueup.Tests.Connectors.CommerceTools;

/// <summary>The whole hub, on a virtual clock, between a warehouse and two storefronts of different tempers.</summary>
public sealed class TwoStorefrontsHubTests
{
    private const int Skus = 40;

    private static readonly DateTimeOffset Morning = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    private static readonly ConnectionName Adobe = ConnectionName.Parse("adobe-uk");
    private static readonly ConnectionName Composable = ConnectionName.Parse("ct-eu");
    private static readonly ConnectionName Wms = ConnectionName.Parse("wms");

    private readonly VirtualClock _clock = new(Morning);
    private readonly AdobeTwin _shop = new();
    private readonly CommerceToolsTwin _project = new();
    private readonly SeededLoop _loop;
    private readonly SeededContext _context;
    private readonly HubLoop _hub;
    private readonly List<string> _offences = [];
    private Task _running = Task.CompletedTask;
    private int _events;

    public TwoStorefrontsHubTests()
    {
        _loop = new SeededLoop(_clock, new Chance(seed: 7));
        _shop.Setup.Token("t");
        _shop.Setup.Stock("Main", [new TwinLink("leeds_src", 1)], ["base"]);
        _project.Setup.At(Morning);
        _project.Setup.Client("id", "secret");
        _project.Setup.Channel("leeds");
        for (var i = 0; i < Skus; i++)
        {
            _shop.Setup.Product(new TwinProduct(SkuOf(i)));
            _shop.Setup.SourceItem(SkuOf(i), "leeds_src", 0);
            _project.Setup.Entry(SkuOf(i), "leeds", 0);
        }

        _hub = new HubLoop(
            Contract,
            [(AdobeConnection(), new TwinWire(_shop, _clock, null)), (Project.Opening(Settings) is ConnectionOpening.Ready ready
                ? ready.Connection
                : throw new InvalidOperationException(), new TwinWire(_project, _clock, _offences))],
            new MemoryJournal(), new MemoryLedger(), _clock);
        _context = _loop.Begin();
        _context.Start(() => _running = _hub.RunAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 8)]
    [InlineData(false, 0)]
    [InlineData(false, 8)]
    public void Both_come_to_show_what_may_be_sold_whatever_an_order_does_to_a_version_and_however_late_it_shows(
        bool raises, int lagSeconds)
    {
        _project.Switches.OrdersRaiseVersions = raises;
        _project.Switches.StockLag = TimeSpan.FromSeconds(lagSeconds);
        var figures = Enumerable.Range(0, Skus).ToDictionary(SkuOf, _ => 60);
        var chance = new Random(11);
        ReportAll(figures);
        Run(TimeSpan.FromMinutes(2));
        var sold = figures.ToDictionary(pair => pair.Key, _ => 0);

        for (var i = 0; i < 300; i++)
        {
            var sku = SkuOf(chance.Next(Skus));
            var units = chance.Next(1, 4);
            if (i % 2 == 0
                ? _shop.Shoppers.PlaceOrder("base", [new ShopperLine(sku, units)], _clock.GetUtcNow()).IsDone
                : _project.Shoppers.PlaceOrder(new([new TwinLine(sku, units, "leeds")]), _clock.GetUtcNow()) is not null)
            {
                sold[sku] += units;
            }

            if (i % 5 == 0)
            {
                var counted = SkuOf(chance.Next(Skus));
                figures[counted] += chance.Next(-3, 8);
                Report(counted, figures[counted]);
            }

            Run(TimeSpan.FromSeconds(chance.Next(1, 9)));
        }

        Run(TimeSpan.FromMinutes(12));

        Assert.False(_running.IsCompleted, _running.Exception?.ToString());
        foreach (var (sku, figure) in figures)
        {
            var expected = Math.Max(0, figure - sold[sku]);
            Assert.Equal((sku, expected), (sku, (int)_shop.Books.Salable(sku, 2)));
            Assert.Equal((sku, expected), (sku, (int)_project.Books.OnStock(sku, "leeds")!.Value));
        }

        Assert.Equal(0, _project.Books.TooMany);
        Assert.Empty(_offences);
    }

    [Fact]
    public void The_last_units_are_not_sold_twice_when_both_are_slow_to_hear_of_it()
    {
        var figures = Enumerable.Range(0, Skus).ToDictionary(SkuOf, _ => 2);
        ReportAll(figures);
        Run(TimeSpan.FromMinutes(1));

        for (var i = 0; i < Skus; i++)
        {
            Assert.NotNull(_project.Shoppers.PlaceOrder(new([new TwinLine(SkuOf(i), 2, "leeds")]), _clock.GetUtcNow()));
        }

        Run(TimeSpan.FromMinutes(2));

        for (var i = 0; i < Skus; i++)
        {
            Assert.Equal(0, _shop.Books.Salable(SkuOf(i), 2));
            Assert.False(_shop.Shoppers.PlaceOrder("base", [new ShopperLine(SkuOf(i), 1)], _clock.GetUtcNow()).IsDone);
        }
    }

    [Fact]
    public void A_quantity_that_somebody_edited_by_hand_is_put_right_and_an_order_meanwhile_is_kept()
    {
        ReportAll(Enumerable.Range(0, Skus).ToDictionary(SkuOf, _ => 50));
        Run(TimeSpan.FromMinutes(2));
        _project.Staff.ChangeQuantity(SkuOf(3), "leeds", 500, _clock.GetUtcNow());
        _project.Shoppers.PlaceOrder(new([new TwinLine(SkuOf(3), 5, "leeds")]), _clock.GetUtcNow());

        Run(TimeSpan.FromMinutes(12));

        Assert.Equal(45, _project.Books.OnStock(SkuOf(3), "leeds"));
        Assert.Equal(45, _shop.Books.Salable(SkuOf(3), 2));
    }

    [Fact]
    public void A_cancellation_in_the_project_comes_back_on_sale_in_both()
    {
        ReportAll(Enumerable.Range(0, Skus).ToDictionary(SkuOf, _ => 50));
        Run(TimeSpan.FromMinutes(2));
        var order = _project.Shoppers.PlaceOrder(new([new TwinLine(SkuOf(3), 5, "leeds")]), _clock.GetUtcNow())!;
        Run(TimeSpan.FromMinutes(2));
        Assert.Equal(45, _shop.Books.Salable(SkuOf(3), 2));

        _project.Staff.Cancel(order.Id, _clock.GetUtcNow());
        Run(TimeSpan.FromMinutes(2));

        Assert.Equal(50, _project.Books.OnStock(SkuOf(3), "leeds"));
        Assert.Equal(50, _shop.Books.Salable(SkuOf(3), 2));
    }

    [Fact]
    public void A_SKU_on_sale_that_lacks_what_the_back_office_needs_is_a_case_until_each_lack_is_proved_to_be_gone()
    {
        Report(SkuOf(0), 1);
        Run(TimeSpan.FromMinutes(1));
        var product = _project.Staff.Publish(SkuOf(3), _clock.GetUtcNow(), ("lead_time", "4"));
        _project.Staff.Publish(SkuOf(4), _clock.GetUtcNow(), ("lead_time", "4"), ("landed_cost", "12.50"));
        Run(TimeSpan.FromMinutes(1));
        Assert.Equal(
            [$"PRODUCT.INCOMPLETE {SkuOf(3)}", $"PRODUCT.UNPLACED {SkuOf(3)}", $"PRODUCT.UNPLACED {SkuOf(4)}"], OpenProductCases());

        Report(SkuOf(3), 5);
        Report(SkuOf(4), 5);
        Run(TimeSpan.FromMinutes(1));
        Assert.Equal([$"PRODUCT.INCOMPLETE {SkuOf(3)}"], OpenProductCases());

        _project.Staff.Unpublish(product, _clock.GetUtcNow());
        Run(TimeSpan.FromMinutes(1));
        Assert.Empty(OpenProductCases());

        _project.Staff.Publish(SkuOf(3), _clock.GetUtcNow(), ("lead_time", "4"));
        Run(TimeSpan.FromMinutes(1));
        Assert.Equal([$"PRODUCT.INCOMPLETE {SkuOf(3)}"], OpenProductCases());

        _project.Staff.Publish(SkuOf(3), _clock.GetUtcNow(), ("lead_time", "4"), ("landed_cost", "9"));
        Run(TimeSpan.FromMinutes(1));
        Assert.Empty(OpenProductCases());
        Assert.Empty(_offences);
    }

    [Fact]
    public void A_line_added_by_an_order_edit_is_wanted_in_both()
    {
        ReportAll(Enumerable.Range(0, Skus).ToDictionary(SkuOf, _ => 50));
        Run(TimeSpan.FromMinutes(2));
        var order = _project.Shoppers.PlaceOrder(new([new TwinLine(SkuOf(3), 5)], Mode: "None"), _clock.GetUtcNow())!;
        Run(TimeSpan.FromMinutes(2));

        Assert.True(_project.Staff.AddLine(order.Id, SkuOf(4), 7, 1_999, _clock.GetUtcNow()));
        Run(TimeSpan.FromMinutes(2));

        Assert.Equal((45, 43), (_shop.Books.Salable(SkuOf(3), 2), _shop.Books.Salable(SkuOf(4), 2)));
        Assert.Equal((45, 43), (_project.Books.OnStock(SkuOf(3), "leeds"), _project.Books.OnStock(SkuOf(4), "leeds")));
        Assert.DoesNotContain(_hub.State.Cases.Values, known => known.Code.Code.StartsWith("ORDER.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_line_raised_by_an_order_edit_is_wanted_in_both_and_once()
    {
        ReportAll(Enumerable.Range(0, Skus).ToDictionary(SkuOf, _ => 50));
        Run(TimeSpan.FromMinutes(2));
        var order = _project.Shoppers.PlaceOrder(new([new TwinLine(SkuOf(3), 5)], Mode: "None"), _clock.GetUtcNow())!;
        Run(TimeSpan.FromMinutes(2));

        Assert.True(_project.Staff.RaiseLine(order.Id, SkuOf(3), 9, _clock.GetUtcNow()));
        Run(TimeSpan.FromMinutes(2));

        Assert.Equal((41, 41), (_shop.Books.Salable(SkuOf(3), 2), _project.Books.OnStock(SkuOf(3), "leeds")));
        Assert.DoesNotContain(_hub.State.Cases.Values, known => known.Code.Code.StartsWith("ORDER.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bundle_that_the_project_lists_by_an_attribute_is_sold_as_often_as_its_parts_allow_and_picked_as_them()
    {
        _project.Setup.Entry("SET", "leeds", 0);
        _project.Staff.PublishBundle("SET", _clock.GetUtcNow(), (SkuOf(3), 2), (SkuOf(4), 1));
        ReportAll(new Dictionary<string, int> { [SkuOf(3)] = 21, [SkuOf(4)] = 50 });
        Run(TimeSpan.FromMinutes(2));
        Assert.Equal(10, _project.Books.OnStock("SET", "leeds"));

        _project.Shoppers.PlaceOrder(new([new TwinLine("SET", 3, "leeds")]), _clock.GetUtcNow());
        Run(TimeSpan.FromMinutes(2));
        Assert.Equal(7, _project.Books.OnStock("SET", "leeds"));
        Assert.Equal((15, 47), (_project.Books.OnStock(SkuOf(3), "leeds"), _project.Books.OnStock(SkuOf(4), "leeds")));
        Assert.Equal((15, 47), (_shop.Books.Salable(SkuOf(3), 2), _shop.Books.Salable(SkuOf(4), 2)));

        // Of what is sold from now on a set takes three; the order keeps what it was taken with.
        _project.Staff.PublishBundle("SET", _clock.GetUtcNow(), (SkuOf(3), 3), (SkuOf(4), 1));
        Run(TimeSpan.FromMinutes(2));
        Assert.Equal(5, _project.Books.OnStock("SET", "leeds"));
        Assert.Equal(15, _shop.Books.Salable(SkuOf(3), 2));
        Assert.Equal(["PRODUCT.INCOMPLETE SET"], OpenProductCases());
        Assert.DoesNotContain(_hub.State.Cases.Values, known => known.Code.Code.StartsWith("STOCK.", StringComparison.Ordinal));
        Assert.Empty(_offences);
    }

    [Fact]
    public void A_deleted_order_comes_back_on_sale_in_both()
    {
        ReportAll(Enumerable.Range(0, Skus).ToDictionary(SkuOf, _ => 50));
        Run(TimeSpan.FromMinutes(2));
        var order = _project.Shoppers.PlaceOrder(new([new TwinLine(SkuOf(3), 5, "leeds")]), _clock.GetUtcNow())!;
        Run(TimeSpan.FromMinutes(2));
        Assert.Equal(45, _shop.Books.Salable(SkuOf(3), 2));

        _project.Staff.Delete(order.Id, _clock.GetUtcNow());
        Run(TimeSpan.FromMinutes(2));

        Assert.Equal(50, _project.Books.OnStock(SkuOf(3), "leeds"));
        Assert.Equal(50, _shop.Books.Salable(SkuOf(3), 2));
        Assert.DoesNotContain(_hub.State.Cases.Values, known => known.Code.Code == "ORDER.UNKNOWN");
    }

    private List<string> OpenProductCases() => _hub.State.Cases.Values
        .Where(known => known.State == CaseState.Open && known.Code.Code.StartsWith("PRODUCT.", StringComparison.Ordinal))
        .Select(known => $"{known.Code.Code} {known.About.Sku}").Order(StringComparer.Ordinal).ToList();

    private static OwnershipContract Contract => new(new ContractTerms
    {
        Connections =
        [
            new ConnectionRule(Adobe, "adobe-commerce", ["storefront"], Basis.OnHand, []),
            new ConnectionRule(Composable, "commercetools", ["storefront"], Basis.OnHand, []) { ShipmentsLowerSources = false },
            new ConnectionRule(Wms, "http", ["warehouse"], Basis.OnHand, []),
        ],
        Locations =
        [
            new LocationRule(LocationCode.Parse("leeds"), "Leeds", Wms,
            [
                new LocationAlias(Wms, "LDS"), new LocationAlias(Adobe, "leeds_src"), new LocationAlias(Composable, "leeds"),
            ]),
        ],
        Stock = new OwnershipRule([Adobe, Composable]),
        Reconcile = new ReconcileRule(TimeSpan.FromMinutes(5), FullAt: null),
    });

    private static readonly (string Path, string Value)[] Settings =
        [("products.require.0", "lead_time"), ("products.require.1", "landed_cost"), ("bundles.attribute", "products")];

    private static string SkuOf(int i) => $"SKU-{i.ToString(CultureInfo.InvariantCulture)}";

    private IConnection AdobeConnection()
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["url"] = "http://127.0.0.1:1",
            ["auth.bearer"] = "t",
            ["website"] = "base",
            ["stock_id"] = "2",
        };
        return Assert.IsType<ConnectionOpening.Ready>(new AdobeCommerceConnector().Open(new ConnectionSettings(
            Adobe, values, new Dictionary<string, string>(StringComparer.Ordinal))
        {
            Clock = _clock,
        })).Connection;
    }

    private void ReportAll(Dictionary<string, int> figures)
    {
        foreach (var (sku, figure) in figures)
        {
            Report(sku, figure);
        }
    }

    private void Report(string sku, int quantity)
    {
        var id = $"e{(++_events).ToString(CultureInfo.InvariantCulture)}";
        var body = $$$"""
            {"specversion":"1.0","id":"{{{id}}}","source":"/wms","type":"trueup.stock.level.v1",
             "data":{"sku":"{{{sku}}}","location":"LDS","quantity":{{{quantity}}}}}
            """;
        _context.Start(() => _ = _hub.Receiver.AcceptAsync(Receiver.Prepare(
            Wms, [new RawMessage(id, "cloudevent", Encoding.UTF8.GetBytes(body))])).AsTask());
    }

    private void Run(TimeSpan time) => _loop.RunUntil(_clock.GetUtcNow() + time);

    /// <summary>The way to a twin: 20 milliseconds, and the vendor's description held against every exchange.</summary>
    private sealed class TwinWire(ITwin twin, TimeProvider clock, List<string>? offences) : IWire
    {
        public async ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
        {
            var reply = twin.Answer(request, clock.GetUtcNow());
            offences?.AddRange(OpenApiSpec.OffencesOfAny(request, reply));

            await Task.Delay(TimeSpan.FromMilliseconds(20), clock, cancellationToken);
            return new WireOutcome.Answered(reply);
        }
    }
}
