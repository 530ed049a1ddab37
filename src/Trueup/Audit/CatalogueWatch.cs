using Trueup.Engine.Lanes;
using Trueup.Hosting;

namespace Trueup.Audit;

/// <summary>Begins an audit of the estate at the time of day that the contract names, as a person would.</summary>
/// <param name="host">The hub.</param>
internal sealed class CatalogueWatch(HubHost host)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private DateTimeOffset _next = NextOf(host);

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Every, host.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping) && !host.Ended.IsCompleted)
            {
                await LookAsync(stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping is no failure.
        }
    }

    /// <summary>Looks once whether it is time; where an audit is under way, that one will do.</summary>
    public async Task LookAsync(CancellationToken stopping)
    {
        if (host.Clock.GetUtcNow() < _next || host.Plan.Configuration is not { } configuration)
        {
            return;
        }

        _next = NextOf(host);
        if (host.Audits.UnderWay is null &&
            await host.Thread.RunAsync(hub => hub.AskAsync(new Request(Request.AuditEstate, "hub", "estate"), stopping)))
        {
            host.Audits.TryBegin("hub", configuration, stopping);
        }
    }

    private static DateTimeOffset NextOf(HubHost host) =>
        host.Plan.Contract.Terms.Reconcile.NextAt(host.Plan.Contract.Terms.Reconcile.CatalogueAt, host.Clock.GetUtcNow());
}
