using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

/// <summary>What was done in each step of each observed scenario, by scenario letter and first word of the
/// step.</summary>
internal static class LifecycleScript
{
    public static IReadOnlyDictionary<string, Action<LifecycleWorld>> Steps { get; } =
        new Dictionary<string, Action<LifecycleWorld>>(
            Simple().Concat(Stock()).Concat(Composite()).Concat(Websites()).Concat(Documents()),
                StringComparer.Ordinal);

    private static Dictionary<string, Action<LifecycleWorld>> Simple() => new(StringComparer.Ordinal)
    {
        ["A/1"] = w => w.Order("TEE-001", 3),
        ["A/2"] = w => w.Ship("leeds", 1),
        ["A/3"] = w => w.Ship("paris", 2),
        ["A/4"] = w => w.Invoice(),
        ["A/5"] = w => w.Refund(1, isReturned: false),
        ["A/6"] = w => w.Refund(2, isReturned: true),
        ["B/1"] = w => w.Order("TEE-002", 5),
        ["B/2"] = w => w.Cancel(),
        ["B/3"] = w => w.Cancel(),
        ["D/1"] = w => w.Order("TEE-004", 4),
        ["D/2"] = w => w.Invoice(),
        ["D/3"] = w => w.Refund(4, isReturned: true),
        ["C/1"] = w => w.Order("TEE-003", 4),
        ["C/2"] = w => w.Invoice(),
        ["C/3"] = w => w.Ship("soho", 1),
        ["C/4"] = w => w.Refund(1, isReturned: false),
        ["C/5"] = w => w.Refund(2, isReturned: true),
        ["C/6"] = w => w.Ship("leeds"),
        ["C/7"] = w => w.Refund(1, isReturned: true),
        ["G/1"] = w => w.Order("TEE-007", 2),
        ["G/2"] = w => w.Ship(source: null),
        ["H/1"] = w => w.Order("TEE-008", 12),
        ["H/2"] = w => w.Ship("soho", 11),
        ["H/3"] = w => w.Ship("attic", 1),
        ["H/4"] = w => w.Ship("nowhere", 1),
        ["H/5"] = w => w.Ship("leeds", 13),
        ["H/6"] = w => Array.ForEach([0, -1, 0.5m], q => w.Ship("leeds", q)),
        ["H/7"] = w => w.Ship("leeds"),
        ["L/1"] = w => w.Order("TEE-010", 5),
        ["L/2"] = w => w.Ship("leeds", 2),
        ["L/3"] = w => w.Cancel(),
        ["L/4"] = w => w.Invoice(),
        ["J5/1"] = w => w.Order("ÖD/D +5%", 1),
        ["J6/1"] = w => w.Order("WARRANTY", 3),
        ["J6/2"] = w => w.Invoice(1),
        ["J6/3"] = w => w.Invoice(),
        ["J6/4"] = w => w.Refund(2, isReturned: true),
        ["J6/5"] = w => w.Refund(1, isReturned: false),
        ["J8/1"] = w => w.Order("BACK-001", 5),
        ["J8/2"] = w => w.Ship("leeds"),
        ["J8/3"] = w => w.Save("BACK-001", ("leeds", 10)),
        ["J8/4"] = w => w.Ship("leeds"),
    };

