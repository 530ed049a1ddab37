namespace Trueup.Tests.Settings;

/// <summary>Which steps a shipment implies.</summary>
public sealed class ImpliedSettingsTests
{
    private const string Release = "release_when: [processing]";

    [Fact]
    public void All_are_implied_where_nothing_is_said() => Assert.Equal(
        ["allocated", "picked", "packed"], Configuration.Load(Configuration.Example).Settings!.Contract.Connections[0].Implied);

    [Theory]
    [InlineData("[]", "")]
    [InlineData("[allocated, picked]", "allocated picked")]
    public void Only_those_are_implied_that_are_named(string written, string implied)
    {
        var loaded = Configuration.LoadWith(Release, $"{Release}, implied: {written}");

        Assert.Equal([], loaded.Problems);
        Assert.Equal(implied.Split(' ', StringSplitOptions.RemoveEmptyEntries), loaded.Settings!.Contract.Connections[0].Implied);
    }

    [Fact]
    public void A_warehouse_may_have_it_although_no_orders_are_taken_from_one() => Assert.Equal(
        [], Configuration.LoadWith("    basis: on-hand\n\nlocations", "    orders: { implied: [picked] }\n\nlocations").Problems);

    [Fact]
    public void A_step_that_there_is_not_is_told()
    {
        var loaded = Configuration.LoadWith(Release, $"{Release}, implied: [boxed]");

        Assert.Null(loaded.Settings);
        Assert.Contains("orders.implied", Configuration.Only(loaded), StringComparison.Ordinal);
    }
}
