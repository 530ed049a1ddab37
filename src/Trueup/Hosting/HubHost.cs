using Trueup.Access;
using Trueup.Alerts;
using Trueup.Audit;
using Trueup.Core.Values;
using Trueup.Endpoints;
using Trueup.Engine;
using Trueup.Queues;
using Trueup.Shapes;
using Trueup.Storage.Sqlite;
using Trueup.Telemetry;

namespace Trueup.Hosting;

/// <summary>What a host draws on from outside.</summary>
/// <param name="Clock">The time.</param>
/// <param name="Loggers">Where the operator is told.</param>
/// <param name="TokenMade">Told the first API token, once, when none is configured and the folder has none.</param>
public sealed record HostSurroundings(TimeProvider Clock, ILoggerFactory Loggers, Action<string> TokenMade);

/// <summary>A hub with everything around it: its data folder, its thread, and its HTTP surface.</summary>
public sealed class HubHost : IAsyncDisposable
{
    /// <summary>How long a stop waits for the hub, and how long for requests under way.</summary>
    public static readonly TimeSpan StopMax = TimeSpan.FromSeconds(10);

    private readonly HubPlan _plan;
    private readonly HostSurroundings _around;
    private const long TidyEntriesMin = 100_000;

    private readonly ILogger _logger;
    private readonly DataFolder _folder;
    private readonly CancellationTokenSource _watching = new();
    private WebApplication? _server;
    private Task _watch = Task.CompletedTask;
    private AlertWatch? _alerts;
    private Task _telling = Task.CompletedTask;
    private int _stops;

    private HubHost(HubPlan plan, HostSurroundings around, DataFolder folder)
    {
        (_plan, _around, _folder) = (plan, around, folder);
        _logger = around.Loggers.CreateLogger("Trueup");
        Desk = new AccessDesk(this);
        Sessions = new Sessions(this, plan.SignIn);
        Access = AccessTokens.For(plan.Tokens, plan.Folder, around.TokenMade);
        Hub = new HubLoop(
            plan.Contract,
            plan.Connections.Select(planned => (planned.Connection, planned.Wire)).ToArray(),
            folder.Journal,
            folder.Ledger,
            around.Clock);
        if (plan.Telemetry is { } telemetry)
        {
            Telemetry = new TelemetryExport(this, telemetry, around.Loggers.CreateLogger("Trueup.Telemetry"));
            Hub.Follower = Telemetry.Traces;
        }

        Thread = new HubThread(Hub);
        Audits = new AuditDesk(this);
        Catalogue = new CatalogueWatch(this);
        SignOffs = new SignOffs(this);
        Shapes = new ShapeWatch(this, plan.Shapes, around.Loggers.CreateLogger("Trueup.Shapes"));
        Intake = new IntakeDesk(Thread, Hub, plan.Intake, around.Clock);
        Queues = plan.Connections.Where(planned => planned.Queue is not null)
            .Select(planned => new QueueReader(this, planned.Connection.Name, planned.Queue!, around.Loggers.CreateLogger("Trueup.Queues")))
            .ToItems();
    }

    /// <summary>What the hub was planned to be.</summary>
    public HubPlan Plan => _plan;

    /// <summary>The time.</summary>
    public TimeProvider Clock => _around.Clock;

    /// <summary>The hub; its state is read on <see cref="Thread"/> only.</summary>
    public HubLoop Hub { get; }

    /// <summary>The hub's thread.</summary>
    public HubThread Thread { get; }

    /// <summary>Where deliveries wait.</summary>
    public IntakeDesk Intake { get; }

    /// <summary>Queues that events come through.</summary>
    public Items<QueueReader> Queues { get; }

    /// <summary>Who may ask the API.</summary>
    public AccessTokens Access { get; }

    /// <summary>The alerts that stand; none where nothing is watched.</summary>
    public AlertBoard Alerts => _alerts?.Board ?? new AlertBoard([], Waiting: 0, GivenUp: 0);

    /// <summary>What payloads look like.</summary>
    public ShapeWatch Shapes { get; }

    /// <summary>Audits of the estate.</summary>
    internal AuditDesk Audits { get; }

    /// <summary>What begins one every day.</summary>
    internal CatalogueWatch Catalogue { get; }

    /// <summary>Who signed routines off.</summary>
    internal SignOffs SignOffs { get; }

    /// <summary>What is exported to a collector; null: nothing.</summary>
    internal TelemetryExport? Telemetry { get; }

    /// <summary>Who may sign in, and changes in that.</summary>
    internal AccessDesk Desk { get; }

