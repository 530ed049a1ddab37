using Trueup.Core.Values;
using Trueup.Engine.Dispatch;

namespace Trueup.Hosting;

/// <summary>Tells the operator what changes: connections that fall ill or recover, a journal that cannot be written, a
/// backlog.</summary>
internal sealed class StateWatch(HubHost host, ILogger logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LagMax = TimeSpan.FromSeconds(10);

    /// <summary>Cases, and orders that they touch, that are looked up again each second: a million take a few
    /// minutes.</summary>
    private const int AppraisedMax = 5_000;

    private readonly Dictionary<ConnectionName, ConnectionState> _states = [];
    private readonly MemoryTidy _tidy = new(host.Clock);
    private bool _isBehind;
    private bool _isUnwritable;

    /// <summary>Runs until it is stopped, or the hub has ended.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every, host.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken) && !host.Ended.IsCompleted)
            {
                await host.Thread.PostAsync(_ => Look());
                if (_isUnwritable)
                {
                    // Nobody sends to a hub that is not ready: it has to find out by itself.
                    await host.Thread.RunAsync(hub => hub.Tail.ProbeAsync());
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping is no failure.
        }
    }

    private bool Look()
    {
        foreach (var outlet in host.Hub.Outlets)
        {
            Look(outlet);
        }

        LookAtJournal();
        host.Hub.State.Cases.Refresh(host.Hub.State, AppraisedMax);
        var now = host.Clock.GetUtcNow();
        var lag = host.Hub.Lanes.OldestWaiting is { } oldest ? now - oldest : TimeSpan.Zero;
        if (lag > LagMax && !_isBehind)
        {
            _isBehind = true;
            Log.Behind(logger, (long)lag.TotalSeconds, host.Hub.Tail.End.Value - host.Hub.Lanes.Through.Value);
        }
        else if (_isBehind && lag < LagMax / 2)
        {
            _isBehind = false;
            Log.CaughtUp(logger);
        }

        _tidy.Look(isCalm: host.Hub.Lanes.OldestWaiting is null && host.Intake.UnderWay == 0);
        return true;
    }

    private void Look(Outlet outlet)
    {
        var state = outlet.Paced.State;
        var before = _states.GetValueOrDefault(outlet.Name, ConnectionState.Up);
        if (state == before)
        {
            return;
        }

        _states[outlet.Name] = state;
        if (state == ConnectionState.Up)
        {
            Log.ConnectionWell(logger, outlet.Name.Text, "up");
        }
        else
        {
            var reason = state == ConnectionState.Slowed
                ? "it complained of too many calls"
                : outlet.Paced.Circuit.LastError;
            Log.ConnectionTroubled(logger, outlet.Name.Text, state.ToString().ToLowerInvariant(), reason);
        }
    }

    private void LookAtJournal()
    {
        var isUnwritable = host.Hub.Tail.IsUnwritable;
        if (isUnwritable && !_isUnwritable)
        {
            Log.Unwritable(logger, host.Plan.Folder);
        }
        else if (!isUnwritable && _isUnwritable)
        {
            Log.Writable(logger);
        }

        _isUnwritable = isUnwritable;
    }
}
