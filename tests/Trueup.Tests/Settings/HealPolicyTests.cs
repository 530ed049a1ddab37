using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Settings;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Settings;

/// <summary>What may be corrected unasked, and what differences cost.</summary>
public sealed class HealPolicyTests
{
    [Fact]
    public void A_cap_and_costs_are_read_in_the_hubs_currency()
    {
        var rule = Read("{ heal_up_to: { skus: 50, worth: 1200.5 }, costs: { oversold_unit: 7.5, margin: 40% } }").Settings!.Contract.Reconcile;

        Assert.Equal(new HealCap(50, new Money(1200.5m, "GBP")), rule.Cap);
        Assert.Equal(new GapCosts(new Money(7.5m, "GBP"), 0.4m), rule.Costs);
    }

    [Theory]
    [InlineData("{ heal_up_to: { skus: many } }", "ownership.stock.reconcile.heal_up_to.skus")]
    [InlineData("{ heal_up_to: { sku: 5 } }", "ownership.stock.reconcile.heal_up_to.sku")]
    [InlineData("{ costs: { margin: 140% } }", "ownership.stock.reconcile.costs.margin")]
    public void What_makes_no_sense_is_named(string reconcile, string key) =>
        Assert.Contains(Read(reconcile).Problems, problem => problem.Path == key);

    private static LoadedSettings Read(string reconcile) => new SettingsLoader(ConnectorCatalogue.Installed).Load(
        ServedHub.Warehouse.Replace("write: set }", $"write: set, reconcile: {reconcile} }}", StringComparison.Ordinal),
        new Surroundings("/nowhere", _ => null, _ => null));
}
