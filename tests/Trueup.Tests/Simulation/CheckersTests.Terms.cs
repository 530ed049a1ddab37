using System.Text;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Simulator;

namespace Trueup.Tests.Simulation;

/// <content>What the contract says in some worlds only: orders expire, lines come from the nearest place.</content>
public sealed partial class CheckersTests
{
    private static readonly TimeSpan Expiry = TimeSpan.FromSeconds(60);

    [Fact]
    public void An_order_that_nobody_pays_and_nobody_cancels_is_noticed() => AssertNoticed("expiry", Expiring(rule => rule with { Expiry = [] }));

    [Fact]
    public void An_order_that_expires_before_its_time_is_noticed() =>
        AssertNoticed("expiry", Expiring(rule => rule with { Expiry = rule.Expiry.Select(expiry => expiry with { After = Moment }).ToItems() }));

    [Fact]
    public void A_cancellation_for_want_of_payment_that_never_reached_the_shop_is_noticed() => AssertNoticed("expiry", OnWire(
        Estate.ShopName, (request, send) => IsPost(request, "/cancel") ? Answered(200, "true") : send(request)) with
    {
        Plan = plan => plan with { Expiry = Expiry },
    });

    [Fact]
    public void G3_An_order_that_is_handed_over_unpaid_is_noticed() =>
        AssertNoticed("G3", Expiring(rule => rule with { ReleaseWhen = [], Release = [], Expiry = [] }));

    /// <summary>A project whose cancelled orders are shown unpaid, whatever came for them.</summary>
    [Fact]
    public void G8_Money_for_a_cancelled_order_that_nobody_is_told_of_is_noticed() => AssertNoticed("G8", OnWire(
        Estate.ProjectName,
        async (request, send) => await send(request) switch
        {
            WireOutcome.Answered { Reply: var reply } when Encoding.UTF8.GetString(reply.Body.Span) is var text &&
                text.Contains("\"Cancelled\"", StringComparison.Ordinal) => new WireOutcome.Answered(reply with
                {
                    Body = Encoding.UTF8.GetBytes(text.Replace("\"Paid\"", "\"Pending\"", StringComparison.Ordinal)),
                }),
            var other => other,
        }) with
    {
        Plan = plan => plan with { Expiry = Expiry, HasProject = true },
    });

    [Fact]
    public void Worlds_in_which_orders_expire_or_come_from_the_nearest_place_hold_on_calm_days()
    {
        var tampering = new Tampering { Plan = plan => plan with { Expiry = Expiry, HasProject = true, IsNearest = true } };

        Assert.Empty(Seeds(Seed, WorldsMax).SelectMany(seed => Simulator.Simulation.Run(seed, Profile.Calm, Trading, tampering).Violations));
    }

    [Fact]
    public void A_line_from_a_place_that_is_further_away_is_noticed() => AssertNoticed("nearest", new Tampering
    {
        Plan = plan => plan with { IsNearest = true },
        Contract = contract => new OwnershipContract(contract.Terms with
        {
            Sourcing = contract.Terms.Sourcing with { Policy = SourcingPolicy.Priority },
        }),
    });

    /// <summary>Orders expire in the world, and the hub's contract says something else of its storefronts.</summary>
    private static Tampering Expiring(Func<ConnectionRule, ConnectionRule> change) => new()
    {
        Plan = plan => plan with { Expiry = Expiry },
        Contract = contract => new OwnershipContract(contract.Terms with
        {
            Connections = contract.Terms.Connections.Select(rule => rule.Expiry.IsEmpty ? rule : change(rule)).ToItems(),
        }),
    };
}