    /// <summary>Sessions of people.</summary>
    internal Sessions Sessions { get; }

    /// <summary>Where the first administrator is made, valid until there is one or the hub stops; null when there is
    /// one.</summary>
    public Uri? FirstLink => Desk.FirstCode is { } code ? new Uri(Address, $"/first-run?code={code}") : null;

    /// <summary>Whether the hub is recovered and not stopping.</summary>
    public bool IsReady => !Intake.IsClosed;

    /// <summary>The address that is served.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Every route that is served there; empty before it is.</summary>
    public IReadOnlyList<Endpoint> Endpoints => _server?.Services.GetRequiredService<EndpointDataSource>().Endpoints ?? [];

    /// <summary>Ends when the hub has ended; fails with what ended it, if that was a fault.</summary>
    public Task Ended => Thread.Ended;

    /// <summary>Opens the folder, serves, recovers, and lets deliveries in.</summary>
    /// <exception cref="StorageException">The data folder is in use or unusable.</exception>
    /// <exception cref="IOException">The address is taken.</exception>
    public static async Task<HubHost> StartAsync(
        HubPlan plan, HostSurroundings around, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(around);
        var folder = await DataFolder.OpenAsync(plan.Folder, around.Loggers.CreateLogger("Trueup.Storage"));
        var host = new HubHost(plan, around, folder);
        try
        {
            await host.BeginAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Drains: no more deliveries, what is under way is finished, the ledger is written, everything is
    /// closed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stops, 1) != 0)
        {
            return;
        }

        Intake.Close();
        Log.Stopping(_logger, Intake.UnderWay);
        await _watching.CancelAsync();
        await _watch;
        await StopServerAsync();
        var stopping = Thread.DisposeAsync().AsTask();
        if (await Task.WhenAny(stopping, Task.Delay(StopMax, Clock, CancellationToken.None)) == stopping)
        {
            await _telling;
        }
        else
        {
            Log.SlowToStop(_logger, StopMax.TotalSeconds);
        }

        var end = _folder.Journal.End;
        await _folder.DisposeAsync();
        _watching.Dispose();
        SignOffs.Dispose();
        _alerts?.Dispose();
        Telemetry?.Dispose();
        Log.Stopped(_logger, end.Value);
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        _server = HubServer.Build(this, _around.Loggers);
        await _server.StartAsync(cancellationToken);
        Address = new Uri(_server.Urls.First());
        var read = await Thread.RecoverAsync(cancellationToken);
        Thread.Begin();
        _telling = TellFaultAsync();
        Intake.Open();

        // As an errand of its own: at this moment the recovery's last frames may still hold what is to go.
        _ = await Thread.PostAsync(_ => TidyAfterRecovery(read));
        Log.Serving(_logger, Address, read, Hub.Lanes.Through.Value);
        _watch = Task.WhenAll(new StateWatch(this, _logger).RunAsync(_watching.Token), Shapes.RunAsync(_watching.Token),
            Catalogue.RunAsync(_watching.Token));
        if (_plan.Alerts is { Rules.IsEmpty: false } alerts)
        {
            _alerts = new AlertWatch(this, alerts, _around.Loggers.CreateLogger("Trueup.Alerts"));
            _watch = Task.WhenAll(_watch, _alerts.RunAsync(_watching.Token));
        }

        if (Telemetry is not null)
        {
            _watch = Task.WhenAll(_watch, Telemetry.RunAsync(_watching.Token));
        }

        _watch = Task.WhenAll([_watch, .. Queues.Select(queue => queue.RunAsync(_watching.Token))]);
    }

    /// <summary>A long recovery leaves more behind than it keeps: once, and only then, it is given back at once.</summary>
    internal static bool TidyAfterRecovery(long entries)
    {
        if (entries < TidyEntriesMin)
        {
            return false;
        }

        MemoryTidy.Collect();
        return true;
    }

    /// <summary>A hub that failed takes nothing more in, and never goes quietly.</summary>
    private async Task TellFaultAsync()
    {
        try
        {
            await Thread.Ended;
        }
#pragma warning disable CA1031 // The edge of the host: whatever it was, the operator is told.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Intake.Close();
            Log.Failed(_logger, fault);
        }
    }

    private async Task StopServerAsync()
    {
        if (_server is null)
        {
            return;
        }

        using var patience = new CancellationTokenSource(StopMax, Clock);
        await _server.StopAsync(patience.Token);
        await _server.DisposeAsync();
    }
}
