using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Tests.Engine.Orders;

/// <summary>The story of an order tells where it is served from, and why.</summary>
public sealed class SourcingStoryTests
{
    private const string Address = """
        ,"shipping":{"address":{"name":"A","street":["1 Street"],"city":"Leeds","postcode":"LS6 1AA","country":"GB"},"method":"post",
         "amount":{"net":0.00,"tax":0.00,"gross":0.00}}
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_distance_of_the_location_that_was_chosen_is_in_the_story_also_after_a_crash(bool crashes)
    {
        var house = new House(amended: Nearest).Place("100", extra: Address);
        if (crashes)
        {
            house.Crash();
        }

        Assert.Contains("line 1: 1 from leeds, 2.9 km from the postcode in GB (by LS6)", await house.TimelineAsync("100"));
    }

    [Fact]
    public async Task An_order_without_address_says_that_priority_chose() => Assert.Contains(
        "line 1: 1 from leeds, by priority, because the order has no address that it goes to",
        await new House(amended: Nearest).Place("100").TimelineAsync("100"));

    private static ContractTerms Nearest(ContractTerms terms)
    {
        Assert.True(Coordinates.TryOf(53.7965m, -1.5478m, out var leeds));
        Assert.True(Coordinates.TryOf(53.8200m, -1.5670m, out var headingley));
        var postcodes = new PostcodeTable.Builder();
        Assert.True(postcodes.Add("GB", "LS6", headingley));
        return terms with
        {
            Locations = terms.Locations.Select(location => location with { At = leeds }).ToItems(),
            Sourcing = new SourcingRule(SourcingPolicy.Nearest, []) { Postcodes = postcodes.Build() },
        };
    }
}
