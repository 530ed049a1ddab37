using System.Globalization;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.AdobeCommerce.Twin.Access;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

/// <summary>The shop the recordings were made in, with what happened in it between them.</summary>
internal sealed class ReplayWorld
{
    public const string OrdersToken = "orders-only";

    /// <summary>Orders that were placed off the record, by recorded number: website, first recorded line,
    /// lines.</summary>
    private static readonly Dictionary<int, PlannedOrder> Planned = new()
    {
        [2] = new(2, [new("TEE-002", 5)]),
        [3] = new(3, [new("TEE-004", 4)]),
        [4] = new(4, [new("TEE-005", 4)]),
        [5] = new(5, [new("TEE-003", 4)]),
        [6] = new(6, [new("TEE-006", 6)]),
        [7] = new(7, [new("TEE-007", 2)]),
        [8] = new(8, [new("TEE-008", 12)]),
        [9] = new(9, [new("TEE-009", 2)]),
        [10] = new(10, [new("TEE-010", 5)]),
        [11] = new(11, [new("TEE-011", 10)]),
        [12] = new(12, [new("TEE-012", 30)]),
        [14] = new(15, [new("HOOD", 2, "HOOD-M")]),
        [18] = new(24, [new("ÖD/D +5%", 1)]),
        [20] = new(26, [new("GIFTWRAP", 2)]),
        [22] = new(28, [new("TEE-014", 4)]),
        [23] = new(29, [new("TEE-015", 4)], "wholesale"),
        [24] = new(30, [new("TEE-016", 3)]),
        [25] = new(31, [new("TEE-017", 5)]),
        [26] = new(32, [new("TEE-018", 5)]),
        [27] = new(33, [new("TEE-019", 5)]),
        [28] = new(34, [new("TEE-020", 4)]),
        [29] = new(35, [new("TEE-021", 4)], "wholesale"),
        [30] = new(36, [new("TEE-022", 4)]),
        [50] = new(56, [new("TEE-031", 2), new("TEE-032", 1)], Coupon: "TEN"),
        [53] = new(60, [new("MUG-OPT", 2, OptionSkus: ["ENGR"]), new("MUG-OPT", 3, OptionSkus: ["ENGR"])]),
        [54] = new(62, [new("TEE-038", 4)]),
        [55] = new(63, [new("TEE-047", 4)], "wholesale"),
        [89] = new(118, [new("TEE-050", 2)]),
        [93] = new(122, [new("TEE-045", 2)]),
        [94] = new(123, [new("TEE-046", 4)]),
        [95] = new(124, [new("TEE-042", 4)]),
        [96] = new(125, [new("TEE-041", 2), new("TEE-010", 3)]),
        [97] = new(127, [new("TEE-006", 6)]),
        [98] = new(128, [new("TEE-036", 1)]),
        [99] = new(129, [new("TEE-036", 2)]),
        [134] = new(164, [new("TEE-047", 2)]),
        [135] = new(165, [new("LAST-1", 2)]),
        [136] = new(166, [new("LAST-1", 1)]),
    };

    /// <summary>The first recorded line of orders that were placed on the record.</summary>
    private static readonly Dictionary<int, int> FirstItems = new()
    {
        [1] = 1,
        [13] = 13,
        [15] = 17,
        [16] = 20,
        [17] = 23,
        [19] = 25,
        [21] = 27,
    };

    private readonly Dictionary<int, int> _orders = [];
    private readonly Dictionary<int, int> _items = [];
    private readonly Dictionary<int, int> _carts = [];
    private string _recording = "";
    private string _path = "";

    public ReplayWorld()
    {
        Twin = new AdobeTwin(new TwinSwitches { ConsumerDelay = null });
        Client = new TwinClient(Twin, new DateTimeOffset(2026, 11, 20, 23, 56, 35, TimeSpan.Zero));
        Twin.Setup.Website("wholesale", "Wholesale", "wholesale_en");
        Twin.Setup.Token(TwinClient.Token);
        Twin.Setup.Integration(new TwinIntegration("orders", OrdersToken, Resources: ["Magento_Sales::*"]));
        Twin.Setup.Administrator("admin", "Admin123!pass");
        Twin.Setup.Coupon("TEN", 10);

        // The options of the attribute size_opt (recording attr.01.create).
        Twin.Setup.OptionLabel(4, "S");
        Twin.Setup.OptionLabel(5, "M");
        Twin.Setup.OptionLabel(6, "L");
    }