    private static Dictionary<string, Action<LifecycleWorld>> Stock() => new(StringComparer.Ordinal)
    {
        ["I/1"] = w => w.Order("TEE-011", 10),
        ["I/2"] = w => w.Save("TEE-011", ("leeds", 90)),
        ["I/3"] = w => w.Ship("leeds"),
        ["I2/1"] = w => w.Order("TEE-012", 30),
        ["I2/2"] = w => w.Save("TEE-012", ("leeds", 5), ("paris", 5), ("soho", 5)),
        ["I2/3"] = w => w.Cancel(),
        ["I2/4"] = w => w.Twin.Staff.RunConsumers("inventory.reservations.updateSalabilityStatus"),
        ["Q/1"] = w => w.SaveRaw(LifecycleWorld.Row("TEE-013", "leeds", 100, status: 0)),
        ["Q/2"] = w => w.SaveRaw(LifecycleWorld.Row("TEE-013", "leeds", 0, status: 1)),
        ["Q/3"] = w => w.SaveRaw("""{"sku":"TEE-013","source_code":"leeds","quantity":7}"""),
        ["Q/4"] = w => w.SaveRaw("""{"sku":"TEE-013","source_code":"leeds","status":1}"""),
        ["Q/5"] = w => w.SaveRaw(LifecycleWorld.Row("TEE-013", "leeds", 7, status: 2)),
        ["U/1"] = w => w.Order("TEE-017", 5),
        ["U/2"] = w => w.Post(
            "V1/inventory/source-items-delete", """{"sourceItems":[{"sku":"TEE-017","source_code":"leeds"}]}"""),
        ["U/3"] = w => w.Twin.Staff.SetSourceEnabled("paris", isEnabled: false, w.Now),
        ["U/4"] = w => w.Twin.Staff.Reindex(),
        ["U/5"] = w => w.Ship("paris", 1),
        ["U/6"] = w =>
        {
            w.Twin.Staff.SetSourceEnabled("paris", isEnabled: true, w.Now);
            w.Twin.Staff.Reindex();
        },
        ["U/7"] = w => w.Cancel(),
        ["V/1"] = w => w.Order("TEE-018", 5),
        ["V/2"] = w => w.Twin.Staff.DeleteProduct("TEE-018", w.Now),
        ["V/3"] = w => w.Twin.Staff.RunConsumers("inventory.source.items.cleanup"),
        ["V/4"] = w => w.Cancel(),
        ["W/1"] = w => w.Order("TEE-019", 5),
        ["W/2"] = w => w.Put("V1/products/TEE-019", """{"product":{"id":1,"sku":"TEE-019-NEW","name":"Tee 19"}}"""),
        ["W/3"] = w => w.Twin.Staff.RunConsumers(),
        ["W/4"] = w => w.Ship("leeds", 5),
        ["W/5"] = w => w.Post("V1/products", """{"product":{"id":1,"sku":"TEE-019-NEW","name":"Tee 19"}}"""),
        ["X/0"] = w =>
        {
            w.Twin.Staff.SetQuantity("TEE-036", "leeds", 22, w.Now);
            w.Twin.Switches.IsIndexAsync = true;
            w.Save("TEE-036", ("leeds", 50));
        },
        ["X/1"] = w => w.Save("TEE-036", ("leeds", 200)),
        ["X/2"] = w => w.Twin.Staff.RunConsumers("inventory.indexer.sourceItem"),
        ["Z/1"] = w => w.Put(
            "V1/products/TEE-037/stockItems/37", """{"stockItem":{"use_config_min_qty":false,"min_qty":5}}"""),
        ["CC/1"] = w => w.Order("TEE-050", 2),
        ["CC/2"] = w => w.Ship("leeds"),
        ["HH/0b"] = w => w.Save("TEE-009", ("leeds", 1), ("paris", 2)),
        ["HH/1"] = w =>
        {
            w.Order("TEE-009", 6);
            w.Invoice();
        },
        ["HH/2"] = w => w.Refund(6, isReturned: false),
    };

    private static Dictionary<string, Action<LifecycleWorld>> Composite() => new(StringComparer.Ordinal)
    {
        ["J1b/0"] = w =>
        {
            w.Twin.Setup.Product(new TwinProduct("HOOD-S"));
            w.Twin.Setup.Product(new TwinProduct("HOOD-L"));
            w.Twin.Setup.SourceItem("HOOD-S", "leeds", 34);
            w.Twin.Setup.SourceItem("HOOD-L", "leeds", 35);
            w.Twin.Setup.Variants("HOOD", ["HOOD-S", "HOOD-M", "HOOD-L"]);
        },
        ["J1b/1"] = w => w.Order("base", new ShopperLine("HOOD", 2, "HOOD-M")),
        ["J1b/2"] = w => w.Cancel(),
        ["J2/0"] = w =>
        {
            w.Twin.Setup.Product(new TwinProduct("BUN-DYN", Type: ProductType.Bundle));
            w.Twin.Setup.Parts("BUN-DYN", [new TwinPart("TEE-041"), new TwinPart("TEE-042", 2)], isDynamic: true);
        },
        ["J2/1"] = w => w.Order("BUN-DYN", 3),
        ["J2/2"] = w => w.Ship("leeds", 2, line: 1),
        ["J2/3"] = w => w.Ship("leeds", 1, line: 0),
        ["J2/4"] = w => w.Ship("leeds"),
        ["J2/5"] = w => w.Invoice(),
        ["J2/6"] = w => w.Refund(1, isReturned: true),
        ["J2/7"] = w => w.Twin.Staff.Refund(
            w.OrderId,
            w.Now,
            [new TwinQuantity(w.ItemId(1), 1), new TwinQuantity(w.ItemId(2), 2)],
            [w.ItemId(1), w.ItemId(2)]),
        ["J2/8"] = w => w.Twin.Staff.Refund(w.OrderId, w.Now, returnToStock: [w.ItemId(1), w.ItemId(2)]),
        ["J4/0"] = w =>
        {
            w.Twin.Setup.CustomOption("MUG-OPT", "ENGR", 3);
            w.Twin.Setup.CustomOption("MUG-OPT", "BOXF", 5);
        },
        ["J4/1"] = w => w.Order("base", new ShopperLine("MUG-OPT", 2, OptionSkus: ["ENGR", "BOXF"])),
        ["J4/2"] = w => w.Ship("leeds"),
        ["J4/3"] = w =>
        {
            w.Invoice();
            w.Refund(2, isReturned: true);
        },
        ["Y/0"] = w => w.Twin.Setup.CustomOption("MUG-OPT", "ENGR", 3),
        ["Y/1"] = w => w.Order(
            "base",
            new ShopperLine("MUG-OPT", 2, OptionSkus: ["ENGR"]),
            new ShopperLine("MUG-OPT", 3, OptionSkus: ["ENGR"])),
        ["Y/2"] = w =>
        {
            w.Invoice();
            w.Ship("leeds", 2);
        },
        ["Y/3"] = w => w.Refund(3, isReturned: true, line: 1),
        ["Y/4"] = w => w.Refund(2, isReturned: true),
    };

