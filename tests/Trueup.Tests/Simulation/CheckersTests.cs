using System.Text;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Simulator;

namespace Trueup.Tests.Simulation;

using Simulation = Trueup.Simulator.Simulation;

/// <summary>Every checker is shown to notice what it is there for: the same world is tampered with, and must be found out.</summary>
public sealed class CheckersTests
{
    private const ulong Seed = 4;

    private static readonly TimeSpan Trading = TimeSpan.FromMinutes(8);

    [Fact]
    public void The_world_holds_while_nobody_tampers_with_it() => Assert.Empty(Violations(Tampering.None));

    [Fact]
    public void A_message_that_was_acknowledged_and_not_kept_is_noticed()
    {
        var tampering = new Tampering
        {
            Journal = inner => new AlteredJournal(inner, entry =>
                entry.Key == "wms-20" ? entry with { Key = "somebody-else" } : entry),
        };

        Assert.Contains("G1", Violations(tampering));
    }

    [Fact]
    public void A_quantity_that_never_reached_the_shop_is_noticed() => Assert.Contains("G2", Violations(OnWire(
        Estate.ShopName,
        (request, send) => IsPost(request, "/inventory/source-items") ? Answered(200, "[]") : send(request))));

    [Fact]
    public void A_shipment_that_never_reached_the_shop_is_noticed() => Assert.Contains("G3", Violations(OnWire(
        Estate.ShopName, (request, send) => IsPost(request, "/ship") ? Answered(200, "\"4711\"") : send(request))));

    [Fact]
    public void An_order_that_never_reached_the_warehouse_is_noticed() => Assert.Contains("G3", Violations(OnWire(
        Estate.WarehouseName, (request, send) => IsPost(request, "/orders") ? Answered(201, """{"id":"W-0"}""") : send(request))));

    [Fact]
    public void An_old_figure_that_poses_as_a_new_one_is_noticed()
    {
        var tampering = new Tampering
        {
            Push = push => push with
            {
                Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(push.Body.Span)
                    .Replace("\"version\":2,", "\"version\":9999,", StringComparison.Ordinal)),
            },
        };

        Assert.Contains("G4", Violations(tampering));
    }

    [Fact]
    public void A_write_to_a_source_that_nobody_mapped_is_noticed() => Assert.Contains("G5", Violations(OnWire(
        Estate.ShopName,
        (request, send) => send(IsPost(request, "/inventory/source-items")
            ? request with
            {
                Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(request.Body.Span)
                    .Replace("leeds_src", Estate.ForeignSource, StringComparison.Ordinal)),
            }
            : request))));

    [Fact]
    public void A_place_emptied_past_its_guard_is_noticed()
    {
        var guarded = Enumerable.Range(1, 200).Select(number => (ulong)number)
            .Where(number => Plan.For(number, Profile.Calm).HasBlow)
            .Select(number => Simulation.Run(number, Profile.Calm, Trading))
            .First(outcome => outcome.Chronicle.Lines.Any(line => line.Who == "operator"));
        var tampering = new Tampering
        {
            Contract = contract => new OwnershipContract(contract.Terms with { Guards = GuardRule.None }),
        };

        var unguarded = Simulation.Run(guarded.Plan.Seed, Profile.Calm, Trading, tampering);

        Assert.Empty(guarded.Violations);
        Assert.Contains(unguarded.Violations, violation => violation.Guarantee == "G5");
    }

    [Fact]
    public void Calls_beyond_the_limit_are_noticed() => Assert.Contains("G6", Violations(OnWire(
        Estate.ShopName,
        async (request, send) =>
        {
            for (var i = 0; i < 20; i++)
            {
                await send(request with { Method = "GET", Target = "/rest/default/V1/store/websites", Body = default });
            }

            return await send(request);
        })));

    [Fact]
    public void A_document_that_nobody_takes_is_noticed() => Assert.Contains("live", Violations(OnWire(
        Estate.ShopName, (request, send) => IsPost(request, "/ship") ? Answered(500, "{}") : send(request))));

    [Fact]
    public void Decisions_that_are_missing_in_the_journal_are_noticed()
    {
        var decisions = 0;
        var empty = new Codecs().Decisions.Pack(new DecidedBatch(default, []));
        var tampering = new Tampering
        {
            Journal = inner => new AlteredJournal(inner, entry =>
                entry.Kind == EntryKind.Decided && ++decisions <= 5 ? entry with { Body = empty } : entry),
        };

        Assert.Contains("replay", Violations(tampering));
    }

    [Fact]
    public void A_failure_tells_its_story()
    {
        var outcome = Simulation.Run(Seed, Profile.Calm, Trading, OnWire(
            Estate.ShopName,
            (request, send) => IsPost(request, "/inventory/source-items") ? Answered(200, "[]") : send(request)));

        var story = outcome.Story();
        Assert.Contains("trueup simulate --seed 4 --profile calm", story, StringComparison.Ordinal);
        Assert.Contains("the hub believes", story, StringComparison.Ordinal);
        Assert.Contains("08:00:00.000000  hub        starts", story, StringComparison.Ordinal);
    }

    private static List<string> Violations(Tampering tampering) =>
        Simulation.Run(Seed, Profile.Calm, Trading, tampering).Violations
            .Select(violation => violation.Guarantee).Distinct().ToList();

    private static Tampering OnWire(
        ConnectionName connection,
        Func<WireRequest, Func<WireRequest, ValueTask<WireOutcome>>, ValueTask<WireOutcome>> exchange) => new()
        {
            Wire = (name, inner) => name == connection ? new AlteredWire(inner, exchange) : inner,
        };

    private static bool IsPost(WireRequest request, string end) =>
        request.Method == "POST" && request.Target.EndsWith(end, StringComparison.Ordinal);

    private static ValueTask<WireOutcome> Answered(int status, string body) =>
        ValueTask.FromResult<WireOutcome>(new WireOutcome.Answered(new WireReply(status, Encoding.UTF8.GetBytes(body))));

    private sealed class AlteredWire(
        IWire inner,
        Func<WireRequest, Func<WireRequest, ValueTask<WireOutcome>>, ValueTask<WireOutcome>> exchange) : IWire
    {
        public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken) =>
            exchange(request, altered => inner.SendAsync(altered, cancellationToken));
    }

    private sealed class AlteredJournal(IJournal inner, Func<Entry, Entry> alter) : IJournal
    {
        public JournalPosition End => inner.End;

        public ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<Entry> entries) =>
            inner.AppendAsync(entries.Select(alter).ToList());

        public ValueTask<IReadOnlyList<Recorded>> ReadAsync(
            JournalPosition after, int max, CancellationToken cancellationToken) =>
            inner.ReadAsync(after, max, cancellationToken);

        public ValueTask<JournalPosition> ScanAsync(
            JournalPosition after, int max, EntryVisitor visit, CancellationToken cancellationToken) =>
            inner.ScanAsync(after, max, visit, cancellationToken);
    }
}
