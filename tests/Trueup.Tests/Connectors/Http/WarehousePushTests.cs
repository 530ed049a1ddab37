using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Trueup.Connectors.Http.Twin;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Intake;
using Trueup.Engine.Intake.CloudEvents;

namespace Trueup.Tests.Connectors.Http;

/// <summary>What the warehouse pushes, let in, opened and read as the hub does it.</summary>
public sealed class WarehousePushTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly IDocumentWriter Writer = (IDocumentWriter)Wms.Ready();

    private static readonly WarehouseRules Signed = new(Wms.Token) { Proof = new PushProof.Signature(Secret) };

    [Fact]
    public async Task An_orders_whole_way_through_the_warehouse_is_told_in_order()
    {
        var twin = Wms.Twin(Signed);
        await Send(twin, "100", 3);
        foreach (var step in (WarehouseStep[])
            [
                new WarehouseStep.Allocate(1), new WarehouseStep.Pick(1), new WarehouseStep.Pack(1),
                new WarehouseStep.Dispatch(1, Parcels: 2), new WarehouseStep.TakeBack("shop:100", "R1"),
                new WarehouseStep.Inspect("R1", Passed: true),
            ])
        {
            twin.Work(Wms.Now, step);
        }

        var facts = Read(twin);

        Assert.Equal(
            ["accepted", "allocated", "picked", "packed"],
            facts.OfType<Fact.OrderStatusReported>().Select(fact => fact.Status));
        var dispatched = Assert.Single(facts.OfType<Fact.Dispatched>());
        Assert.Equal(
            ("shop:100", "S-1", "LDS", 2),
            (dispatched.Order, dispatched.Shipment, dispatched.Location, dispatched.Tracking.Count));
        Assert.Single(facts.OfType<Fact.ReturnReceived>());
        Assert.Equal("restock", Assert.Single(facts.OfType<Fact.ReturnInspected>()).Lines[0].Disposition);
        Assert.Equal(
            [("OK", 9m), ("QC", 5m), ("QC", 2m), ("OK", 12m)],
            facts.OfType<Fact.LevelReported>().Select(level => (level.State!, level.Quantity.Value)));
        Assert.DoesNotContain(facts, fact => fact is Fact.Unusable);
    }

    [Fact]
    public async Task A_cancellation_from_the_floor_tells_lines_reason_and_restock()
    {
        var twin = Wms.Twin(Signed);
        await Send(twin, "100", 3);
        twin.Work(Wms.Now, new WarehouseStep.Cancel("shop:100", Restock: false, "water damage"));

        var cancelled = Assert.Single(Read(twin).OfType<Fact.CancellationReported>());

        Assert.Equal(("shop:100", false, "water damage", 3m),
            (cancelled.Order, cancelled.Restock, cancelled.Reason, cancelled.Lines[0].Quantity.Value));
    }

    [Theory]
    [InlineData(1, 1, "application/cloudevents+json")]
    [InlineData(2, 1, "application/cloudevents-batch+json")]
    [InlineData(100, 1, "application/cloudevents-batch+json")]
    [InlineData(101, 1, "application/x-ndjson")]
    [InlineData(30_000, 2, "application/x-ndjson")]
    public void The_more_there_is_to_tell_the_larger_the_deliveries(int levels, int deliveries, string contentType)
    {
        var twin = new WarehouseTwin(Signed);
        twin.Seed(Enumerable.Range(0, levels).Select(place => new WarehouseStock($"SKU-{place}", "LDS", place)));
        twin.PushAllLevels(Wms.Now);

        var pushes = twin.TakePushes(Wms.Now);

        Assert.Equal(deliveries, pushes.Count);
        Assert.All(pushes, push => Assert.Equal(contentType, push.ContentType));
        Assert.All(pushes, push => Assert.True(push.Body.Length < 8 * 1024 * 1024));
        Assert.Equal(levels, pushes.Sum(push => Open(push).Count));
        Assert.Empty(twin.TakePushes(Wms.Now));
    }

    [Fact]
    public void A_push_that_grew_old_is_proved_afresh_under_its_old_id()
    {
        var twin = Wms.Twin(Signed);
        twin.Work(Wms.Now, new WarehouseStep.Receive("TENT-2P", "LDS", 1));
        var push = twin.TakePushes(Wms.Now)[0];
        var later = Wms.Now.AddHours(1);
        var check = InboundAuthentication.HmacSha256([Secret]);

        var again = twin.PushAgain(push, later);

        Assert.IsType<Admission.Wrong>(check.Check(push, later));
        Assert.IsType<Admission.Granted>(check.Check(again, later));
        Assert.Equal(push.Header("webhook-id"), again.Header("webhook-id"));
        Assert.Equal(push.Body, again.Body);
    }

    [Fact]
    public void A_token_may_be_the_proof()
    {
        var twin = Wms.Twin(new WarehouseRules(Wms.Token) { Proof = new PushProof.Bearer("t") });
        twin.Work(Wms.Now, new WarehouseStep.Receive("TENT-2P", "LDS", 1));

        Assert.IsType<Admission.Granted>(
            InboundAuthentication.Bearer(["t"]).Check(twin.TakePushes(Wms.Now)[0], Wms.Now));
    }

    [Fact]
    public void The_last_level_told_is_the_truth_and_versions_rise() => Prop.ForAll(Days().ToArbitrary(), day =>
    {
        var (basis, steps) = day;
        var twin = Wms.Twin(Signed with { Basis = basis });
        var facts = new List<Fact>();
        var number = 0;
        foreach (var step in steps)
        {
            Send(twin, (++number).ToString(CultureInfo.InvariantCulture), number % 4 + 1).GetAwaiter().GetResult();
            twin.Work(Wms.Now, step);
            facts.AddRange(Read(twin));
        }

        var levels = facts.OfType<Fact.LevelReported>().GroupBy(level => (level.Sku, level.Location, level.State));
        return !facts.Any(fact => fact is Fact.Unusable) && levels.All(group =>
            group.Last().Quantity.Value == twin.Reported(group.Key.Sku.Text, group.Key.Location, group.Key.State!) &&
            group.Zip(group.Skip(1)).All(pair => pair.First.Version < pair.Second.Version));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public void Goods_are_neither_made_nor_lost_on_the_floor() => Prop.ForAll(Days().ToArbitrary(), day =>
    {
        var (basis, steps) = day;
        var twin = Wms.Twin(Signed with { Basis = basis });
        var there = Total(twin);
        var number = 0;
        foreach (var step in steps)
        {
            Send(twin, (++number).ToString(CultureInfo.InvariantCulture), number % 4 + 1).GetAwaiter().GetResult();
            var counted = step is WarehouseStep.Count count
                ? count.Counted - twin.OnHand(count.Sku, count.Warehouse)
                : 0m;
            twin.Work(Wms.Now, step);
            there += counted + (step is WarehouseStep.Receive receive ? receive.Quantity : 0m);
        }

        var left = twin.Dispatches.Sum(note => note.Lines.Sum(line => line.Quantity));
        return Total(twin) + left == there && twin.Dispatches
            .GroupBy(note => note.ExternalId).All(group => group.Sum(note => note.Lines.Sum(line => line.Quantity)) <=
                twin.OrdersOf(group.Key)[0].Lines.Sum(line => line.Ordered));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    private static Gen<(WarehouseBasis Basis, WarehouseStep[] Steps)> Days()
    {
        Gen<WarehouseStep> Of(WarehouseStep step) => Gen.Constant(step);
        var step = Gen.OneOf(
            Of(new WarehouseStep.Allocate(3)),
            Of(new WarehouseStep.Pick(2)),
            Of(new WarehouseStep.Pack(2)),
            Of(new WarehouseStep.Dispatch(2)),
            Of(new WarehouseStep.Dispatch(1, Parcels: 2, Partly: true)),
            Of(new WarehouseStep.Receive("TENT-2P", "LDS", 3)),
            Of(new WarehouseStep.Move("TENT-2P", "LDS", "QC", "OK", 1)),
            Of(new WarehouseStep.Move("TENT-2P", "LDS", "OK", "DMG", 1)),
            from counted in Gen.Choose(0, 15) select (WarehouseStep)new WarehouseStep.Count("TENT-2P", "LDS", counted),
            from number in Gen.Choose(1, 20)
            from restock in Gen.Elements(true, false)
            select (WarehouseStep)new WarehouseStep.Cancel($"shop:{number}", restock, "r"));
        return
            from basis in Gen.Elements(WarehouseBasis.OnHand, WarehouseBasis.Available)
            from steps in Gen.ArrayOf(step, 40)
            select (basis, steps);
    }

    private static decimal Total(WarehouseTwin twin) =>
        twin.OnHand("TENT-2P", "LDS") + twin.OnHand("TENT-2P", "LDS", "QC") + twin.OnHand("TENT-2P", "LDS", "DMG");

    private static async Task Send(WarehouseTwin twin, string number, int quantity) =>
        Assert.IsType<Receipt.Applied>(await Writer.SendAsync(
            new TwinWire(twin), Wms.Order(number, ("TENT-2P", quantity)), CancellationToken.None));

    private static Items<RawMessage> Open(WireRequest push) =>
        Assert.IsType<EnvelopeOpening.Opened>(Envelope.Open(push.ContentType, push.Headers, push.Body)).Messages;

    private static List<Fact> Read(WarehouseTwin twin)
    {
        var dialect = new NeutralDialect();
        var check = InboundAuthentication.HmacSha256([Secret]);
        var facts = new List<Fact>();
        foreach (var push in twin.TakePushes(Wms.Now))
        {
            Assert.Equal(("POST", "/in/wms"), (push.Method, push.Target));
            Assert.IsType<Admission.Granted>(check.Check(push, Wms.Now));
            facts.AddRange(Open(push).SelectMany(message =>
                dialect.Read(new Entry(EntryKind.Seen, "wms", message.Key, message.Form, Wms.Now, message.Body))));
        }

        return facts;
    }
}
