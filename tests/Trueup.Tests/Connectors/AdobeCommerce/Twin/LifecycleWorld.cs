using System.Globalization;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

/// <summary>The observed shop's world: three sources in stock 2, one of them also in stock 3, and the odd
/// products.</summary>
internal sealed class LifecycleWorld
{
    private readonly TwinClient _client;
    private readonly List<int> _orders = [];
    private int _reservations;

    public LifecycleWorld(JsonElement before)
    {
        Twin = new AdobeTwin(new TwinSwitches { ConsumerDelay = null });
        var start = new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);
        Twin.Setup.At(start);
        Twin.Setup.Token(TwinClient.Token);
        Twin.Setup.Website("wholesale", storeCode: "wholesale_en");
        Twin.Setup.Source("attic");
        Twin.Setup.Stock("Main stock", Links, ["base"]);
        Twin.Setup.Stock("Wholesale stock", [new TwinLink("soho", 1)], ["wholesale"]);
        _client = new TwinClient(Twin, start);
        foreach (var sku in before.Members("source_items"))
        {
            Furnish(sku.Name, sku.Value);
        }

        foreach (var sum in before.Members("reservation_sum").Where(s => s.Value.GetDecimal() != 0))
        {
            var (sku, stockId) = Key(sum.Name);
            Twin.Setup.Reservation(sku, stockId, sum.Value.GetDecimal());
        }

        _reservations = Twin.Books.Reservations.Count;
    }

    public static Items<TwinLink> Links { get; } = [new("leeds", 1), new("paris", 2), new("soho", 3)];

    public AdobeTwin Twin { get; }

    public int OrderId => _orders[^1];

    public IReadOnlyList<int> Orders => _orders;

    public DateTimeOffset Now
    {
        get
        {
            _client.Tick(2);
            return _client.Now;
        }
    }

    public void Order(string sku, decimal quantity, string website = "base") =>
        Order(website, new ShopperLine(sku, quantity));

    public void Order(string website, params ShopperLine[] lines)
    {
        var placed = Twin.Shoppers.PlaceOrder(website, lines.ToItems(), Now);
        Assert.True(placed.IsDone, placed.Refusal?.Message);
        _orders.Add(placed.Value!.EntityId);
    }

    /// <summary>Ships a line, the first unless told; everything without a quantity.</summary>
    public void Ship(string? source, decimal? quantity = null, int line = 0, int? orderId = null) =>
        Twin.Staff.Ship(orderId ?? OrderId, source, Now, Lines(quantity, line));

    public void Invoice(decimal? quantity = null) => Twin.Staff.Invoice(OrderId, Now, Lines(quantity, line: 0));

    public void Refund(decimal quantity, bool isReturned, int line = 0) =>
        Twin.Staff.Refund(OrderId, Now, Lines(quantity, line), isReturned ? [ItemId(line)] : []);

    public void Cancel() => Twin.Staff.Cancel(OrderId, Now);

    public int ItemId(int line) => Twin.Books.Order(OrderId)!.Lines[line].ItemId;

    public void Save(string sku, params (string Source, decimal Quantity)[] rows) =>
        Post("V1/inventory/source-items", string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"sourceItems":[{{string.Join(',', rows.Select(r => Row(sku, r.Source, r.Quantity, status: 1)))}}]}"""));

    public void SaveRaw(string item) => Post("V1/inventory/source-items", $$"""{"sourceItems":[{{item}}]}""");

    public void Post(string path, string body) => _client.Post(path, body);

    public void Put(string path, string body) => _client.Put(path, body);

    public static string Row(string sku, string source, decimal quantity, int status) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"sku":"{{sku}}","source_code":"{{source}}","quantity":{{quantity}},"status":{{status}}}""");

    /// <summary>Rows of the ledger that were written since last asked.</summary>
    public IReadOnlyList<string> NewReservations()
    {
        var rows = Twin.Books.Reservations.Skip(_reservations)
            .Select(r => string.Create(CultureInfo.InvariantCulture,
                $"{r.Sku}@{r.StockId} {r.Quantity:G29} {r.EventType} {r.OrderId.Length > 0}"))
            .ToList();
        _reservations = Twin.Books.Reservations.Count;
        return rows;
    }

    public static (string Sku, int StockId) Key(string name)
    {
        var at = name.LastIndexOf("@stock", StringComparison.Ordinal);
        return (name[..at], int.Parse(name[(at + 6)..], CultureInfo.InvariantCulture));
    }

    public TwinReply Salable(string sku, int stockId) =>
        _client.Get($"V1/inventory/get-product-salable-quantity/{Uri.EscapeDataString(sku)}/{stockId}");

    private Items<TwinQuantity> Lines(decimal? quantity, int line) =>
        quantity is { } pieces ? [new TwinQuantity(ItemId(line), pieces)] : [];

    private void Furnish(string sku, JsonElement rows)
    {
        if (rows.EnumerateObject().Any() || sku is "HOOD")
        {
            Twin.Setup.Product(sku switch
            {
                "WARRANTY" => new TwinProduct(sku, Type: ProductType.Virtual),
                "BACK-001" => new TwinProduct(sku, StockItem: new StockItem(Backorders: 1)),
                "HOOD" => new TwinProduct(sku, Type: ProductType.Configurable),
                _ => new TwinProduct(sku),
            });
        }

        foreach (var row in rows.EnumerateObject())
        {
            Twin.Setup.SourceItem(sku, row.Name, row.Value.GetDecimal());
        }
    }
}
