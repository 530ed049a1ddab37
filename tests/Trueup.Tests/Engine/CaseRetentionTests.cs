using System.Text;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Cases;
using Trueup.Engine.Intake;
using Trueup.Engine.Lanes;
using Trueup.Simulator;

namespace Trueup.Tests.Engine;

/// <summary>What becomes of cases as time goes by, on a clock that is told to.</summary>
public sealed class CaseRetentionTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ConnectionName Wms = ConnectionName.Parse("wms");

    private readonly VirtualClock _clock = new(Start);
    private readonly MemoryJournal _journal = new();
    private readonly MemoryLedger _ledger = new();
    private readonly SeededLoop _loop;
    private readonly SeededContext _life;
    private readonly HubLoop _hub;

    public CaseRetentionTests()
    {
        _loop = new SeededLoop(_clock, new Chance(seed: 1));
        _hub = new HubLoop(Contract(), [], _journal, _ledger, _clock);
        _life = _loop.Begin();

        // Without the loops that wake every second: a year goes by here.
        _life.Start(() => _ = Task.WhenAll(
            _hub.Lanes.RunAsync(CancellationToken.None), _hub.Retention.RunAsync(CancellationToken.None)));
    }

    [Fact]
    public async Task An_ended_case_is_forgotten_a_year_later_and_an_open_one_never()
    {
        Report("e1", "TEE", -1);
        Report("e2", "HAT", -1);
        Wait(TimeSpan.FromMinutes(1));
        Report("e3", "TEE", 4);
        Wait(TimeSpan.FromDays(364));
        Assert.Equal([CaseState.Open, CaseState.Resolved], States());

        Wait(TimeSpan.FromDays(2));

        Assert.Equal([CaseState.Open], States());
        Assert.Empty(CaseSearch.Find(_hub.State.Cases, new CaseQuery(null, null, null, "TEE", null, 10), Now).Items);
        await _hub.Ledger.SaveAsync();
        var again = new HubLoop(Contract(), [], _journal, _ledger, _clock);
        await again.RecoverAsync(CancellationToken.None);
        Assert.Equal([CaseState.Open], again.State.Cases.Values.Select(known => known.State));
        var refolded = new HubLoop(Contract(), [], _journal, new MemoryLedger(), _clock);
        await refolded.RecoverAsync(CancellationToken.None);
        Assert.Equal([CaseState.Open], refolded.State.Cases.Values.Select(known => known.State));
    }

    [Fact]
    public void A_case_that_came_back_meanwhile_is_kept_from_its_latest_end()
    {
        Report("e1", "TEE", -1);
        Report("e2", "TEE", 4);
        Wait(TimeSpan.FromDays(300));
        Report("e3", "TEE", -1);
        Wait(TimeSpan.FromMinutes(1));
        Report("e4", "TEE", 4);

        Wait(TimeSpan.FromDays(100));

        var known = Assert.Single(_hub.State.Cases.Values);
        Assert.Contains(known.Notes, note => note.Text == "came back");
        Wait(TimeSpan.FromDays(300));
        Assert.Empty(_hub.State.Cases);
    }

    [Fact]
    public void What_is_put_off_comes_back_at_its_time_and_what_waits_goes_on_when_the_cause_returns()
    {
        Report("e1", "TEE", -1);
        Wait(TimeSpan.FromMinutes(1));
        var key = Assert.Single(_hub.State.Cases.Values).Key;
        Ask(new Request(Request.SnoozeCase, "kim", key, Start.AddDays(2).ToString("O")));
        Ask(new Request(Request.WaitCase, "kim", key, "the count"));

        Assert.Equal("snoozed", Standing());
        Wait(TimeSpan.FromDays(2));
        Assert.Equal("waiting", Standing());
        Assert.Single(CaseSearch.Find(_hub.State.Cases, new CaseQuery("open", null, null, null, null, 10), Now).Items);
        Report("e2", "TEE", -3);
        Wait(TimeSpan.FromMinutes(1));
        Assert.Equal("open", Standing());
        Report("e3", "TEE", 3);
        Wait(TimeSpan.FromMinutes(1));
        Assert.Equal("resolved", Standing());
        Report("e4", "TEE", -1);
        Wait(TimeSpan.FromMinutes(1));
        Assert.Equal("open", Standing());
    }

    private DateTimeOffset Now => _clock.GetUtcNow();

    private CaseState[] States() => [.. _hub.State.Cases.Values.Select(known => known.State).Order()];

    private string Standing() => CaseSearch.StandingOf(Assert.Single(_hub.State.Cases.Values), Now);

    private void Wait(TimeSpan time) => _loop.RunUntil(Now + time);

    private void Ask(Request request)
    {
        _life.Start(() => _ = _hub.AskAsync(request, CancellationToken.None).AsTask());
        Wait(TimeSpan.FromMinutes(1));
    }

    private void Report(string id, string sku, int quantity)
    {
        var message = Receiver.Prepare(Wms, [new RawMessage(id, "cloudevent", Encoding.UTF8.GetBytes($$$"""
            {"specversion":"1.0","id":"{{{id}}}","source":"/wms","type":"trueup.stock.level.v1",
             "data":{"sku":"{{{sku}}}","location":"LDS","quantity":{{{quantity}}}}}
            """))]);
        _life.Start(() => _ = _hub.Receiver.AcceptAsync(message).AsTask());
        Wait(TimeSpan.FromMinutes(1));
    }

    private static OwnershipContract Contract() => new(new ContractTerms
    {
        Connections = [new ConnectionRule(Wms, "http", ["warehouse"], Basis.OnHand, [])],
        Locations = [new LocationRule(LocationCode.Parse("leeds"), "Leeds", Wms, [new LocationAlias(Wms, "LDS")])],
        Reconcile = new ReconcileRule(Every: null, FullAt: null),
    });
}
