using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Engine.Views;

namespace Trueup.Tests.Engine.Orders;

/// <summary>The contract that is shown says where its places are: by that orders go to the nearest.</summary>
public sealed class ContractPlaceTests
{
    [Fact]
    public void A_location_is_shown_with_its_place_and_one_without_with_none()
    {
        Assert.True(Coordinates.TryOf(53.8008m, -1.5491m, out var leeds));
        var house = new House(amended: terms => terms with
        {
            Locations =
            [
                terms.Locations[0] with { At = leeds },
                new LocationRule(LocationCode.Parse("soho"), "Soho", House.Wms, []),
            ],
        });

        var shown = ContractView.Of(house.Hub).Locations;

        Assert.Equal((53.8008m, -1.5491m), (shown[0].Latitude, shown[0].Longitude));
        Assert.Equal((null, null), (shown[1].Latitude, shown[1].Longitude));
    }
}
