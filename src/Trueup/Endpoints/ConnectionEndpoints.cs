using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Dispatch;
using Trueup.Engine.Lanes;
using Trueup.Engine.Views;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>A connection, and whether a person stopped it.</summary>
/// <param name="Connection">How it fares.</param>
/// <param name="Roles">What it is in the business.</param>
internal sealed record ConnectionDetail(ConnectionView Connection, Items<string> Roles)
{
    /// <summary>Who paused it; null: nobody.</summary>
    public string? PausedBy { get; init; }

    /// <summary>Complaints of too many calls since the start.</summary>
    public long Complaints { get; init; }

    /// <summary>Calls since the start that came to nothing.</summary>
    public long Troubles { get; init; }

    /// <summary>What is polled, and when that last ended well.</summary>
    public Items<PollView> Polls { get; init; }

    /// <summary>What came of levels and documents since the start.</summary>
    public Items<FlowView> Flows { get; init; }

    /// <summary>How long the latest levels took from being decided until they were written; null: none was
    /// written.</summary>
    public WriteLagView? Lag { get; init; }
}

/// <summary>What came of one flow since the start.</summary>
/// <param name="Flow"><c>stock</c> or <c>orders</c>.</param>
/// <param name="Outcome"><c>written</c>, <c>made</c>, <c>refused</c> or <c>unknown</c>.</param>
/// <param name="Count">How often.</param>
internal sealed record FlowView(string Flow, string Outcome, long Count);

/// <summary>How long something took, of the latest thousand.</summary>
/// <param name="P50Ms">Half of them kept within, in milliseconds.</param>
/// <param name="P95Ms">95 of 100 kept within, in milliseconds.</param>
/// <param name="Count">How many there were since the start.</param>
internal sealed record WriteLagView(long P50Ms, long P95Ms, long Count)
{
    /// <summary>The lags as figures; null before the first.</summary>
    public static WriteLagView? Of(LagSample? lags) => lags is not { Count: > 0 } ? null : new WriteLagView(
        (long)lags.Percentile(0.5).TotalMilliseconds, (long)lags.Percentile(0.95).TotalMilliseconds, lags.Count);
}

/// <summary>One poll of a connection.</summary>
internal sealed record PollView(string Name, DateTimeOffset? LastRound, string? Failure);

/// <summary>What came of a test call.</summary>
internal sealed record TestCallView(bool Answered, string Detail);

/// <summary>What waits for a connection, of one kind.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Kind"><c>stock</c>, <c>orders</c> or <c>mapping</c>.</param>
/// <param name="Depth">How much waits.</param>
/// <param name="OldestMs">Age of the oldest, in milliseconds; null where nobody keeps it.</param>
/// <param name="DrainMs">How long it will take at the present rate, in milliseconds; null: it does not drain.</param>
internal sealed record QueueView(string Connection, string Kind, int Depth, long? OldestMs, long? DrainMs);

