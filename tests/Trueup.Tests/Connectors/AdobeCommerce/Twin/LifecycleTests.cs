using System.Globalization;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Twin;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

/// <summary>The observed scenarios, step by step: source rows, ledger, index, legacy figures, salable quantity and
/// order.</summary>
public sealed class LifecycleTests
{
    private static readonly Lazy<ILookup<string, JsonElement>> Snapshots = new(() =>
        CaseFile.Read("adobe-lifecycle.json")
        .Where(s => s.Text("step").Length > 0 && s.TryGetProperty("source_items", out _))
        .ToLookup(s => s.Text("scenario").Split([' ', ':'])[0], StringComparer.Ordinal));

    public static TheoryData<string> Scenarios => [.. Snapshots.Value.Select(g => g.Key)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_scenario_ends_each_step_as_the_real_shop_did(string scenario)
    {
        var snapshots = Snapshots.Value[scenario].ToList();
        var world = new LifecycleWorld(snapshots[0]);
        List<string> problems = [];

        foreach (var snapshot in snapshots)
        {
            var step = $"{scenario}/{snapshot.Text("step").Split(' ')[0]}";
            if (LifecycleScript.Steps.TryGetValue(step, out var act))
            {
                act(world);
            }
            else if (!step.EndsWith("/0", StringComparison.Ordinal))
            {
                problems.Add($"{step}: nothing is scripted");
            }

            var stockId = scenario is "S" or "S2" && step is not "S/1b" ? 3 : 2;
            problems.AddRange(new LifecycleSnapshot(snapshot, world, stockId).Problems()
                .Select(p => $"{snapshot.Text("step")}: {p}"));
        }

        Assert.True(problems.Count == 0, $"{scenario}:\n{string.Join('\n', problems)}");
    }

    [Fact]
    public void Every_observed_scenario_with_stock_figures_is_played()
    {
        Assert.Equal(156, Snapshots.Value.Sum(g => g.Count()));
    }

    [Fact]
    public void On_the_default_stock_the_legacy_figure_follows_and_no_source_need_be_named()
    {
        var now = new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);
        var twin = new AdobeTwin();
        twin.Setup.Product(new TwinProduct("TEE-047"));
        twin.Setup.SourceItem("TEE-047", "default", 40);

        var order = twin.Shoppers.PlaceOrder("base", [new ShopperLine("TEE-047", 4)], now).Value!;
        var salableAfterOrder = twin.Books.Salable("TEE-047", 1);
        twin.Staff.Ship(order.EntityId, sourceCode: null, now);
        twin.Staff.Invoice(order.EntityId, now);
        twin.Staff.Refund(order.EntityId, now, [new TwinQuantity(order.Lines[0].ItemId, 1)], [order.Lines[0].ItemId]);

        Assert.Equal((36, 37), (salableAfterOrder, twin.Books.Salable("TEE-047", 1)));
        Assert.Equal(new IndexRow(37, IsSalable: true), twin.Books.LegacyStockItem("TEE-047"));
        Assert.Equal(
            ["-4 order_placed", "4 shipment_created"],
            twin.Books.Reservations.Select(r =>
                string.Create(CultureInfo.InvariantCulture, $"{r.Quantity} {r.EventType}")));
    }
}
