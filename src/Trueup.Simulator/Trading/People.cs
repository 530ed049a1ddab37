using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Engine.Lanes;
using Trueup.Simulator.Checkers;

namespace Trueup.Simulator.Trading;

/// <summary>Everybody who does something in a world: shoppers, the shops' staff, the warehouse's staff, the store, the hub's
/// operator, and those who try the door.</summary>
internal sealed class People
{
    /// <summary>How long after the last trade the accountant waits before the month is closed.</summary>
    private static readonly TimeSpan BooksClose = TimeSpan.FromMinutes(4);

    /// <summary>So often the operator tries a case again at the next look; after that only once in <see cref="Patience"/>.</summary>
    private const int EagerTries = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromHours(2);

    /// <summary>After everybody went home, so that what it finds can still be followed.</summary>
    private static readonly TimeSpan SweepsAt = TimeSpan.FromSeconds(90);

    private readonly World _world;
    private readonly Chance _chance;
    private readonly List<ShopFloor> _shops;
    private readonly WarehouseFloor _warehouse;
    private readonly Pickers _pickers;
    private readonly Store? _store;
    private readonly Intruders _intruders;
    private readonly ProjectFloor? _project;
    private readonly List<Admin> _admins;
    private readonly List<Editor> _editors;
    private readonly Dictionary<string, (int Tries, DateTimeOffset Last)> _tried = new(StringComparer.Ordinal);
    private Action? _fetch;

    public People(World world, Chance chance)
    {
        (_world, _chance) = (world, chance);
        Purses = new Purses(world.Plan.Expiry);
        _shops = world.Shops.Select((shop, i) => new ShopFloor(world, shop, Purses, chance.Fork(10 + (ulong)i))).ToList();
        _warehouse = new WarehouseFloor(world, chance.Fork(2));
        _pickers = new Pickers(world, chance.Fork(9));
        _store = world.Till is { } till ? new Store(world, till, chance.Fork(3)) : null;
        _intruders = new Intruders(world, chance.Fork(4));
        _admins = world.Plan.HasAdmin ? world.Shops.Select((shop, i) => new Admin(world, shop, chance.Fork(20 + (ulong)i))).ToList() : [];
        _editors = world.Plan.HasEditors ? world.Shops.Select((shop, i) => new Editor(world, shop, _shops[i], chance.Fork(30 + (ulong)i))).ToList() : [];
        _project = world.Project is { } project ? new ProjectFloor(world, project, Purses, chance.Fork(5)) : null;
    }

    /// <summary>Returns that came.</summary>
    public IReadOnlyList<ReturnedOrder> Received => _warehouse.Received;

    /// <summary>Returns that were inspected.</summary>
    public IReadOnlyList<ReturnedOrder> Inspected => _warehouse.Inspected;

    /// <summary>What pickers missed and gave up.</summary>
    public IReadOnlyList<MissedUnits> Missed => _pickers.GivenUp;

    /// <summary>Those who hold, edit and correct orders in the shops.</summary>
    public IReadOnlyList<Editor> Editors => _editors;

    /// <summary>What shoppers paid.</summary>
    public Purses Purses { get; }

    /// <summary>Ids of messages that were handed in by nobody who may.</summary>
    public IReadOnlyList<string> IntruderKeys => _intruders.Keys;

    /// <summary>Lets everybody begin.</summary>
    public void Begin()
    {
        _warehouse.SayEverything();
        _store?.Open();
        foreach (var shop in _shops)
        {
            Repeat(_world.Plan.Profile.BuyEvery * _shops.Count, shop.Buy);
            Repeat(TimeSpan.FromSeconds(60 * _shops.Count), shop.Serve);
        }

        Repeat(TimeSpan.FromSeconds(15), _warehouse.WorkOnOrders);
        Repeat(TimeSpan.FromSeconds(40), _warehouse.KeepBooks);
        Repeat(TimeSpan.FromSeconds(60), () => Operate(isLast: false));
        if (_world.Plan.HasShortPicks)
        {
            Repeat(TimeSpan.FromSeconds(30), _pickers.Work);
        }

        if (_store is { } store)
        {
            Repeat(TimeSpan.FromSeconds(35), store.Trade);
            Repeat(TimeSpan.FromMinutes(2), () => store.EndDays(isLast: false));
        }

        BeginProject();
        if (_world.Carrier is { } carrier)
        {
            var van = new Van(_world, carrier, _chance.Fork(6));
            Repeat(TimeSpan.FromSeconds(20), van.Fetch);
            _fetch = van.Fetch;
        }

        if (_world.Desk is { } desk)
        {
            Repeat(TimeSpan.FromSeconds(40), new Clerk(_world, desk, _warehouse, _chance.Fork(7)).Promise);
        }

        foreach (var admin in _admins)
        {
            Repeat(TimeSpan.FromSeconds(40 * _admins.Count), admin.Work);
        }

        foreach (var editor in _editors)
        {
            Repeat(TimeSpan.FromSeconds(20 * _editors.Count), editor.Work);
        }

        if (_world.Plan.HasIntruders)
        {
            Repeat(TimeSpan.FromSeconds(90), _intruders.Try);
        }

        if (_world.Plan.HasBlow)
        {
            _world.Outside.After(
                _chance.Between(TimeSpan.FromMinutes(1), _world.Plan.Trading), _warehouse.SufferBlow);
        }
    }

