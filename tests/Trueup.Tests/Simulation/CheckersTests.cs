using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
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
public sealed partial class CheckersTests
{
    private const ulong Seed = 4;
    private const int WorldsMax = 12;

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Trading = TimeSpan.FromMinutes(8);

    [Fact]
    public void The_world_holds_while_nobody_tampers_with_it() => Assert.Empty(Violations(Tampering.None));

    [Fact]
    public void G1_A_message_that_was_acknowledged_and_not_kept_is_noticed() => AssertNoticed("G1", new Tampering
    {
        Journal = inner => new AlteredJournal(inner, entry =>
            entry.Key == "wms-20" ? entry with { Key = "somebody-else" } : entry),
    });

    [Fact]
    public void G2_A_quantity_that_never_reached_the_shop_is_noticed() => AssertNoticed("G2", OnWire(
        Estate.ShopName,
        (request, send) => IsPost(request, "/inventory/source-items") ? Answered(200, "[]") : send(request)));

    [Fact]
    public void G2_A_formula_that_forgets_what_is_kept_back_is_noticed() => AssertNoticed("G2", new Tampering
    {
        Plan = plan => plan with { Buffer = 2 },
        Contract = contract => new OwnershipContract(contract.Terms with { BufferDefault = 0 }),
    });

    [Fact]
    public void G2_A_formula_that_takes_the_wrong_basis_is_noticed() => AssertNoticed("G2", new Tampering
    {
        Contract = contract => new OwnershipContract(contract.Terms with
        {
            Connections = contract.Terms.Connections.Select(rule =>
                rule with { Basis = rule.Basis == Basis.OnHand ? Basis.Available : Basis.OnHand }).ToItems(),
        }),
    });

    [Fact]
    public void G3_A_shipment_that_never_reached_the_shop_is_noticed() => AssertNoticed("G3", OnWire(
        Estate.ShopName, (request, send) => IsPost(request, "/ship") ? Answered(200, "\"4711\"") : send(request)));

    [Fact]
    public void G3_An_order_that_never_reached_the_warehouse_is_noticed() => AssertNoticed("G3", OnWire(
        Estate.WarehouseName, (request, send) => IsPost(request, "/orders") ? Answered(201, """{"id":"W-0"}""") : send(request)));

    [Fact]
    public void G3_A_cancellation_that_never_reached_the_accounts_is_noticed() => AssertNoticed("G3", OnWire(
        Estate.AccountsName, (request, send) => IsPost(request, "/cancel") ? Answered(200, """{"status":"cancelled"}""") : send(request)) with
    {
        Plan = plan => plan with { HasBooks = true },
    });

