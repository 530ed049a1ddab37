using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Simulator;

namespace Trueup.Tests.Connectors.CommerceTools;

/// <summary>A line that was sold from a channel which no location is mapped to waits for its mapping, and for nobody else.</summary>
public sealed class UnmappedChannelTests
{
    private static readonly ConnectionName Wms = ConnectionName.Parse("wms");
    private static readonly LocationCode Paris = LocationCode.Parse("paris");

    private readonly VirtualClock _clock = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private readonly MemoryJournal _journal = new();
    private readonly MemoryLedger _ledger = new();
    private readonly Project _project = new();
    private readonly SeededLoop _loop;
    private SeededContext? _life;
    private Task _running = Task.CompletedTask;

    public UnmappedChannelTests() => _loop = new SeededLoop(_clock, new Chance(seed: 7));

    [Fact]
    public void It_is_served_by_itself_when_the_hub_starts_with_the_mapping()
    {
        _project.Twin.Setup.Entry("CAP", "leeds", 9);
        _project.Twin.Setup.Entry("CAP", "paris", 9);
        var hub = Start(isMapped: false);
        Run(TimeSpan.FromMinutes(2));
        _project.Twin.Shoppers.PlaceOrder(new([new TwinLine("CAP", 2, "paris"), new TwinLine("CAP", 1, "leeds")]), _clock.GetUtcNow());
        Run(TimeSpan.FromMinutes(2));

        var known = Assert.Single(hub.State.Cases.Values, known => known.Code == CaseCodes.LocationUnmapped && known.About.Order is not null);
        Assert.Equal((CaseState.Open, "paris"), (known.State, known.About.Location));
        Assert.Equal(["", "leeds 1"], Picks(hub));

        hub = Start(isMapped: true);
        Run(TimeSpan.FromMinutes(2));

        Assert.Equal(["paris 2", "leeds 1"], Picks(hub));
        Assert.Equal<Quantity>(2, Assert.Single(hub.State.Find(Sku.Parse("CAP"))!.Demands, demand => demand.Location == Paris).Quantity);
        Assert.Empty(hub.State.ParkedMessages);
        Assert.DoesNotContain(hub.State.Cases.Values, known => known.State == CaseState.Open && known.About.Order is not null);
    }

    private static IEnumerable<string> Picks(HubLoop hub) => Assert.Single(hub.State.AllOrders()).Lines
        .Select(line => string.Join(", ", line.Picks.Select(pick => $"{pick.Location} {pick.Quantity}")));

    /// <summary>A hub on what there is, after the death of the one before.</summary>
    private HubLoop Start(bool isMapped)
    {
        _life?.Kill();
        _project.Reconnect();
        var hub = new HubLoop(Contract(isMapped), [(_project.Connection, new Door(_project, _clock))], _journal, _ledger, _clock);
        _life = _loop.Begin();
        _life.Start(() => _running = LiveAsync(hub));
        return hub;
    }

    private static async Task LiveAsync(HubLoop hub)
    {
        await hub.RecoverAsync(CancellationToken.None);
        await hub.RunAsync(CancellationToken.None);
    }

    private void Run(TimeSpan time)
    {
        _loop.RunUntil(_clock.GetUtcNow() + time);
        Assert.False(_running.IsFaulted, _running.Exception?.ToString());
    }

    private static OwnershipContract Contract(bool isMapped) => new(new ContractTerms
    {
        Connections =
        [
            new ConnectionRule(Project.Name, "commercetools", ["storefront"], Basis.OnHand, []) { ShipmentsLowerSources = false },
            new ConnectionRule(Wms, "http", ["warehouse"], Basis.OnHand, []),
        ],
        Locations =
        [
            new LocationRule(LocationCode.Parse("leeds"), "Leeds", Wms, [new LocationAlias(Project.Name, "leeds")]),
            new LocationRule(Paris, "Paris", Wms, isMapped ? [new LocationAlias(Project.Name, "paris")] : [new LocationAlias(Wms, "PAR")]),
        ],
        Stock = new OwnershipRule([Project.Name]),
        Reconcile = new ReconcileRule(Every: null, FullAt: null),
    });

    /// <summary>The way to the project: its clock is the hub's.</summary>
    private sealed class Door(Project project, TimeProvider clock) : IWire
    {
        public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
        {
            project.Now = clock.GetUtcNow();
            return project.SendAsync(request, cancellationToken);
        }
    }
}