    public AdobeTwin Twin { get; }

    public TwinClient Client { get; }

    /// <summary>Which command a bare number in an answer is the document of.</summary>
    public string LastCommand => _recording.Split('.')[0] switch
    {
        _ when _path.EndsWith("/ship", StringComparison.Ordinal) => "ship",
        _ when _path.EndsWith("/invoice", StringComparison.Ordinal) => "invoice",
        _ => "refund",
    };

    /// <summary>Whether a bare number in an answer is one that a database gave out.</summary>
    public bool IsNumberGivenOut => _path.Contains("/stockItems/", StringComparison.Ordinal)
        || _recording.EndsWith("-pay", StringComparison.Ordinal) || _recording is "custorder.1" or "custorder.4";

    /// <summary>The twin's number of a recorded cart of a customer.</summary>
    public int Cart(int recorded) => _carts.GetValueOrDefault(recorded, recorded);

    /// <summary>The twin's number of a recorded order, which is placed now if it was not before.</summary>
    public int Order(int recorded)
    {
        if (!_orders.TryGetValue(recorded, out var own) && Planned.TryGetValue(recorded, out var plan))
        {
            var placed = Twin.Shoppers.PlaceOrder(
                plan.Website,
                plan.Lines.ToItems(),
                Client.Now,
                recorded == 24 ? "race@example.com" : "jane.doe@example.com",
                plan.Coupon);
            Assert.True(placed.IsDone, $"order {recorded}: {placed.Refusal?.Message}");
            own = placed.Value!.EntityId;
            _orders[recorded] = own;
            LearnItems(own, plan.FirstItem);
        }

        return own == 0 ? recorded : own;
    }

    /// <summary>The twin's number of a recorded order line.</summary>
    public int Item(int recorded) => _items.GetValueOrDefault(recorded, recorded);

    /// <summary>A bare number in both answers: the order just placed.</summary>
    public void Learn(int recorded, int own)
    {
        if (_recording is "custorder.1")
        {
            _carts[recorded] = own;
        }
        else if (_recording is "orders.28.create")
        {
            _orders[recorded] = own;
            LearnItems(own, 55);
        }
        else if (_recording.EndsWith("-pay", StringComparison.Ordinal) || _recording is "custorder.4")
        {
            _orders[recorded] = own;
            LearnItems(own, FirstItems.GetValueOrDefault(recorded, 58));
        }
    }

    public void Before(string recording, string path = "")
    {
        _recording = recording;
        _path = path;
        Client.Tick();
        switch (recording)
        {
            case "double.3":
                Order(12);
                break;
            case "double.2":
                Order(11);
                break;
            case "salable.odd":
                Order(18);
                break;
            case "over.1.1-cart":
                Order(22);
                break;
            case "over.3.1-cart":
                Order(24);
                break;
            case "del.1":
                Order(25);
                break;
            case "pdel.1":
                Order(26);
                break;
            case "psku.1":
                Order(27);
                break;
            case "order.TAX.json":
                Twin.Setup.Tax(20, "GB-VAT");
                break;
            case "default.1":
                Twin.Staff.SetQuantity("TEE-047", "default", 40, Client.Now);
                break;
            case "last.1":
                Twin.Setup.Product(new TwinProduct("LAST-1"));
                Twin.Setup.SourceItem("LAST-1", "leeds", 10);
                Order(135);
                Order(136);
                break;
            case "async.04.status-after" or "async.08.bulk-status" or "async.16.ship-status":
                Twin.Staff.RunConsumers();
                break;
            default:
                Furnish(recording);
                break;
        }
    }

