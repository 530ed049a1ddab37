using FsCheck;
using FsCheck.Fluent;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;

namespace Trueup.Tests.Engine.Journal.Packing;

public class BrokenBodyTests
{
    private static readonly CodePool Codes = new();
    private readonly DecisionCodec _decisions = new(Codes);
    private readonly SettlementCodec _settlements = new(Codes);
    private readonly StateCodec _states = new(Codes);

    [Fact]
    public void A_decision_cut_off_anywhere_is_refused() =>
        RefuseEveryPrefix<DecidedBatch>(batch => _decisions.Pack(batch), body => _decisions.Unpack(body));

    [Fact]
    public void A_settlement_cut_off_anywhere_is_refused() =>
        RefuseEveryPrefix<Settlement>(settlement => _settlements.Pack(settlement), body => _settlements.Unpack(body));

    [Fact]
    public void Stock_cut_off_anywhere_is_refused() =>
        RefuseEveryPrefix<SkuStock>(stock => _states.Pack(stock), body => _states.UnpackStock(body));

    [Fact]
    public void An_order_cut_off_anywhere_is_refused() =>
        RefuseEveryPrefix<OrderRecord>(order => _states.Pack(order), body => _states.UnpackOrder(body));

    [Fact]
    public void A_body_with_bytes_after_its_end_is_refused()
    {
        byte[] body = [.. _settlements.Pack(new Settlement.Levels([])).Span, 0];

        Assert.Throws<InvalidDataException>(() => _settlements.Unpack(body));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("02")]
    [InlineData("0163")]
    [InlineData("01FFFFFFFFFFFFFFFFFF02")]
    public void A_body_of_no_version_or_with_an_unknown_tag_is_refused(string hex)
    {
        var body = Convert.FromHexString(hex);

        Assert.Throws<InvalidDataException>(() => _settlements.Unpack(body));
        Assert.Throws<InvalidDataException>(() => _decisions.Unpack(body));
        Assert.Throws<InvalidDataException>(() => _states.UnpackStock(body));
    }

    [Fact]
    public void The_refusal_says_where_and_why()
    {
        var refusal = Assert.Throws<InvalidDataException>(() => _settlements.Unpack(Convert.FromHexString("0163")));

        Assert.Equal("A packed body of 2 bytes is broken at byte 2: no settlement has the tag 99.", refusal.Message);
    }

    [Fact]
    public void Damaged_bytes_are_read_or_refused_but_nothing_else() =>
        Prop.ForAll(
            Specimens.Of<DecidedBatch>(),
            Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
            (batch, seed) =>
            {
                var chance = new Random(seed);
                var body = _decisions.Pack(batch).ToArray();
                for (var i = 0; i < 20; i++)
                {
                    var damaged = body.ToArray();
                    damaged[chance.Next(damaged.Length)] = (byte)chance.Next(256);
                    ReadOrRefuse(() => _decisions.Unpack(damaged));
                }
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_read_or_refused_but_nothing_else() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), garbage =>
        {
            byte[] body = [PackWriter.Format, .. garbage];
            ReadOrRefuse(() => _decisions.Unpack(body));
            ReadOrRefuse(() => _settlements.Unpack(body));
            ReadOrRefuse(() => _states.UnpackStock(body));
            ReadOrRefuse(() => _states.UnpackOrder(body));
            ReadOrRefuse(() => _states.UnpackCase(body));
            ReadOrRefuse(() => _states.UnpackRun(body));
            ReadOrRefuse(() => _states.UnpackParked(body));
            ReadOrRefuse(() => _states.UnpackWiring(body));
            ReadOrRefuse(() => _states.UnpackCursor(body));
        }).QuickCheckThrowOnFailure();

    private static void RefuseEveryPrefix<T>(
        Func<T, ReadOnlyMemory<byte>> pack, Func<ReadOnlyMemory<byte>, object> unpack) =>
        Prop.ForAll(Specimens.Of<T>(), value =>
        {
            var body = pack(value);
            for (var length = 0; length < body.Length; length += 1 + (body.Length / 100))
            {
                Assert.Throws<InvalidDataException>(() => unpack(body[..length]));
            }
        }).QuickCheckThrowOnFailure();

    private static void ReadOrRefuse(Func<object> read)
    {
        try
        {
            Assert.NotNull(read());
        }
        catch (InvalidDataException refusal)
        {
            Assert.StartsWith("A packed body of ", refusal.Message, StringComparison.Ordinal);
        }
    }
}
