using System.Globalization;
using System.Text;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Simulator;

namespace Trueup.Tests.Engine.Polling;

/// <summary>A list whose records are in another form for a while: the poll passes them, and reads them again.</summary>
public sealed class UnreadRecordsTests
{
    private static readonly ConnectionName Wms = ConnectionName.Parse("wms");
    private static readonly DateTimeOffset Begin = DateTimeOffset.UnixEpoch;

    private readonly VirtualClock _clock = new(Begin);
    private readonly MemoryJournal _journal = new();
    private readonly MemoryLedger _ledger = new();
    private readonly OwnersList _list = new();

    [Fact]
    public void What_could_not_be_read_is_read_again_once_the_remote_shows_it_as_it_should_be()
    {
        _list.IsOdd = true;
        _list.Add("TEE", 5);
        var hub = Run(minutes: 2);
        Assert.Equal("1", hub.State.Cursors[(Wms, "levels")]);
        Assert.Empty(hub.State.Stock);
        Assert.Contains(hub.State.Cases.Values, found => found.Code == CaseCodes.Unreadable);

        _list.IsOdd = false;
        _list.Add("CUP", 3);
        hub = Run(minutes: 4);

        Assert.Equal(["CUP", "TEE"], hub.State.Stock.Keys.Select(sku => sku.Text).Order());
        Assert.Equal("2", hub.State.Cursors[(Wms, "levels")]);
        Assert.DoesNotContain(hub.State.Cases.Values, found => found.State == CaseState.Open);
    }

    [Fact]
    public void A_record_that_is_shown_again_as_it_was_closes_its_case_although_it_brings_nothing_new()
    {
        _list.Add("TEE", 5);
        Run(minutes: 1);
        _list.IsOdd = true;
        _list.Touch("TEE");
        var hub = Run(minutes: 1);
        Assert.Contains(hub.State.Cases.Values, found => found.Code == CaseCodes.Unreadable && found.State == CaseState.Open);

        _list.IsOdd = false;
        hub = Run(minutes: 4);

        Assert.DoesNotContain(hub.State.Cases.Values, found => found.State == CaseState.Open);
        Assert.Equal(["TEE"], hub.State.Stock.Keys.Select(sku => sku.Text));
    }

    [Fact]
    public void A_record_that_is_never_readable_holds_nothing_up_and_is_asked_for_ever_less_and_no_longer_than_a_day()
    {
        _list.Add("?", 1);
        for (var i = 0; i < 50; i++)
        {
            _list.Add($"SKU-{i}", i);
        }

        var hub = Run(minutes: 60 * 30);

        Assert.Equal(50, hub.State.Stock.Count);
        Assert.InRange(_list.AskedFromTheStart, 20, 60);
        Assert.Equal("", hub.State.Cursors[(Wms, "levels/unread")]);
    }

    [Fact]
    public void Where_everything_can_be_read_nothing_is_asked_for_twice()
    {
        _list.Add("TEE", 5);

        var hub = Run(minutes: 60);

        Assert.Equal(1, _list.AskedFromTheStart);
        Assert.DoesNotContain((Wms, "levels/unread"), hub.State.Cursors.Keys);
    }

    /// <summary>A hub that begins with what is on disk, runs so long, and loses its power.</summary>
    private HubLoop Run(int minutes)
    {
        var hub = new HubLoop(Contract(), [(_list, new NoRemote())], _journal, _ledger, _clock);
        var loop = new SeededLoop(_clock, new Chance(seed: 1));
        using var power = new CancellationTokenSource();
        loop.Begin().Start(() => _ = LiveAsync(hub, power.Token));
        loop.RunUntil(_clock.GetUtcNow().AddMinutes(minutes));
        return hub;
    }

    private static async Task LiveAsync(HubLoop hub, CancellationToken power)
    {
        await hub.RecoverAsync(power);
        await hub.RunAsync(power);
    }

    private static OwnershipContract Contract() => new(new ContractTerms
    {
        Connections = [new ConnectionRule(Wms, "http", ["warehouse"], Basis.OnHand, [])],
        Locations = [new LocationRule(LocationCode.Parse("leeds"), "Leeds", Wms, [new LocationAlias(Wms, "LDS")])],
        Reconcile = new ReconcileRule(Every: null, FullAt: null),
    });

    /// <summary>Levels in the order of their change; the cursor counts those that were read. SKU '?' can never be read.</summary>
    private sealed class OwnersList : IPoller, IMessageReader
    {
        private readonly List<(string Sku, int Quantity)> _rows = [];

        public bool IsOdd { get; set; }

        public int AskedFromTheStart { get; private set; }

        public ConnectionName Name => Wms;

        public ConnectionLimits Limits { get; } = new(RequestsPerSecond: 5, Burst: 5, Batch: 1, Concurrency: 1);

        public Items<PollPlan> Polls => [new PollPlan("levels", TimeSpan.FromSeconds(30))];

        public void Add(string sku, int quantity) => _rows.Add((sku, quantity));

        public ValueTask<PollOutcome> PollAsync(
            IWire wire, string poll, string cursor, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var read = cursor.Length == 0 ? 0 : int.Parse(cursor, CultureInfo.InvariantCulture);
            AskedFromTheStart += read == 0 ? 1 : 0;
            var page = _rows.Skip(read).Take(10).Select(row => new RawMessage(
                RecordKey.Of("levels", row.Sku, Body(row)), "row", Body(row))).ToItems();
            var next = read + page.Count;
            return ValueTask.FromResult<PollOutcome>(
                new PollOutcome.Page(page, next.ToString(CultureInfo.InvariantCulture), More: next < _rows.Count));
        }

        /// <summary>The row changes in nothing that it says, and is listed once more.</summary>
        public void Touch(string sku) => _rows.Add(_rows.Single(row => row.Sku == sku));

        private byte[] Body((string Sku, int Quantity) row) => Encoding.UTF8.GetBytes($"{(IsOdd ? "?" : row.Sku)} {row.Quantity}");

        public bool Reads(string form) => form == "row";

        public Items<Fact> Read(Entry message) => Encoding.UTF8.GetString(message.Body.Span).Split(' ') is [var sku, var quantity] && sku != "?"
            ? [new Fact.LevelReported(
                Sku.Parse(sku), "LDS", State: null, Quantity.Of(int.Parse(quantity, CultureInfo.InvariantCulture)), AsOf: Begin)]
            : [new Fact.Unusable(CaseCodes.Unreadable, "The row has no SKU.")];
    }
}