    public void After(string recording)
    {
        switch (recording)
        {
            case "products.01.create-simple":
                Enumerable.Range(2, 49).ToList().ForEach(n => Create(
                    string.Create(CultureInfo.InvariantCulture, $"TEE-{n:D3}"), $"Tee {n}", 10 + n));
                break;
            case "products.08.child-HOOD-S":
                Create("HOOD-M", "Hood M", 50);
                Create("HOOD-L", "Hood L", 50);
                break;
            case "products.10.link-HOOD-S":
                Client.Post("V1/configurable-products/HOOD/child", """{"childSku":"HOOD-M"}""");
                Client.Post("V1/configurable-products/HOOD/child", """{"childSku":"HOOD-L"}""");
                break;
            case "products.16.delete":
                Client.Post("V1/products", CaseFile.Read("adobe-recordings.json")
                    .Single(r => r.Is("id", "products.12.bundle-fixed")).GetProperty("request")
                        .GetProperty("body").GetRawText());
                break;
            case "stockitems.02.put-HOOD":
                Client.Put("V1/products/BUN-DYN/stockItems/1", """{"stockItem":{"is_in_stock":true,"qty":0}}""");
                Client.Put("V1/products/BUN-FIX/stockItems/1", """{"stockItem":{"is_in_stock":true,"qty":0}}""");
                break;
            case "source-items.00b.delete-default":
                Twin.Books.Skus.ToList().ForEach(s => Twin.Staff.RemoveFromSource(s, "default", Client.Now));
                break;
            case "source-items.01.initial-save":
                Stock();
                break;
            case "links.01.save":
                Client.Post("V1/inventory/stock-source-links",
                    """{"links":[{"stock_id":3,"source_code":"soho","priority":1}]}""");
                break;
            case "move.1":
                Client.Post("V1/inventory/stock-source-links",
                    """{"links":[{"stock_id":4,"source_code":"leeds","priority":1}]}""");
                Order(54);
                break;
        }
    }

    private void Furnish(string recording)
    {
        Twin.Switches.IsInMaintenance = recording is "down.1";
        Twin.Switches.IsDatabaseDown = recording is "down.2" or "down.3";
        Twin.Switches.AcceptsIntegrationBearer = recording is not "auth.30.bearer-disabled";
        Twin.Switches.IsInputLimited = recording.StartsWith("limits.", StringComparison.Ordinal)
            && recording is not "limits.8.backpressure";
        Twin.Switches.LimitedPageSizeMax = 50;
        Twin.Switches.LimitedPageSizeDefault = 5;
        if (recording is "auth.33.revoked")
        {
            Twin.Setup.Integration(new TwinIntegration("orders", OrdersToken, IsRevoked: true));
        }
    }

    private void Create(string sku, string name, decimal price) => Client.Post("V1/products", string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"product":{"sku":"{{sku}}","name":"{{name}}","price":{{price}},"status":1,"visibility":4,"type_id":"simple",
         "weight":1,"extension_attributes":{"website_ids":[1,2]} } }
        """));

    private void Stock()
    {
        for (var n = 1; n <= 50; n++)
        {
            var sku = string.Create(CultureInfo.InvariantCulture, $"TEE-{n:D3}");
            Twin.Setup.SourceItem(sku, "leeds", 100);
            Twin.Setup.SourceItem(sku, "paris", 20);
            Twin.Setup.SourceItem(sku, "soho", 10);
        }

        Twin.Books.Skus.Where(s => Twin.Books.SourceQuantity(s, "default") is not null).ToList()
            .ForEach(s => Twin.Staff.RemoveFromSource(s, "default", Client.Now));
        foreach (var (sku, quantity) in ((string, decimal)[])[
            ("GIFTWRAP", 0), ("BACK-001", 2), ("WARRANTY", 1000), ("MUG-OPT", 50), ("ÖD/D +5%", 11)])
        {
            Twin.Setup.SourceItem(sku, "leeds", quantity);
        }

        foreach (var sku in (string[])["HOOD-S", "HOOD-M", "HOOD-L"])
        {
            Twin.Setup.SourceItem(sku, "leeds", 30);
            Twin.Setup.SourceItem(sku, "soho", 5);
        }
    }

    private void LearnItems(int orderId, int firstRecorded)
    {
        foreach (var line in Twin.Books.Order(orderId)!.Lines)
        {
            _items[firstRecorded++] = line.ItemId;
        }
    }

    private sealed record PlannedOrder(int FirstItem, ShopperLine[] Lines, string Website = "base",
        string? Coupon = null);
}