    /// <summary>What is half done when everybody goes home is brought to an end.</summary>
    public void FinishUp()
    {
        _warehouse.SayEverything();
        _store?.Close();
        if (_chance.Happens(0.5))
        {
            _warehouse.EmptyTheBench();
        }

        _admins.ForEach(admin => admin.Finish());
        _editors.ForEach(editor => editor.Finish());
        _fetch?.Invoke();
        _store?.EndDays(isLast: true);
        _world.Outside.After(BooksClose, _world.CloseMonth);

        // More than once: what is read again after an approval may be held once more.
        for (var minute = 1; minute <= 4; minute++)
        {
            _world.Outside.After(TimeSpan.FromMinutes(minute), () => Operate(isLast: true));
        }

        // A correction that is put back is found by the sweep alone, and not every world lives until the next one.
        if (_editors.Count > 0)
        {
            _world.Outside.After(SweepsAt, Count);
        }
    }

    private void BeginProject()
    {
        if (_project is not { } floor)
        {
            return;
        }

        Repeat(_world.Plan.Profile.BuyEvery * 2, floor.Buy);
        Repeat(TimeSpan.FromSeconds(75), floor.Serve);
        if (_world.Plan.HasClerk)
        {
            Repeat(TimeSpan.FromSeconds(50), new ProjectClerk(_world, _world.Project!, (floor, _warehouse), _chance.Fork(8)).Write);
        }
    }

    private void Repeat(TimeSpan every, Action act)
    {
        var wait = _chance.Between(TimeSpan.FromMilliseconds(200), 2 * every);
        _world.Outside.After(wait, () =>
        {
            if (_world.IsTrading)
            {
                act();
                Repeat(every, act);
            }
        });
    }

    /// <summary>
    /// The operator lets reports through that a guard holds (in this world they are always true), and tries again what a
    /// rule failed at, or what a remote refused: in this world the rule is mended by then, and the remote did not mean it. What a case says of
    /// reservations a shop's admin is told.
    /// </summary>
    private void Operate(bool isLast) => _world.Hub.Do(async engine =>
    {
        foreach (var open in engine.State.Cases.Open(cell => IsToBeFollowed(cell.Code)).ToList())
        {
            if (open.Code == CaseCodes.ReservationMismatch)
            {
                _admins.ForEach(admin => admin.Compensate(open));
            }
            else if (open.Code == CaseCodes.BlastRadius)
            {
                await AskAsync(engine, new Request(Request.ApproveGuard, "operator", open.About.Location!));
            }
            else if (!_world.HasBrokenRule && (isLast || HasPatienceFor(open.Key)))
            {
                await AskAsync(engine, new Request(Request.RetryCase, "operator", open.Key));
            }
        }
    });

    private void Count()
    {
        _world.Outside.Note("operator", "asks for a sweep");
        _world.Hub.Do(async engine => await engine.Sweep.CountAsync(storefront: null, CancellationToken.None));
    }

    private static bool IsToBeFollowed(CaseCode code) =>
        code == CaseCodes.BlastRadius || code == CaseCodes.ReservationMismatch || IsWorthATry(code);

    private static bool IsWorthATry(CaseCode code) =>
        code == CaseCodes.RuleFailed || code == CaseCodes.Unreadable || code == CaseCodes.DocumentRefused ||
        code == CaseCodes.WriteRefused || code == PosCases.DayRefused;

    /// <summary>What was tried many times in vain, like a document for a month whose books are closed, is left alone for longer.</summary>
    private bool HasPatienceFor(string key)
    {
        var now = _world.Clock.GetUtcNow();
        var (tries, last) = _tried.GetValueOrDefault(key);
        if (tries >= EagerTries && now - last < Patience)
        {
            return false;
        }

        _tried[key] = (tries + 1, now);
        return true;
    }

    private async ValueTask AskAsync(Engine.HubLoop engine, Request request)
    {
        _world.Outside.Note("operator", string.Create(CultureInfo.InvariantCulture, $"asks for {request.Do} {request.Key}"));
        await engine.AskAsync(request, CancellationToken.None);
    }
}