    private static Dictionary<string, Action<LifecycleWorld>> Websites() => new(StringComparer.Ordinal)
    {
        ["S/1"] = w => w.Order("TEE-015", 4, "wholesale"),
        ["S/1b"] = _ => { },
        ["S/2"] = w => w.Ship(source: null),
        ["S/3"] = w => w.Ship("leeds"),
        ["S2/1"] = w => w.Order("TEE-021", 4, "wholesale"),
        ["S2/2"] = w => w.Ship("leeds"),
        ["AA/1"] = w => w.Order("TEE-038", 4),
        ["AA/2"] = w =>
        {
            var stockId = w.Twin.Setup.Stock("New main", LifecycleWorld.Links, []);
            w.Twin.Staff.MoveWebsite("base", stockId, w.Now);
            w.Twin.Staff.Reindex();
            w.Ship("leeds");
        },
    };

    private static Dictionary<string, Action<LifecycleWorld>> Documents() => new(StringComparer.Ordinal)
    {
        ["P/1"] = w => Times(8, () => w.Order("TEE-023", 1)),
        ["P/2"] = w => w.Orders.ToList().ForEach(o => w.Ship("leeds", orderId: o)),
        ["P4/1"] = w => w.Order("TEE-026", 3),
        ["P4/2"] = w => Times(4, () => w.Ship("leeds")),
        ["P5/1"] = w => w.Order("TEE-027", 3),
        ["P5/2"] = w =>
        {
            w.Ship("leeds");
            w.Cancel();
        },
        ["EE/1"] = w => w.Order("TEE-046", 4),
        ["EE/2"] = w =>
        {
            w.Invoice(2);
            w.Ship("paris", 2);
        },
        ["EE/3"] = w => w.Cancel(),
        ["EE/4"] = w => w.Refund(1, isReturned: true),
        ["EE/5"] = w => w.Refund(1, isReturned: false),
        ["FF/1"] = w => w.Order("TEE-042", 4),
        ["FF/2"] = w =>
        {
            w.Ship("paris", 3);
            w.Invoice();
        },
        ["FF/3"] = w => w.Refund(2, isReturned: true),
        ["FF/4"] = w => w.Refund(2, isReturned: false),
        ["GG/1"] = w => w.Order("base", new ShopperLine("TEE-041", 2), new ShopperLine("TEE-010", 3)),
        ["GG/2"] = w =>
        {
            w.Invoice();
            w.Ship("soho", 2);
        },
        ["GG/3"] = w => w.Refund(3, isReturned: false, line: 1),
        ["KK/1"] = w =>
        {
            w.Order("TEE-047", 2);
            w.Ship("leeds");
            w.Invoice();
            w.Post($"V1/order/{w.OrderId}/refund", string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $$"""
                {"items":[{"order_item_id":{{w.ItemId(0)}},"qty":0}],
                 "arguments":{"shipping_amount":0,"adjustment_positive":2.5,"adjustment_negative":0} }
                """));
        },
    };

    private static void Times(int count, Action action)
    {
        for (var i = 0; i < count; i++)
        {
            action();
        }
    }
}
