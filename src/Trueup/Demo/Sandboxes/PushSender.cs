using System.Net.Http.Headers;
using System.Text.Json;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Connecting;

namespace Trueup.Demo.Sandboxes;

/// <summary>
/// Delivers what an owner's system pushes to the hub, as such systems do: one delivery after the other, each again
/// until it is taken.
/// </summary>
/// <param name="owner">The owner's system.</param>
/// <param name="gate">Held whenever that system is touched.</param>
/// <param name="hub">Address of the hub.</param>
/// <param name="trouble">What goes wrong on the way.</param>
/// <param name="clock">The time.</param>
public sealed class PushSender(PushSource owner, Lock gate, Uri hub, PushTrouble trouble, TimeProvider clock)
    : IDisposable
{
    /// <summary>Delivers what a warehouse pushes.</summary>
    public PushSender(WarehouseTwin owner, Lock gate, Uri hub, PushTrouble trouble, TimeProvider clock)
        : this(PushSource.Of(owner), gate, hub, trouble, clock)
    {
    }

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HttpClient _client = new() { BaseAddress = hub, Timeout = Patience };
    private readonly Queue<WireRequest> _waiting = new();
    private long _pushed;
    private long _accepted;
    private long _retries;
    private int _undelivered;

    /// <summary>Events that the owner has pushed so far.</summary>
    public long Pushed => Volatile.Read(ref _pushed);

    /// <summary>
    /// Events that the hub has answered for, as new or as known from a delivery whose answer got lost.
    /// </summary>
    public long Accepted => Volatile.Read(ref _accepted);

    /// <summary>Deliveries that were tried again.</summary>
    public long Retries => Volatile.Read(ref _retries);

    /// <summary>Deliveries that wait to be taken.</summary>
    public int Undelivered => Volatile.Read(ref _undelivered);

    /// <summary>Delivers until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Collect();
            while (_waiting.TryDequeue(out var delivery))
            {
                Interlocked.Add(ref _accepted, await DeliverAsync(delivery, cancellationToken));
                for (var again = trouble.Repetitions(); again > 0; again--)
                {
                    await DeliverAsync(delivery, cancellationToken);
                }

                Volatile.Write(ref _undelivered, _waiting.Count);
            }

            await Task.Delay(Rest, clock, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private void Collect()
    {
        lock (gate)
        {
            foreach (var push in owner.Take(clock.GetUtcNow()))
            {
                Interlocked.Add(ref _pushed, EventsIn(push));
                _waiting.Enqueue(push);
            }

            Volatile.Write(ref _undelivered, _waiting.Count);
        }

        trouble.Shuffle(_waiting);
    }

    /// <summary>Delivers until the hub answers for it.</summary>
    /// <returns>How many events it answers for.</returns>
    private async Task<long> DeliverAsync(WireRequest delivery, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await TryDeliverAsync(delivery, cancellationToken) is { } answered)
            {
                return answered;
            }

            Interlocked.Increment(ref _retries);
            await Task.Delay(RetryAfter, clock, cancellationToken);
            lock (gate)
            {
                delivery = owner.Again(delivery, clock.GetUtcNow());
            }
        }
    }

    /// <summary>How many events the hub answers for; null when it does not, or its answer gets lost.</summary>
    private async Task<long?> TryDeliverAsync(WireRequest delivery, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, delivery.Target)
        {
            Content = new ReadOnlyMemoryContent(delivery.Body),
        };
        message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(delivery.ContentType!);
        foreach (var header in delivery.Headers)
        {
            message.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        try
        {
            using var reply = await _client.SendAsync(message, cancellationToken);
            return reply.IsSuccessStatusCode && !trouble.LosesAnswer() ? await CountAsync(reply, cancellationToken) : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // No answer in time is an answer lost: the hub knows the events again.
            return null;
        }
    }

    private static async Task<long> CountAsync(HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        using var answer = await JsonDocument.ParseAsync(
            await reply.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        return answer.RootElement.GetProperty("accepted").GetInt64() + answer.RootElement.GetProperty("duplicates").GetInt64();
    }

    /// <summary>How many CloudEvents a delivery holds: one, a batch of them, or one a line.</summary>
    private static int EventsIn(WireRequest delivery)
    {
        if (delivery.ContentType == "application/x-ndjson")
        {
            return delivery.Body.Span.Count((byte)'\n');
        }

        using var body = JsonDocument.Parse(delivery.Body);
        return body.RootElement.ValueKind == JsonValueKind.Array ? body.RootElement.GetArrayLength() : 1;
    }
}