    [Fact]
    public void G4_An_old_figure_that_poses_as_a_new_one_is_noticed() => AssertNoticed("G4", new Tampering
    {
        Door = _ => true,
        Push = push => push with
        {
            Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(push.Body.Span)
                .Replace("\"version\":2,", "\"version\":9999,", StringComparison.Ordinal)),
        },
    });

    [Fact]
    public void G5_A_write_to_a_source_that_nobody_mapped_is_noticed() => AssertNoticed("G5", OnWire(
        Estate.ShopName,
        (request, send) => send(IsPost(request, "/inventory/source-items")
            ? request with
            {
                Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(request.Body.Span)
                    .Replace("leeds_src", Estate.ForeignSource, StringComparison.Ordinal)),
            }
            : request)));

    [Fact]
    public void G5_A_place_emptied_past_its_guard_is_noticed()
    {
        var guarded = Enumerable.Range(1, 200).Select(number => (ulong)number)
            .Where(number => Plan.For(number, Profile.Calm).HasBlow)
            .Select(number => Simulation.Run(number, Profile.Calm, Trading))
            .First(outcome => outcome.Chronicle.Lines.Any(line => line.Who == "operator" && line.What.Contains("guard.approve", StringComparison.Ordinal)));
        var tampering = new Tampering
        {
            Contract = contract => new OwnershipContract(contract.Terms with { Guards = GuardRule.None }),
        };

        var unguarded = Simulation.Run(guarded.Plan.Seed, Profile.Calm, Trading, tampering);

        Assert.Empty(guarded.Violations);
        Assert.Contains(unguarded.Violations, violation => violation.Guarantee == "G5");
    }

    [Fact]
    public void G6_Calls_beyond_the_limit_are_noticed() => AssertNoticed("G6", OnWire(
        Estate.ShopName,
        async (request, send) =>
        {
            for (var i = 0; i < 20; i++)
            {
                await send(request with { Method = "GET", Target = "/rest/default/V1/store/websites", Body = default });
            }

            return await send(request);
        }));

    [Fact]
    public void G7_A_cent_that_was_rounded_away_is_noticed() => AssertNoticed("G7", OnWire(
        Estate.WarehouseName,
        (request, send) => send(IsPost(request, "/orders")
            ? request with
            {
                // Half a unit of the last place, as a float would lose it.
                Body = Encoding.UTF8.GetBytes(Regex.Replace(
                    Encoding.UTF8.GetString(request.Body.Span),
                    "(?<kept>\"gross\": [0-9]+\\.[0-9])[0-9]", "${kept}0", RegexOptions.ExplicitCapture, Moment)),
            }
            : request)));

    [Fact]
    public void G7_A_credit_that_never_reached_the_ledger_is_noticed() => AssertNoticed("G7", OnWire(
        Estate.AccountsName, (request, send) => IsPost(request, "/credit-memos") ? Answered(201, """{"id":"CM-0"}""") : send(request)) with
    {
        Plan = plan => plan with { HasBooks = true, HasOffice = true, HasProject = false },
    });

    [Fact]
    public void G7_A_day_that_was_posted_with_other_figures_is_noticed() => AssertNoticed("G7", OnWire(
        Estate.AccountsName,
        (request, send) => IsPost(request, "/retail-postings") ? Answered(201, """{"id":"RP-0"}""")
            : request.Target.Contains("/retail-postings", StringComparison.Ordinal) ? Answered(200, """{"items":[{"id":"RP-0"}]}""")
            : send(request)) with
    {
        Plan = plan => plan with { HasBooks = true, HasOffice = true, HasProject = false, HasTill = true, HasSquare = false },
    });

    [Fact]
    public void G7_An_order_booked_in_another_month_is_noticed() => AssertNoticed("G7", OnWire(
        Estate.AccountsName,
        (request, send) => send(IsPost(request, "/sales-orders")
            ? request with
            {
                Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(request.Body.Span)
                    .Replace("\"date\":\"2026-01-31", "\"date\":\"2026-02-01", StringComparison.Ordinal)),
            }
            : request)) with
    {
        Plan = plan => plan with { HasBooks = true, HasOffice = true, HasProject = false },
    });

    [Fact]
    public void G3_A_refund_that_is_answered_and_not_made_is_noticed() => AssertNoticed("G3", OnWire(
        Estate.ShopName, (request, send) => IsPost(request, "/refund") ? Answered(200, "\"4711\"") : send(request)) with
    {
        Plan = plan => plan with { RefundsReturns = true },
    });

    [Fact]
    public void G1_A_parcel_that_the_hub_loses_sight_of_is_noticed() => AssertNoticed("G1", new Tampering
    {
        Plan = plan => plan with { HasCarrier = true },
        Push = push => push.Target == "/in/carrier"
            ? push with
            {
                Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(push.Body.Span)
                    .Replace("\"delivered\"", "\"in-transit\"", StringComparison.Ordinal)),
            }
            : push,
    });

    [Fact]
    public void G8_A_refusal_that_nobody_is_told_of_is_noticed()
    {
        // The remote refuses; what comes back to the hub says that all is well.
        var tampering = OnWire(Estate.WarehouseName, async (request, send) =>
        {
            if (!IsPost(request, "/orders"))
            {
                return await send(request);
            }

            await send(request with { Body = (byte[])[.. request.Body.Span, .. "}"u8] });
            return new WireOutcome.Answered(new WireReply(201, """{"id":"W-0"}"""u8.ToArray()));
        });

        AssertNoticed("G8", tampering);
    }

    [Fact]
    public void G9_A_fall_that_waits_behind_routine_changes_is_noticed()
    {
        // What carries a fall to nothing is put aside until much else has gone by.
        var others = 0;
        var tampering = OnWire(Estate.ShopName, async (request, send) =>
        {
            if (!IsPost(request, "/inventory/source-items"))
            {
                return await send(request);
            }

            var isFall = Encoding.UTF8.GetString(request.Body.Span).Contains("\"quantity\":0", StringComparison.Ordinal);
            if (isFall)
            {
                return new WireOutcome.Answered(new WireReply(200, "[]"u8.ToArray()));
            }

            others++;
            for (var i = 0; i < 4; i++)
            {
                await send(request);
            }

            return await send(request);
        });

        Assert.Contains(
            Seeds(1, 12).SelectMany(seed => Simulation.Run(seed, Profile.Calm, Trading, tampering).Violations),
            violation => violation.Guarantee == "G9");
        Assert.True(others > 0);
    }

    [Fact]
    public void G10_Goods_on_sale_that_nobody_passed_are_noticed() => AssertNoticed("G10", new Tampering
    {
        Contract = contract => new OwnershipContract(contract.Terms with
        {
            Sellable = [StockState.Available, StockState.Inspection, StockState.Damaged],
        }),
    });

    [Fact]
    public void G11_A_figure_without_a_derivation_is_noticed() => AssertNoticed("G11", OnWire(
        Estate.ShopName,
        (request, send) => send(IsPost(request, "/inventory/source-items")
            ? request with
            {
                Body = Encoding.UTF8.GetBytes(Regex.Replace(
                    Encoding.UTF8.GetString(request.Body.Span), "\"quantity\":[1-9]", "$&0", RegexOptions.None, Moment)),
            }
            : request)));

    [Fact]
    public void G12_A_door_that_stands_open_is_noticed()
    {
        var tampering = new Tampering { Door = _ => true, Plan = plan => plan with { HasIntruders = true } };

        AssertNoticed("G12", tampering);
    }

    [Fact]
    public void Goods_sold_long_after_they_were_gone_are_noticed()
    {
        Assert.Contains(
            Seeds(1, 80).SelectMany(seed => Simulation.Run(seed, Profile.Calm, Trading, Deaf()).Violations),
            violation => violation.Guarantee == "oversell");

        // After the first few, no figure reaches the shop any more.
        static Tampering Deaf()
        {
            var saves = 0;
            return OnWire(
                Estate.ShopName,
                (request, send) => IsPost(request, "/inventory/source-items") && ++saves > 6 ? Answered(200, "[]") : send(request));
        }
    }

    [Fact]
    public void A_document_that_nobody_takes_is_noticed() => AssertNoticed("live", OnWire(
        Estate.ShopName, (request, send) => IsPost(request, "/ship") ? Answered(500, "{}") : send(request)));

    [Fact]
    public void Decisions_that_are_missing_in_the_journal_are_noticed()
    {
        var decisions = 0;
        var empty = new Codecs().Decisions.Pack(new DecidedBatch(default, []));
        AssertNoticed("replay", new Tampering
        {
            Journal = inner => new AlteredJournal(inner, entry =>
                entry.Kind == EntryKind.Decided && ++decisions <= 20 ? entry with { Body = empty } : entry),
        });
    }

    [Fact]
    public void A_failure_tells_its_story()
    {
        var tampering = OnWire(
            Estate.ShopName,
            (request, send) => IsPost(request, "/inventory/source-items") ? Answered(200, "[]") : send(request));
        var outcome = Simulation.Run(Seed, Profile.Calm, Trading, tampering);

        var story = outcome.Story();
        Assert.Contains($"trueup simulate --seed {Seed} --profile calm --hours ", story, StringComparison.Ordinal);
        Assert.Contains("the hub believes", story, StringComparison.Ordinal);
        Assert.Contains("08:00:00.000000  hub        starts", story, StringComparison.Ordinal);

        // The command that it names stands for the same world.
        var words = outcome.Command.Split(' ');
        string After(string option) => words[Array.IndexOf(words, option) + 1];
        var again = Simulation.Run(
            ulong.Parse(After("--seed"), CultureInfo.InvariantCulture),
            Profile.Find(After("--profile"))!,
            Plan.TradingOf(double.Parse(After("--hours"), CultureInfo.InvariantCulture)),
            tampering);
        Assert.Equal(outcome.Chronicle.Hash, again.Chronicle.Hash);
    }

    [Fact]
    public void A_story_keeps_to_what_it_is_about()
    {
        var chronicle = new Chronicle(new VirtualClock(World.Begin));
        chronicle.Note("shop", "sells 1 SKU-1 as 000000010");
        chronicle.Note("trade", "sells 2 SKU-12 as 000000010");
        chronicle.Note("warehouse", "GET /orders?external_id=shop%3A000000010");
        chronicle.Note("warehouse", "trade:000000010 is packed");
        for (var i = 0; i < 5; i++)
        {
            chronicle.Note("operator", "asks for case.retry DOCUMENT.REFUSED");
        }

        Assert.Equal(["shop", "warehouse", "operator", "operator"], chronicle.About("shop:000000010").Select(line => line.Who));
        Assert.Equal(["shop", "operator", "operator"], chronicle.About("SKU-1").Select(line => line.Who));
    }

    private static IEnumerable<ulong> Seeds(ulong first, int count) => Enumerable.Range(0, count).Select(i => first + (ulong)i);

    /// <summary>The mutation is caught, in one of the first worlds that it can show in.</summary>
    private static void AssertNoticed(string guarantee, Tampering tampering) => Assert.Contains(
        Seeds(Seed, WorldsMax).Select(seed => Simulation.Run(seed, Profile.Calm, Trading, tampering)),
        outcome => outcome.Violations.Any(violation => violation.Guarantee == guarantee));

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
