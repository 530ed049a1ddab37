using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
using Trueup.Demo;
using Trueup.Settings;
using Trueup.Tests.Storage;
using Trueup.Verbs;
using Trueup.Wires;

namespace Trueup.Tests.Audit;

/// <summary>The audit of a shop with planted troubles, over real HTTP, with nothing but a token and a file.</summary>
public sealed class AuditVerbTests
{
    private const string Stock = """
        sku,location,quantity,state
        FINE,leeds_src,10,
        GHOST,leeds_src,2,
        HIDDEN,leeds_src,30,
        STRANGER,leeds_src,4,
        UNASSIGNED,leeds_src,4,
        PARENT,leeds_src,3,
        LOOSE,leeds_src,8,
        SOLD,leeds_src,20,
        ORPHAN,leeds_src,20,
        FAR,moon,5,
        FINE ,leeds_src,0,damaged
        fine-2,leeds_src,1,
        """;

    [Fact]
    public async Task Every_planted_trouble_is_found_and_nothing_else_is()
    {
        using var folder = new TemporaryFolder();
        var shop = PlantedShop();
        await using var server = await TwinServer.StartAsync(shop, TimeProvider.System, port: 0, CancellationToken.None);

        var (code, output, error) = await RunAsync(folder, server.Address, "--format", "json");

        Assert.Equal((1, ""), (code, error));
        using var json = JsonDocument.Parse(output);
        var found = json.RootElement.GetProperty("findings").EnumerateArray()
            .SelectMany(finding => finding.GetProperty("rows").EnumerateArray()
                .Select(row => $"{finding.GetProperty("code").GetString()} {row.GetProperty("subject").GetString()}"))
            .Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(
            [
                "AUDIT.NO_SOURCE UNASSIGNED",
                "AUDIT.SKU_LOOKALIKE FINE-2",
                "AUDIT.SKU_NOT_OWNED FINE-2",
                "AUDIT.SKU_NOT_OWNED NOBODY",
                "AUDIT.SOURCE_UNMAPPED soho_src",
                "STOCK.GHOST GHOST",
                "STOCK.HIDDEN HIDDEN",
                "STOCK.LOCATION_UNMAPPED moon",
                "STOCK.NOT_MANAGED LOOSE",
                "STOCK.NOT_STOCKABLE PARENT",
                "STOCK.RESERVATION_MISMATCH ORPHAN",
                "STOCK.SKU_NOT_ASSIGNED UNASSIGNED",
                "STOCK.SKU_UNKNOWN STRANGER",
                "STOCK.SKU_UNKNOWN fine-2",
            ],
            found);
        Assert.Empty(json.RootElement.GetProperty("gaps").EnumerateArray());
    }