/// <summary>Connections: how they fare, what waits for them, and stopping and starting them.</summary>
internal static class ConnectionEndpoints
{
    private static readonly TimeSpan TestMax = TimeSpan.FromSeconds(15);

    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var connections = server.MapGroup("/api/connections").WithTags("connections");
        connections.MapGet("/", async Task<Ok<Items<ConnectionDetail>>> () =>
                TypedResults.Ok(await host.Thread.PostAsync(hub => hub.Outlets
                    .Select(outlet => Of(outlet, hub, host.Clock.GetUtcNow())).ToItems())))
            .WithName("listConnections").WithSummary("Every connection: state, limits, circuit, polls.");
        connections.MapPost("/{name}/pause", (string name, HttpContext context) =>
                SwitchAsync(host, name, Request.PauseConnection, context))
            .WithName("pauseConnection").WithSummary("Holds all calls to a connection back; nothing is lost.");
        connections.MapPost("/{name}/resume", (string name, HttpContext context) =>
                SwitchAsync(host, name, Request.ResumeConnection, context))
            .WithName("resumeConnection").WithSummary("Lets calls to a connection go on.");
        connections.MapPost("/{name}/test", (string name, CancellationToken stop) => TestAsync(host, name, stop))
            .WithName("testConnection").WithSummary("Calls the connection once, reading only, past the circuit breaker's door.");
        server.MapGet("/api/queues", async Task<Ok<Items<QueueView>>> () =>
                TypedResults.Ok(await host.Thread.PostAsync(hub => Queues(hub, host.Clock.GetUtcNow()).ToItems())))
            .WithTags("connections").WithName("listQueues")
            .WithSummary("What waits, by connection and kind: depth, age of the oldest, time to drain.");
    }

    private static ConnectionDetail Of(Outlet outlet, HubLoop hub, DateTimeOffset now) => new(
        ConnectionView.Of(outlet, hub, now), hub.Contract.Connection(outlet.Name)?.Roles ?? [])
    {
        PausedBy = hub.State.Paused.GetValueOrDefault(outlet.Name),
        Complaints = outlet.Paced.Complaints,
        Troubles = outlet.Paced.Troubles,
        Flows = hub.Flows.Outcomes.Where(each => each.Key.Connection == outlet.Name.Text)
            .OrderBy(each => each.Key.Flow, StringComparer.Ordinal).ThenByDescending(each => each.Value)
            .Select(each => new FlowView(each.Key.Flow, each.Key.Outcome, each.Value)).ToItems(),
        Lag = WriteLagView.Of(hub.Flows.Lags.GetValueOrDefault(outlet.Name.Text)),
        Polls = outlet.Polls.Select(poll => new PollView(poll.Name, poll.LastRound, poll.Failure?.GetType().Name)).ToItems(),
    };

    private static IEnumerable<QueueView> Queues(HubLoop hub, DateTimeOffset now)
    {
        foreach (var outlet in hub.Outlets)
        {
            var view = ConnectionView.Of(outlet, hub, now);
            var isStopped = outlet.Paced.IsPaused || view.State is "down" or "denied";
            var rate = Math.Max(outlet.Paced.Bucket.Rate, 0.001);
            long? Drain(int depth, int perCall) => isStopped && depth > 0 ? null
                : (long)(Math.Ceiling(depth / (double)perCall) / rate * 1_000);
            if (outlet.Levels is not null)
            {
                yield return new QueueView(
                    view.Name, "stock", view.Pending.Stock, view.OldestPendingMs, Drain(view.Pending.Stock, outlet.LevelsPerCall));
            }

            if (outlet.Documents is not null)
            {
                yield return new QueueView(view.Name, "orders", view.Pending.Orders, null, Drain(view.Pending.Orders, 1));
            }

            if (view.Pending.Other > 0)
            {
                yield return new QueueView(view.Name, "mapping", view.Pending.Other, null, null);
            }
        }
    }

    private static async Task<Results<Ok<ConnectionDetail>, ProblemHttpResult>> SwitchAsync(
        HubHost host, string name, string request, HttpContext context)
    {
        var outlet = host.Hub.Outlets.FirstOrDefault(each => each.Name.Text == name);
        if (outlet is null)
        {
            return Asked.Unknown("There is no such connection.");
        }

        var isPaused = await host.Thread.PostAsync(_ => outlet.Paced.IsPaused);
        if (isPaused == (request == Request.PauseConnection))
        {
            return Asked.Idle(isPaused ? "The connection is paused already." : "The connection is not paused.");
        }

        var todo = new Request(request, AccessGate.NameOf(context), name)
        {
            Before = isPaused ? "paused" : "running",
            After = isPaused ? "running" : "paused",
        };
        return await Asked.DoAsync(host, [todo], context.RequestAborted) is { } problem
            ? problem
            : TypedResults.Ok(await host.Thread.PostAsync(hub => Of(outlet, hub, host.Clock.GetUtcNow())));
    }

    private static async Task<Results<Ok<TestCallView>, ProblemHttpResult>> TestAsync(
        HubHost host, string name, CancellationToken cancellationToken)
    {
        if (host.Plan.Connections.FirstOrDefault(each => each.Connection.Name.Text == name) is not { } planned)
        {
            return Asked.Unknown("There is no such connection.");
        }

        if (planned.Connection is not ILiveCheck live)
        {
            return Asked.Idle("This kind of connection is not called by the hub, or has no test call.");
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TestMax);
        try
        {
            var codes = host.Plan.Contract.Terms.Locations.SelectMany(location => location.Codes)
                .Where(code => code.Connection == planned.Connection.Name).Select(code => code.Code).ToItems();
            var found = await live.CheckAsync(planned.Wire, codes, patience.Token);
            return TypedResults.Ok(new TestCallView(found.IsEmpty, found.IsEmpty
                ? "It answers, and lets the hub do what it must."
                : string.Join(' ', found.Select(each => $"{each.Code.Title}: {each.Detail}"))));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TypedResults.Ok(new TestCallView(Answered: false, $"No answer within {TestMax.TotalSeconds} seconds."));
        }
    }
}
