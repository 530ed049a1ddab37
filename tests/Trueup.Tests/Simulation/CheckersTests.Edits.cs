using System.Text;
using Trueup.Core.Connecting;
using Trueup.Simulator;

namespace Trueup.Tests.Simulation;

/// <content>Somebody holds and edits orders in the shop, and corrects where they go.</content>
public sealed partial class CheckersTests
{
    [Fact]
    public void Worlds_in_which_orders_are_held_and_edited_hold_on_calm_days() => Assert.Empty(
        Seeds(Seed, WorldsMax).SelectMany(seed => Simulator.Simulation.Run(seed, Profile.Calm, Trading, Editing(Tampering.None)).Violations));

    [Theory]
    [InlineData("hold")]
    [InlineData("G8")]
    public void A_hold_that_the_hub_is_not_shown_is_noticed(string guarantee) =>
        AssertNoticed(guarantee, Editing(Shown("\"holded\"", "\"processing\"")));

    [Fact]
    public void G3_An_edited_order_that_stays_at_the_warehouse_is_noticed() => AssertNoticed("G3", Editing(OnWire(
        Estate.WarehouseName, (request, send) => IsPost(request, "/cancel") ? Answered(200, """{"status":"cancelled"}""") : send(request))));

    [Fact]
    public void G3_An_order_in_the_place_of_another_that_the_hub_takes_for_a_new_one_is_noticed() =>
        AssertNoticed("G3", Editing(Shown("\"relation_parent_id\"", "\"relation_parent_id_v2\"")));

    [Fact]
    public void A_corrected_address_that_the_warehouse_was_not_told_of_is_noticed() => AssertNoticed("address", Editing(OnWire(
        Estate.WarehouseName, (request, send) => request.Method == "PATCH" ? Answered(200, "{}") : send(request))));

    private static Tampering Editing(Tampering tampering) => tampering with { Plan = plan => plan with { HasEditors = true } };

    /// <summary>What the shop says is changed on its way to the hub.</summary>
    private static Tampering Shown(string said, string shown) => OnWire(
        Estate.ShopName,
        async (request, send) => await send(request) switch
        {
            WireOutcome.Answered { Reply: var reply } => new WireOutcome.Answered(reply with
            {
                Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(reply.Body.Span).Replace(said, shown, StringComparison.Ordinal)),
            }),
            var other => other,
        });
}
