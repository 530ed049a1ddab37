using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Orders;

public class ExpiryTests
{
    private const int Hour = 60;
    private static readonly OrderId Id = IdOf("A");
    private static readonly string Key = OrderExpiry.KeyOf(Id);
    private static readonly Fact.OrderObserved Unpaid = Paying("pending", "bank").In("pending_payment", OrderPhase.Open);

    [Theory]
    [InlineData(47, false)]
    [InlineData(48, true)]
    [InlineData(480, true)]
    public void An_order_that_waits_for_its_payment_expires_when_its_time_is_over(int hours, bool expires)
    {
        var hub = Start(new ExpiryRule(TimeSpan.FromHours(48))).See(Unpaid).Expire(Id, At(hours * Hour));

        Assert.Equal(expires ? [Key] : [], hub.Order("A").Documents.Select(document => document.Key));
        Assert.Single(hub.Expire(Id, At(1_000 * Hour)).Order("A").Documents);
        var intents = hub.Order("A").Documents.Select(document =>
            OrderDocuments.Build(hub.Order("A"), document, hub.Contract)).OfType<DocumentIntent.CancelInStorefront>();
        Assert.All(intents, intent => Assert.True(intent is { OnlyUnpaid: true, Restock: true, Lines.IsEmpty: true, RemoteOrder: "remote-A" }));
    }

    [Fact]
    public void Without_a_rule_an_order_waits_for_ever() =>
        Assert.Empty(Start().See(Unpaid).Expire(Id, At(10_000 * Hour)).Order("A").Documents);

    [Theory]
    [InlineData("bank", null, 7 * 24)]
    [InlineData("card", null, 48)]
    [InlineData("card", "b2b", 96)]
    [InlineData("bank", "b2b", 7 * 24)]
    public void A_payment_method_beats_a_channel_and_that_the_rest(string method, string? channel, int hours)
    {
        Items<ExpiryRule> rules =
        [
            new(TimeSpan.FromHours(48)), new(TimeSpan.FromHours(96), Channel: "b2b"), new(TimeSpan.FromDays(7), Payment: "bank"),
        ];
        var seen = Paying("pending", method).In("pending_payment", OrderPhase.Open);
        var hub = Start(rules).See(seen with { Order = seen.Order with { Channel = channel } });

        Assert.Empty(hub.Expire(Id, At((hours * Hour) - 1)).Order("A").Documents);
        Assert.Single(hub.Expire(Id, At(hours * Hour)).Order("A").Documents);
    }

    [Theory]
    [InlineData("authorised", "pending_payment", OrderPhase.Open)]
    [InlineData("captured", "pending_payment", OrderPhase.Open)]
    [InlineData("pending", "processing", OrderPhase.Open)]
    [InlineData("pending", "holded", OrderPhase.OnHold)]
    [InlineData("pending", "canceled", OrderPhase.Cancelled)]
    [InlineData("pending", "complete", OrderPhase.Finished)]
    public void What_does_not_wait_for_its_payment_does_not_expire(string payment, string state, OrderPhase phase)
    {
        var hub = Start(new ExpiryRule(TimeSpan.FromHours(1))).See(Paying(payment, "bank").In(state, phase)).Expire(Id, At(100 * Hour));

        Assert.DoesNotContain(hub.Order("A").Documents, document => document.Key == Key);
    }

    [Fact]
    public void What_waits_for_a_person_costs_nothing_or_has_left_in_part_does_not_expire()
    {
        var rule = new ExpiryRule(TimeSpan.FromHours(1));
        var approved = Start([new ReleaseRule(ReleasePoint.Approved)], rule).See(Unpaid.In("processing", OrderPhase.Open));
        var free = Start(rule).See(Order("A", Line(Cap, 5)).In("pending_payment", OrderPhase.Open));
        var begun = Start(rule).See(Unpaid.Later(5, shipped: 1));

        Assert.All([approved, free, begun], hub => Assert.Empty(hub.Expire(Id, At(100 * Hour)).Order("A").Documents));
    }

    [Fact]
    public void An_order_placed_long_before_the_hub_took_it_up_waits_from_then_on()
    {
        var order = OrderEvolution.Evolve(
            Start(new ExpiryRule(TimeSpan.FromHours(48))).See(Unpaid).Order("A"),
            new OrderEvent.StageEntered(OrderStage.Captured, At(100 * Hour)), message: default)!;

        Assert.Equal(At(148 * Hour), OrderExpiry.DueAt(order, Start(new ExpiryRule(TimeSpan.FromHours(48))).Contract));
    }

