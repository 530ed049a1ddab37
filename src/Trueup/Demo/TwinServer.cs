using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Demo;

/// <summary>The faults of a served twin, which may be changed at any time, from any thread.</summary>
public sealed class TwinFaults
{
    /// <summary>How long every answer takes. Default none.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Calls in any second before 429; null (default): no limit.</summary>
    public int? CallsPerSecondMax { get; set; }

    /// <summary>The <c>Retry-After</c> of a 429 in whole seconds; null (default): the header is left out.</summary>
    public int? RetryAfterSeconds { get; set; }

    /// <summary>How many of the next calls are answered 500 without any effect.</summary>
    public int FailNext { get; set; }

    /// <summary>How many of the next calls lose their connection before they take effect.</summary>
    public int DropNextBefore { get; set; }

    /// <summary>How many of the next calls take effect, and lose their connection before the answer.</summary>
    public int DropNextAfter { get; set; }

    /// <summary>Whether every call loses its connection before it takes effect. Default false.</summary>
    public bool IsOut { get; set; }

    /// <summary>Mishaps that come by chance; null (default): none.</summary>
    public TwinMishaps? Mishaps { get; set; }
}

/// <summary>Mishaps that come by chance: a lost call, a lost answer, or a failure.</summary>
/// <param name="share">Share of calls that meet with one, 0 to 1.</param>
/// <param name="seed">Seed of the chance.</param>
public sealed class TwinMishaps(double share, int seed)
{
    private readonly Random _chance = new(seed);

    /// <summary>Lets chance arrange what becomes of the next call.</summary>
    internal void Arrange(TwinFaults faults)
    {
        if (_chance.NextDouble() >= share)
        {
            return;
        }

        switch (_chance.Next(3))
        {
            case 0:
                faults.DropNextBefore++;
                break;
            case 1:
                faults.DropNextAfter++;
                break;
            default:
                faults.FailNext++;
                break;
        }
    }
}

/// <summary>
/// Serves a twin over real HTTP on loopback, as the remote system that it models, with switches for what goes wrong
/// between systems. The twin is called from one place at a time.
/// </summary>
public sealed class TwinServer : IAsyncDisposable
{
    private readonly ITwin _twin;
    private readonly TimeProvider _clock;
    private readonly WebApplication _server;
    private readonly Lock _gate;
    private readonly Queue<DateTimeOffset> _recent = new();
    private long _calls;

    private TwinServer(ITwin twin, TimeProvider clock, int port, Lock gate)
    {
        (_twin, _clock, _gate) = (twin, clock, gate);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, QuietLifetime>());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    /// <summary>Its faults.</summary>
    public TwinFaults Faults { get; } = new();

    /// <summary>Where it is served.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Calls that reached it so far, whatever became of them.</summary>
    public long Calls => Volatile.Read(ref _calls);

    /// <summary>Calls answered 429 so far.</summary>
    public long Refused { get; private set; }

    /// <summary>Told of every call that the twin has answered, while nobody else touches the twin.</summary>
    public Action<WireRequest>? Answered { get; set; }

    /// <summary>Told of every call, and whether the caller is answered as asked: not turned away, not failed, and the answer not lost.
    /// Nobody else touches the twin meanwhile.</summary>
    public Action<WireRequest, bool>? Settled { get; set; }

    /// <summary>Serves a twin.</summary>
    /// <param name="twin">The twin; from here on it is only touched with <see cref="Use{T}"/>.</param>
    /// <param name="clock">The time.</param>
    /// <param name="port">Port on loopback; 0 for any that is free.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <param name="gate">Held whenever the twin is touched, for those who touch several at once; null for one of its
    /// own.</param>
    public static async Task<TwinServer> StartAsync(
        ITwin twin, TimeProvider clock, int port, CancellationToken cancellationToken, Lock? gate = null)
    {
        var served = new TwinServer(twin, clock, port, gate ?? new Lock());
        await served._server.StartAsync(cancellationToken);
        served.Address = new Uri(served._server.Urls.First());
        return served;
    }

    /// <summary>Touches the twin while nobody calls it.</summary>
    public T Use<T>(Func<T> touch)
    {
        ArgumentNullException.ThrowIfNull(touch);
        lock (_gate)
        {
            return touch();
        }
    }

    /// <summary>Takes what the twin wants to push.</summary>
    public Items<WireRequest> TakePushes() => Use(() => _twin.TakePushes(_clock.GetUtcNow()));

    /// <summary>Stops serving.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _calls);
        var request = await ReadAsync(context);
        if (Faults.Latency > TimeSpan.Zero)
        {
            await Task.Delay(Faults.Latency, _clock, context.RequestAborted);
        }

        var (reply, isDropped) = Use(() => Settle(request));
        if (isDropped)
        {
            context.Abort();
            return;
        }

        await WriteAsync(context, reply!);
    }

    private (WireReply? Reply, bool IsDropped) Settle(WireRequest request)
    {
        var answer = Answer(request);
        Settled?.Invoke(request, answer is { IsDropped: false, Reply.Status: not (429 or >= 500) });
        return answer;
    }

    private (WireReply? Reply, bool IsDropped) Answer(WireRequest request)
    {
        var now = _clock.GetUtcNow();
        Faults.Mishaps?.Arrange(Faults);
        if (Faults.IsOut || Take(Faults.DropNextBefore, left => Faults.DropNextBefore = left))
        {
            return (null, true);
        }

        if (IsOverLimit(now))
        {
            Refused++;
            return (new WireReply(429, Headers: Faults.RetryAfterSeconds is { } seconds
                ? [new WireHeader("Retry-After", seconds.ToString(CultureInfo.InvariantCulture))]
                : []), false);
        }

        if (Take(Faults.FailNext, left => Faults.FailNext = left))
        {
            return (new WireReply(500), false);
        }

        var reply = _twin.Answer(request, now);
        Answered?.Invoke(request);
        return (reply, Take(Faults.DropNextAfter, left => Faults.DropNextAfter = left));
    }

    private static bool Take(int left, Action<int> set)
    {
        if (left <= 0)
        {
            return false;
        }

        set(left - 1);
        return true;
    }

    private bool IsOverLimit(DateTimeOffset now)
    {
        while (_recent.TryPeek(out var oldest) && now - oldest >= TimeSpan.FromSeconds(1))
        {
            _recent.Dequeue();
        }

        if (_recent.Count >= Faults.CallsPerSecondMax)
        {
            return true;
        }

        _recent.Enqueue(now);
        return false;
    }

    private static async Task<WireRequest> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers
            .Select(header => new WireHeader(header.Key, header.Value.ToString()))
            .ToItems();
        return new WireRequest(
            context.Request.Method, TargetOf(context), headers, body.ToArray(), context.Request.ContentType);
    }

    /// <summary>The target as it was sent: a decoded path would not be what the remote sees.</summary>
    private static string TargetOf(HttpContext context) =>
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    private static async Task WriteAsync(HttpContext context, WireReply reply)
    {
        context.Response.StatusCode = reply.Status;
        foreach (var header in reply.Headers)
        {
            context.Response.Headers[header.Name] = header.Value;
        }

        context.Response.ContentLength = reply.Body.Length;
        await context.Response.Body.WriteAsync(reply.Body, context.RequestAborted);
    }

    /// <summary>A twin neither listens to signals nor says that it started.</summary>
    private sealed class QuietLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
