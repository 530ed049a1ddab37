using System.Text.Json;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Storage;

/// <summary>
/// Data folders that earlier programs wrote open under this one, with the figures that were true then. Before the shape of
/// anything on disk changes, keep a folder of the program that is:
/// <c>TRUEUP_NEW_GOLDEN=name dotnet test --filter UpgradeTests</c>, and commit the two files that it writes.
/// </summary>
public sealed class UpgradeTests
{
    private const int Skus = 40;

    private static readonly GoldenFolder Golden = new("Golden");

    public static TheoryData<string> Names => new(Golden.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_folder_of_an_earlier_program_opens_with_its_figures_and_goes_on(string name)
    {
        using var folder = new TemporaryFolder();
        var expected = await Golden.UnpackAsync(name, folder);

        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path);

        Assert.Equal(expected, await FiguresAsync(hub));
        using var again = await hub.DeliverAsync(ServedHub.Level("1", "SKU-1", 1));
        Assert.Equal(1, (await ServedHub.ReadAsync(again)).GetProperty("duplicates").GetInt32());
        using var more = await hub.DeliverAsync(ServedHub.Level("more", "SKU-1", 77));
        await hub.SettleAsync();
        Assert.Contains("SKU-1 leeds 77", await FiguresAsync(hub), StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_a_folder_to_open() => Assert.NotEmpty(Golden.Names);

    [Fact]
    public async Task A_folder_of_this_program_is_kept_when_somebody_asks_for_it()
    {
        using var folder = new TemporaryFolder();
        string figures;
        await using (var hub = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path))
        {
            for (var n = 0; n < Skus; n++)
            {
                using var taken = await hub.DeliverAsync(ServedHub.Level($"{n}", $"SKU-{n}", n));
            }

            using var unmapped = await hub.DeliverAsync(ServedHub.Level("moon", "SKU-1", 5, "MOON"));
            using var senseless = await hub.DeliverAsync(ServedHub.Level("less", "SKU-2", -5));
            await hub.SettleAsync();
            figures = await FiguresAsync(hub);
        }

        Assert.Contains("STOCK.LOCATION_UNMAPPED", figures, StringComparison.Ordinal);
        await Golden.KeepAsync(folder, figures);
    }

    /// <summary>What the hub says is true: every position, and every open case.</summary>
    private static async Task<string> FiguresAsync(ServedHub hub)
    {
        var stock = (await hub.GetAsync("/api/stock?limit=1000")).GetProperty("items").EnumerateArray()
            .Select(item => $"{item.GetProperty("sku")} {item.GetProperty("location")} {item.GetProperty("sellable")}");
        var cases = (await hub.GetAsync("/api/exceptions?limit=100")).GetProperty("items").EnumerateArray()
            .Select(item => $"{item.GetProperty("code")} {item.GetProperty("detail")}");
        return JsonSerializer.Serialize(stock.Concat(cases).Order(StringComparer.Ordinal)).Replace(",\"", ",\n\"", StringComparison.Ordinal);
    }
}