    [Fact]
    public void What_was_cancelled_is_free_at_once_and_no_source_is_written_for_it()
    {
        var hub = Start(new ExpiryRule(TimeSpan.FromHours(48))).See(Unpaid).WriteAll();
        Assert.Equal((5, 10), (hub.Available(Cap, Leeds).Value, hub.Desired(Cap, Leeds)!.Value.Value));

        hub = hub.Expire(Id, At(48 * Hour));
        Assert.Equal(5, hub.Available(Cap, Leeds).Value);
        hub = hub.Settle(Id, Key, new Receipt.Applied("remote-A"));

        Assert.Equal((10, 10), (hub.Available(Cap, Leeds).Value, hub.Desired(Cap, Leeds)!.Value.Value));
        Assert.Empty(hub.Owed());
        Assert.Equal(OrderStage.Cancelled, OrderStages.Of(hub.Order("A")));
        var shown = hub.See(Unpaid.Later(48 * Hour, cancelled: 5).In("canceled", OrderPhase.Cancelled));
        Assert.Equal((10, 10), (shown.Available(Cap, Leeds).Value, shown.Desired(Cap, Leeds)!.Value.Value));
        Assert.Empty(shown.Findings);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_payment_that_is_seen_first_wins(bool isRefused)
    {
        var hub = Start(new ExpiryRule(TimeSpan.FromHours(48))).See(Unpaid).Expire(Id, At(48 * Hour));
        hub = isRefused ? hub.Settle(Id, Key, new Receipt.Refused(CaseCodes.DocumentRefused, "It was paid.")) : hub;

        hub = hub.See(Paid(48 * Hour));

        Assert.True(hub.Order("A").IsReleased);
        Assert.DoesNotContain(hub.Order("A").Documents, document => document.Key == Key && (!document.IsSettled || document.Refusal is not null));
        Assert.DoesNotContain(hub.Findings, finding => finding.Code == OrderCases.PaidAfterExpiry);
        Assert.Equal(5, hub.Unseen(Cap, Leeds).Value);
    }

    [Fact]
    public void A_cancellation_that_was_on_its_way_when_the_payment_came_is_a_case()
    {
        var hub = Start(new ExpiryRule(TimeSpan.FromHours(48))).See(Unpaid).Expire(Id, At(48 * Hour)).See(Paid(48 * Hour));

        var settled = hub.Settle(Id, Key, new Receipt.Applied("remote-A"));
        var shown = hub.See(Paid((48 * Hour) + 1, cancelled: 5).In("canceled", OrderPhase.Cancelled));

        Assert.Equal(OrderCases.PaidAfterExpiry, Assert.Single(settled.Findings).Code);
        Assert.Equal(OrderCases.PaidAfterExpiry, Assert.Single(shown.Findings).Code);
    }

    [Fact]
    public void A_payment_after_the_cancellation_is_a_case_and_nothing_is_handed_over()
    {
        var hub = Start(new ExpiryRule(TimeSpan.FromHours(48))).See(Unpaid).Expire(Id, At(48 * Hour))
            .Settle(Id, Key, new Receipt.Applied("remote-A"));

        hub = hub.See(Paid(49 * Hour));

        Assert.Equal(OrderCases.PaidAfterExpiry, Assert.Single(hub.Findings).Code);
        Assert.False(hub.Order("A").IsReleased);
    }

    private static Fact.OrderObserved Paid(int minute, int cancelled = 0) =>
        Paying("captured", "bank").Later(minute, cancelled: cancelled).In("processing", OrderPhase.Open);

    private static Fact.OrderObserved Paying(string state, string method)
    {
        var seen = Order("A", Line(Cap, 5) with { UnitPrice = 2m });
        return seen with { Order = seen.Order with { Payment = new OrderPayment(method, state, Reference: null, Amount: 10m) } };
    }

    private static Hub Start(params Items<ExpiryRule> rules) => Start([], rules);

    private static Hub Start(Items<ReleaseRule> release, params Items<ExpiryRule> rules)
    {
        var terms = Terms();
        return new Hub(new OwnershipContract(terms with
        {
            Connections = terms.Connections.Select(connection => connection.Name == Adobe
                ? connection with { ReleaseWhen = ["processing"], Release = release, Expiry = rules }
                : connection).ToItems(),
        })).Report(Cap, Leeds, 10, At(0));
    }
}
