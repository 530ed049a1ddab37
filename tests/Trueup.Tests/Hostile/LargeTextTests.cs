using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Intake;
using Trueup.Engine.Intake.CloudEvents;
using Trueup.Settings;
using Xunit.Abstractions;

namespace Trueup.Tests.Hostile;

/// <summary>
/// Texts of the size that is let in, which mean to fill the memory of whoever reads them: deep, wide, long. Each is read or refused, and asks for
/// no more memory, all told, than so many times its size. What is larger is not read at all: <see cref="EndlessBodyTests"/>.
/// </summary>
public sealed class LargeTextTests(ITestOutputHelper output)
{
    private const int Bytes = 1024 * 1024;
    private const int TimesMax = 60;

    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    public static TheoryData<string> Kinds => new(ConnectorCatalogue.Installed.Manifests.Select(manifest => manifest.Kind));

    [Theory]
    [InlineData("application/cloudevents+json")]
    [InlineData("application/cloudevents-batch+json")]
    [InlineData("application/x-ndjson")]
    [InlineData("application/json")]
    public void Envelopes_ask_for_memory_in_proportion(string type)
    {
        var headers = Items.Of<WireHeader>(
            [new("ce-id", "1"), new("ce-type", "trueup.stock.levels.v1"), new("ce-source", "/x"), new("ce-specversion", "1.0")]);
        var batch = """[{"specversion":"1.0","id":"1","source":"/wms","type":"t"}]"""u8.ToArray();
        var single = """{"specversion":"1.0","id":"1","source":"/wms","type":"t","data":{"levels":[{"sku":"A"}]}}"""u8.ToArray();
        var read = 0;
        foreach (var bomb in Bomb.Of(Bytes).Concat(Bomb.Of(Bytes, batch)).Concat(Bomb.Of(Bytes, single)))
        {
            bomb.Defuse(TimesMax, output, body => read += Envelope.Open(type, type == "application/json" ? headers : [], body) is EnvelopeOpening.Opened ? 1 : 0);
        }

        Assert.InRange(read, 1, int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Deliveries_that_prove_where_they_come_from_ask_for_memory_in_proportion(string kind)
    {
        if (Kind.ConnectionOf(kind) is not IInboundScheme scheme)
        {
            return;
        }

        foreach (var bomb in Bomb.Of(Bytes).Concat(Kind.SamplesOf(kind).Take(8).SelectMany(sample => Bomb.Of(Bytes, sample.Body))))
        {
            var request = Kind.Signed(kind, bomb.Body);
            bomb.Defuse(TimesMax, output, _ => Assert.NotNull(scheme.Open(request, Now)));
            bomb.Defuse(TimesMax, output, _ => Assert.IsNotType<InboundVerdict.Accepted>(scheme.Open(request with { Headers = [] }, Now)));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Messages_ask_for_memory_in_proportion(string kind)
    {
        if (Kind.ConnectionOf(kind) is not IMessageReader reader)
        {
            return;
        }

        foreach (var form in Kind.Forms(kind))
        {
            var samples = Kind.SamplesOf(kind).Where(sample => sample.Form == form).DistinctBy(sample => sample.Body.Length).Take(8);
            foreach (var bomb in Bomb.Of(Bytes).Concat(samples.SelectMany(sample => Bomb.Of(Bytes, sample.Body))))
            {
                var entry = new Entry(EntryKind.Seen, "conn", "1", form, Now, bomb.Body);
                bomb.Defuse(TimesMax, output, _ => Assert.True(reader.Read(entry).Count <= Bytes));
            }
        }
    }

    [Fact]
    public void Neutral_events_ask_for_memory_in_proportion()
    {
        var dialect = new NeutralDialect();
        var sound = """
            {"specversion":"1.0","id":"1","source":"/x","type":"trueup.stock.levels.v1","data":{"location":"L","levels":[{"sku":"A","quantity":1}]} }
            """u8.ToArray();
        foreach (var bomb in Bomb.Of(Bytes).Concat(Bomb.Of(Bytes, sound)))
        {
            var entry = new Entry(EntryKind.Seen, "conn", "1", Envelope.Form, Now, bomb.Body);
            bomb.Defuse(TimesMax, output, _ => Assert.True(dialect.Read(entry).Count <= Bytes));
        }
    }

    /// <summary>A remote whose every answer is one of these. How often it is asked is part of the bound: nobody asks for ever.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Answers_of_a_remote_ask_for_memory_in_proportion(string kind)
    {
        const int asksMax = 400;
        foreach (var bomb in Bomb.Of(Bytes / 8))
        {
            var remote = new Flooding(bomb.Body);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var asking = SpoiltAnswers.AskForAllAsync(remote, Kind.ConnectionOf(kind)!, "leeds", Now.AddYears(56));
            var asked = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.True(asking.IsCompleted, "it did not run on this thread alone");
            Assert.True(asking.IsCompletedSuccessfully, $"{bomb}: {asking.Exception?.InnerException}");
            Assert.InRange(remote.Asked, 0, asksMax);
            output.WriteLine($"{remote.Asked} asked, {(double)asked / bomb.Body.Length / Math.Max(1, remote.Asked):0.0} times for {bomb}");
            Assert.True(asked <= (long)TimesMax * bomb.Body.Length * Math.Max(1, remote.Asked), $"{asked} bytes for {remote.Asked} answers of {bomb}");
        }
    }

    private sealed class Flooding(byte[] body) : IWire
    {
        public int Asked { get; private set; }

        public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
        {
            Asked++;
            return ValueTask.FromResult<WireOutcome>(new WireOutcome.Answered(
                new WireReply(200, body, [new WireHeader("Content-Type", "application/json")])));
        }
    }
}
