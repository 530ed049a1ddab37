using Trueup.Core.Contract;
using Trueup.Core.Values;
using static Trueup.Tests.Core.Trading.Estate;

namespace Trueup.Tests.Core.Contract;

public class OwnershipContractTests
{
    [Fact]
    public void A_location_is_found_by_the_code_of_the_system_that_speaks_and_by_no_other()
    {
        Assert.Equal(Leeds, Agreed().LocationOf(Wms, "LDS")!.Code);
        Assert.Null(Agreed().LocationOf(Adobe, "LDS"));
        Assert.Null(Agreed().LocationOf(Wms, "lds"));
    }

    [Fact]
    public void A_word_that_nobody_mapped_is_no_state()
    {
        var terms = Terms();
        var contract = new OwnershipContract(terms with
        {
            Connections = [terms.Connections[0] with { States = [new StateAlias("QC", StockState.Inspection)] }],
        });

        Assert.Equal(StockState.Inspection, contract.StateOf(Adobe, "QC"));
        Assert.Equal(StockState.Available, contract.StateOf(Adobe, word: null));
        Assert.Equal(StockState.InTransit, contract.StateOf(Adobe, "in-transit"));
        Assert.Null(contract.StateOf(Adobe, "qc"));
    }

    [Fact]
    public void Only_storefronts_that_follow_stock_are_outlets_of_a_location()
    {
        Assert.Equal(Adobe, Assert.Single(Agreed().OutletsOf(Leeds)).Connection);
        Assert.False(Agreed().Serves(Leeds, Wholesale));
        Assert.Empty(Agreed().OutletsOf(LocationCode.Parse("moon")));
    }

    [Fact]
    public void Kits_are_found_by_what_is_sold_and_by_what_is_picked()
    {
        Assert.Equal(Set, Agreed().KitOf(Set)!.Sku);
        Assert.Equal(Set, Assert.Single(Agreed().KitsWith(Mat)).Sku);
        Assert.Null(Agreed().KitOf(Cap));
    }

    [Fact]
    public void A_kit_that_a_storefront_shows_is_one_until_it_is_shown_without_parts_and_the_terms_win()
    {
        var contract = Agreed();
        contract.Show(new KitRule(Rope, [new KitComponent(Cap, 2)]), Adobe);
        contract.Show(new KitRule(Set, [new KitComponent(Rope, 9)]), Adobe);

        Assert.Equal<Quantity>(2, contract.KitOf(Rope)!.Components[0].PerKit);
        Assert.Equal(["ROPE", "SET"], contract.KitsWith(Cap).Select(kit => kit.Sku.Text).Order(StringComparer.Ordinal));
        Assert.Equal(Agreed().KitOf(Set), contract.KitOf(Set));
        Assert.Empty(contract.KitsWith(Rope));

        contract.Show(new KitRule(Rope, [new KitComponent(Mat, 1)]), Adobe);
        Assert.Equal(["SET"], contract.KitsWith(Cap).Select(kit => kit.Sku.Text));

        contract.Show(new KitRule(Rope, []), Adobe);
        Assert.Null(contract.KitOf(Rope));
        Assert.Equal(Agreed().Kits, contract.Kits);
    }

    [Fact]
    public void Kits_within_kits_are_taken_apart_in_whatever_order_they_are_shown_and_rings_are_no_kits()
    {
        var contract = Agreed();
        contract.Show(new KitRule(Rope, [new KitComponent(Set, 3), new KitComponent(Cap, 1)]), Adobe);
        contract.Show(new KitRule(Lamp, [new KitComponent(Rope, 2)]), Adobe);

        // A set is two caps and a mat.
        Assert.Equal(
            [("CAP", 14m), ("MAT", 6m)],
            contract.KitOf(Lamp)!.Components.Select(part => (part.Sku.Text, part.PerKit.Value)).OrderBy(part => part.Text, StringComparer.Ordinal));
        Assert.Equal(["LAMP", "ROPE", "SET"], contract.KitsWith(Mat).Select(kit => kit.Sku.Text).Order(StringComparer.Ordinal));

        contract.Show(new KitRule(Rope, [new KitComponent(Lamp, 1)]), Adobe);
        Assert.Null(contract.KitOf(Lamp));
        Assert.Null(contract.KitOf(Rope));
        Assert.Equal([Set], contract.KitsWith(Mat).Select(kit => kit.Sku));
    }

    private static readonly Sku Rope = Sku.Parse("ROPE");
    private static readonly Sku Lamp = Sku.Parse("LAMP");
}
