using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Core.Values;
using Trueup.Demo.Sandboxes;
using Trueup.Demo.Scoring;
using Trueup.Demo.Screens;
using Trueup.Demo.Trading;
using Trueup.Hosting;
using Trueup.Settings;
using Trueup.Wires;

namespace Trueup.Demo;

/// <summary>What a run of the demo came to.</summary>
/// <param name="Evidence">What the day is judged by.</param>
/// <param name="Checks">What had to hold.</param>
/// <param name="Lasted">How long it took.</param>
public sealed record DemoOutcome(Evidence Evidence, Items<Check> Checks, TimeSpan Lasted)
{
    /// <summary>Whether everything held.</summary>
    public bool AllHeld => Checks.All(check => check.Held);
}

/// <summary>
/// A sandbox and an ordinary hub between its systems, in one process but talking over the network: the hub reads its
/// configuration from a file and is started as <c>serve</c> starts it.
/// </summary>
public sealed class DemoRun : IAsyncDisposable
{
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromMilliseconds(400);

    private readonly DemoPlan _plan;
    private readonly TimeProvider _clock;
    private readonly DirectoryInfo _folder;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PushSender> _senders = [];
    private readonly List<Task> _errands = [];
    private Sandbox _sandbox = null!;
    private HubHost _host = null!;
    private HubProbe _probe = null!;
    private TradingDay _day = null!;
    private Scene _scene = null!;
    private DateTimeOffset _began;

    private DemoRun(DemoPlan plan, TimeProvider clock)
    {
        (_plan, _clock) = (plan, clock);
        _folder = Directory.CreateTempSubdirectory("trueup-demo-");
    }

    /// <summary>Where the hub serves.</summary>
    public Uri Hub => _host.Address;

    /// <summary>Where the first administrator is made; null once there is one.</summary>
    public Uri? FirstLink => _host.FirstLink;

    /// <summary>A token for its interface.</summary>
    public string Token => _sandbox.Secrets.Api;

    /// <summary>Where its configuration and its data lie.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Puts everything up; nothing is played yet.</summary>
    public static async Task<DemoRun> StartAsync(DemoPlan plan, TimeProvider clock, CancellationToken cancellationToken)
    {
        var run = new DemoRun(plan, clock);
        try
        {
            await run.PutUpAsync(cancellationToken);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Plays the day and judges it.</summary>
    public async Task<DemoOutcome> PlayAsync(IDayScreen screen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(screen);
        _began = _clock.GetUtcNow();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        var day = _day.PlayAsync(either.Token);
        _errands.Add(WatchAsync(_stop.Token));
        _errands.AddRange(_senders.Select(sender => sender.RunAsync(_stop.Token)));
        await screen.ShowAsync(Look, Task.WhenAny([day, _host.Ended, .. _errands]));
        if (!day.IsCompleted)
        {
            // Whatever else has ended has failed: the day cannot go on without it.
            await (_host.Ended.IsCompleted ? _host.Ended : _errands.First(errand => errand.IsCompleted));
            throw new InvalidOperationException("The hub stopped before the day was over.");
        }

        await day;
        var evidence = await new Investigation(_scene, _day, _probe, _senders).GatherAsync(cancellationToken);
        return new DemoOutcome(evidence, Scorecard.Judge(evidence), _clock.GetUtcNow() - _began);
    }

    /// <summary>Takes everything down and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_errands).ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _senders.ForEach(sender => sender.Dispose());
        _probe?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }

        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task PutUpAsync(CancellationToken cancellationToken)
    {
        _sandbox = await Sandbox.OpenAsync(
            Assortment.Draw(_plan.Skus, _plan.HotSkus, _plan.Seed), _clock, cancellationToken);
        _host = await StartHubAsync(cancellationToken);
        _senders.Add(SenderFor(PushSource.Of(_sandbox.Warehouse), place: 1));
        _senders.Add(SenderFor(PushSource.Of(_sandbox.Store), place: 2));
        _senders.Add(SenderFor(PushSource.Of(_sandbox.Tills), place: 3));
        _probe = new HubProbe(_host.Address, _sandbox.Secrets.Api, _senders);
        _scene = new Scene(_sandbox, _plan.Seed);
        _sandbox.ShopServer.Answered = _ => _scene.Freshness.Look();
        _sandbox.ProjectServer.Answered = _ => _scene.ProjectFreshness.Look();
        _sandbox.ShopServer.Settled = _scene.Settle;
        _sandbox.ProjectServer.Settled = _scene.SettleInProject;
        _sandbox.LetMishapsBefall(_plan.MishapShare, _plan.Seed);
        _day = new TradingDay(_scene, _probe, Phase.Day(_plan.Stretch));
    }

    private async Task<HubHost> StartHubAsync(CancellationToken cancellationToken)
    {
        var path = SandboxSettings.Write(_folder.FullName, _sandbox);
        var loaded = new SettingsLoader(ConnectorCatalogue.Installed).LoadFile(path);
        if (loaded.Settings is not { } settings)
        {
            throw new InvalidOperationException(
                $"The demo's own configuration is wrong: {string.Join("; ", loaded.Problems)}");
        }

        var around = new HostSurroundings(_clock, NullLoggerFactory.Instance, static _ => { });
        var wires = new HttpWireFactory(_clock);
        var plan = HubPlan.Of(settings, wires) with
        {
            Configuration = new HubConfiguration(path, ConnectorCatalogue.Installed, wires),
        };
        return await HubHost.StartAsync(plan, around, cancellationToken);
    }

    private PushSender SenderFor(PushSource owner, int place) => new(
        owner, _sandbox.Gate, _host.Address, new PushTrouble(_plan.MishapShare, _plan.Seed + place), _clock);

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _probe.LookAsync(cancellationToken);
            await Task.Delay(ProbeEvery, _clock, cancellationToken);
        }
    }

    private Glance Look()
    {
        var phases = _day.Phases;
        lock (_sandbox.Gate)
        {
            var book = _scene.Book;
            var articles = _sandbox.Assortment.Articles;
            return new Glance(
                phases,
                _day.Playing,
                _clock.GetUtcNow() - _began,
                articles.Sum(article =>
                    (_scene.Figures.IsRight(article.Sku) ? 0.5m : 0m) +
                    (_scene.Figures.IsRightInProject(article.Sku) ? 0.5m : 0m)) / articles.Count,
                new TradeGlance(
                    book.Placed,
                    book.TurnedAway,
                    _sandbox.Warehouse.Dispatches.Count + _sandbox.Store.Dispatches.Count,
                    book.Cancelled + book.Refunded + book.Returned,
                    book.StockChanges,
                    book.Shop.Oversold + book.Project.Oversold),
                new TrafficGlance(
                    _senders.Sum(sender => sender.Pushed),
                    _senders.Sum(sender => sender.Accepted),
                    _sandbox.ShopServer.Calls + _sandbox.ProjectServer.Calls,
                    _sandbox.ShopServer.Refused + _sandbox.ProjectServer.Refused,
                    _scene.Freshness.WrongNow + _scene.ProjectFreshness.WrongNow),
                _probe.Status,
                _probe.Exceptions);
        }
    }
}
