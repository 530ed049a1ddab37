using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Tests.Core.Trading;

/// <summary>The names and the contract that the tests of the core trade under.</summary>
internal static class Estate
{
    public static readonly ConnectionName Adobe = ConnectionName.Parse("adobe-uk");
    public static readonly ConnectionName Wholesale = ConnectionName.Parse("wholesale");
    public static readonly ConnectionName Wms = ConnectionName.Parse("wms");
    public static readonly ConnectionName Pos = ConnectionName.Parse("pos");
    public static readonly LocationCode Leeds = LocationCode.Parse("leeds");
    public static readonly LocationCode Paris = LocationCode.Parse("paris");
    public static readonly LocationCode Soho = LocationCode.Parse("soho");
    public static readonly Sku Cap = Sku.Parse("CAP");
    public static readonly Sku Mat = Sku.Parse("MAT");
    public static readonly Sku Set = Sku.Parse("SET");

    /// <summary>09:00 on the day of every test.</summary>
    public static readonly DateTimeOffset Morning = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Leeds and Paris are the warehouse's, Soho is the till's; only Adobe follows stock.</summary>
    public static ContractTerms Terms(Basis basis = Basis.OnHand) => new()
    {
        Connections =
        [
            new ConnectionRule(Adobe, "adobe-commerce", ["storefront"], Basis.OnHand, []),
            new ConnectionRule(Wholesale, "adobe-commerce", ["storefront"], Basis.OnHand, []),
            new ConnectionRule(Wms, "http", ["warehouse"], basis, []),
            new ConnectionRule(Pos, "http", ["pos"], Basis.OnHand, []),
        ],
        Locations =
        [
            Location(Leeds, Wms, (Wms, "LDS"), (Adobe, "leeds_src"), (Wholesale, "w_leeds")),
            Location(Paris, Wms, (Wms, "PAR"), (Adobe, "paris_src")),
            Location(Soho, Pos, (Pos, "07"), (Adobe, "soho_src")),
        ],
        Stock = new OwnershipRule([Adobe]),
        Order = new OwnershipRule([Wms]),
        Fulfilment = new OwnershipRule([Adobe, Wholesale]),
        Sourcing = new SourcingRule(SourcingPolicy.Priority, [Leeds, Paris, Soho]),
    };

    /// <summary>The contract of <see cref="Terms"/>, with a set of two caps and a mat.</summary>
    public static OwnershipContract Agreed(Basis basis = Basis.OnHand) => new(Terms(basis) with
    {
        Kits = [new KitRule(Set, [new KitComponent(Cap, 2), new KitComponent(Mat, 1)])],
    });

    /// <summary>So many minutes after nine.</summary>
    public static DateTimeOffset At(int minute) => Morning.AddMinutes(minute);

    /// <summary>The same with two shops that sell from Leeds.</summary>
    public static OwnershipContract AgreedByTwo(Basis basis = Basis.OnHand) => new(Agreed(basis).Terms with
    {
        Stock = new OwnershipRule([Adobe, Wholesale]),
    });

    public static OrderId IdOf(string number) => OrderId.Parse($"{Adobe}:{number}");

    /// <summary>The warehouse's word for a location.</summary>
    public static string CodeOf(LocationCode location) => location == Leeds ? "LDS" : "PAR";

    public static LineQuantity Units(Sku sku, int units, string? line = null) => new(line, sku, units);

    private static LocationRule Location(
        LocationCode code, ConnectionName owner, params (ConnectionName Connection, string Code)[] codes) =>
        new(code, code.Text, owner, codes.Select(alias => new LocationAlias(alias.Connection, alias.Code)).ToItems());
}