    [Fact]
    public async Task An_open_order_explains_what_is_held_back_and_prices_what_is_wrong()
    {
        using var folder = new TemporaryFolder();
        var shop = PlantedShop();
        await using var server = await TwinServer.StartAsync(shop, TimeProvider.System, port: 0, CancellationToken.None);
        server.Use(() => shop.Shoppers.PlaceOrder("base", [new ShopperLine("GHOST", 1)], DateTimeOffset.UtcNow));

        var (_, output, _) = await RunAsync(folder, server.Address, "--format", "csv");

        var ghost = Assert.Single(output.Split('\n'), line => line.StartsWith("STOCK.GHOST", StringComparison.Ordinal));
        Assert.Contains("there can be 3 at most", ghost, StringComparison.Ordinal);
        Assert.Contains("220,", ghost, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_held_back_without_reason_is_shown_with_the_commands_that_repair_it()
    {
        using var folder = new TemporaryFolder();
        var shop = PlantedShop();
        await using var server = await TwinServer.StartAsync(shop, TimeProvider.System, port: 0, CancellationToken.None);

        var (_, output, _) = await RunAsync(folder, server.Address, "--format", "csv");

        var orphan = Assert.Single(output.Split('\n'), line => line.StartsWith("STOCK.RESERVATION_MISMATCH", StringComparison.Ordinal));
        Assert.Contains("The storefront holds back 4; open orders explain 0. ", orphan, StringComparison.Ordinal);
        Assert.Contains("grep -F ':ORPHAN:' | grep ':2$' | bin/magento inventory:reservation:create-compensations", orphan, StringComparison.Ordinal);
        Assert.Contains("add up to 4,", orphan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_needs_nothing_outside_itself_and_shows_hostile_text_as_text()
    {
        using var folder = new TemporaryFolder();
        var shop = PlantedShop();
        shop.Setup.Product(new TwinProduct("<img src=x>"));
        shop.Setup.SourceItem("<img src=x>", "leeds_src", 3);
        await using var server = await TwinServer.StartAsync(shop, TimeProvider.System, port: 0, CancellationToken.None);

        var (code, _, _) = await RunAsync(folder, server.Address, "--format", "html", "--out", folder.File("audit.html"));

        var page = await File.ReadAllTextAsync(folder.File("audit.html"), CancellationToken.None);
        Assert.Equal(1, code);
        Assert.Contains("Ghost stock", page, StringComparison.Ordinal);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_written_to_the_shop()
    {
        using var folder = new TemporaryFolder();
        var shop = PlantedShop();
        await using var server = await TwinServer.StartAsync(shop, TimeProvider.System, port: 0, CancellationToken.None);

        await RunAsync(folder, server.Address);

        Assert.Equal(25, server.Use(() => shop.Books.SourceQuantity("GHOST", "leeds_src")));
        Assert.Equal(0, server.Use(() => shop.Books.SourceItemWrites.Count()));
    }

    [Theory]
    [InlineData("sku,place\nA,1", "no column is headed \"location\"")]
    [InlineData("", "the file is empty")]
    [InlineData("sku,location,quantity\nA,leeds_src,many", "line 2: \"many\" is not a quantity")]
    public async Task A_file_that_cannot_be_used_is_told_with_its_line(string text, string words)
    {
        using var folder = new TemporaryFolder();
        var shop = PlantedShop();
        await using var server = await TwinServer.StartAsync(shop, TimeProvider.System, port: 0, CancellationToken.None);

        var (_, _, error) = await RunAsync(folder, server.Address, text);

        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tabel", "\"tabel\" is not a format; did you mean \"table\"?")]
    public async Task An_unknown_format_is_told_with_what_was_meant(string format, string words)
    {
        using var folder = new TemporaryFolder();

        var (code, _, error) = await RunAsync(folder, new Uri("http://127.0.0.1:1"), "--format", format);

        Assert.Equal(2, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    private static AdobeTwin PlantedShop()
    {
        var shop = new AdobeTwin();
        shop.Setup.Token("audit-token");
        shop.Setup.Stock("Main", [new TwinLink("leeds_src", 1), new TwinLink("soho_src", 2)], ["base"]);
        foreach (var (sku, quantity) in new[]
        {
            ("FINE", 10), ("GHOST", 25), ("HIDDEN", 3), ("LOOSE", 8), ("NOBODY", 7), ("SOLD", 20), ("ORPHAN", 20), ("FINE-2", 1),
        })
        {
            shop.Setup.Product(new TwinProduct(sku));
            shop.Setup.SourceItem(sku, "leeds_src", quantity);
        }

        shop.Setup.Product(new TwinProduct("UNASSIGNED"));
        shop.Setup.Product(new TwinProduct("PARENT", Type: ProductType.Configurable));
        shop.Setup.Variants("PARENT", ["FINE"]);
        shop.Staff.SetManageStock("LOOSE", isManaged: false, DateTimeOffset.UtcNow);
        shop.Setup.Reservation("ORPHAN", stockId: 2, -4);
        shop.Setup.Reservation("SOLD", stockId: 2, 0);
        return shop;
    }

    private static Task<(int Code, string Output, string Error)> RunAsync(
        TemporaryFolder folder, Uri shop, params string[] arguments) => RunAsync(folder, shop, Stock, arguments);

    private static async Task<(int Code, string Output, string Error)> RunAsync(
        TemporaryFolder folder, Uri shop, string stock, string[]? arguments = null)
    {
        await File.WriteAllTextAsync(folder.File("stock.csv"), stock, CancellationToken.None);
        await File.WriteAllTextAsync(
            folder.File("trueup.yaml"),
            $$"""
            version: 1
            hub: { name: Audited, currency: USD, store: ./data }
            connections:
              shop: { kind: adobe-commerce, url: {{shop}}, auth: { bearer: audit-token }, website: base, stock_id: 2, limits: { rate: 200/s, burst: 200 } }
            """,
            CancellationToken.None);
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var verb = new AuditVerb(ConnectorCatalogue.Installed, new HttpWireFactory(TimeProvider.System), TimeProvider.System);
        var code = await new CommandLine(verb).RunAsync(
            ["audit", "--config", folder.File("trueup.yaml"), "--stock", folder.File("stock.csv"), .. arguments ?? []], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
