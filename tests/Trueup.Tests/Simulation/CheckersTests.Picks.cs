using System.Text;
using System.Text.RegularExpressions;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Connecting;
using Trueup.Simulator;

namespace Trueup.Tests.Simulation;

/// <content>Pickers miss units, and the warehouse allocates orders in part.</content>
public sealed partial class CheckersTests
{
    [Theory]
    [InlineData(WarehouseBasis.OnHand)]
    [InlineData(WarehouseBasis.Available)]
    public void Worlds_in_which_pickers_miss_units_hold_on_calm_days(WarehouseBasis basis) => Assert.Empty(
        Seeds(Seed, WorldsMax).SelectMany(seed => Simulator.Simulation.Run(seed, Profile.Calm, Trading, Missing(Tampering.None) with
        {
            Plan = plan => plan with { HasShortPicks = true, Basis = basis },
        }).Violations));

    /// <summary>More is told than was missed: as many as the hub takes for gone are offered again, and are on their way all the same.</summary>
    [Fact]
    public void G2_A_unit_that_is_taken_for_missed_and_is_not_is_noticed() => AssertNoticed("G2", Missing(new Tampering
    {
        Door = _ => true,
        Push = push => Changed(push, text => Regex.Replace(
            text, "(?<line>\"line\":\"[^\"]+\",\"sku\":\"[^\"]+\",\"quantity\":)1(?=[,}])", "${line}2", RegexOptions.ExplicitCapture, Moment)),
    }));

    /// <summary>A unit that is missed is taken for one that its order never had.</summary>
    [Fact]
    public void G3_A_missed_unit_that_the_shop_does_not_give_up_is_noticed() => AssertNoticed("G3", Missing(new Tampering
    {
        Door = _ => true,
        Push = push => Changed(push, text => text.Replace("trueup.order.cancelled.v1", "trueup.order.cancelled.v0", StringComparison.Ordinal)),
    }));

    [Fact]
    public void G3_Parts_of_a_set_that_lacks_one_and_that_the_warehouse_is_not_told_to_leave_are_noticed() => AssertNoticed("G3", Missing(OnWire(
        Estate.WarehouseName,
        (request, send) => IsPost(request, "/cancel") && request.Body.Length > 0 ? Answered(200, """{"status":"allocated"}""") : send(request))));

    private static Tampering Missing(Tampering tampering) => tampering with { Plan = plan => plan with { HasShortPicks = true, HasKit = true } };

    /// <summary>What is told of missed units is changed, and nothing else.</summary>
    private static WireRequest Changed(WireRequest push, Func<string, string> change) =>
        Encoding.UTF8.GetString(push.Body.Span) is var text && text.Contains("not to be found", StringComparison.Ordinal) &&
        text.Contains("\"restock\":false", StringComparison.Ordinal)
            ? push with { Body = Encoding.UTF8.GetBytes(change(text)) }
            : push;
}
