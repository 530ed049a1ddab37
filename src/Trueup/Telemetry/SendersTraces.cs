using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Telemetry;

/// <summary>
/// Which trace a delivery belongs to, by what its sender says: the <c>traceparent</c> header of the request, or the
/// attribute of that name in an event (CloudEvents' extension for distributed tracing), which wins.
/// </summary>
internal sealed class SendersTraces
{
    /// <summary>Deliveries remembered between arrival and deciding; the oldest are forgotten.</summary>
    private const int RememberedMax = 10_000;

    /// <summary>Envelopes carry their attributes early: no more than so many bytes of a body are looked at.</summary>
    private const int LookedAtMax = 4_096;

    private readonly ConcurrentDictionary<(string Connection, string Key), ActivityContext> _remembered = new();
    private readonly ConcurrentQueue<(string Connection, string Key)> _order = new();

    /// <summary>Remembers what a delivery's request said. From any thread.</summary>
    public void Note(ConnectionName connection, Items<RawMessage> messages, string? traceparent, string? tracestate)
    {
        if (!ActivityContext.TryParse(traceparent, tracestate, isRemote: true, out var context))
        {
            return;
        }

        foreach (var message in messages)
        {
            if (message.Key.Length > 0 && _remembered.TryAdd((connection.Text, message.Key), context))
            {
                _order.Enqueue((connection.Text, message.Key));
            }
        }

        while (_order.Count > RememberedMax && _order.TryDequeue(out var oldest))
        {
            _remembered.TryRemove(oldest, out _);
        }
    }

    /// <summary>The trace that an entry belongs to; <c>default</c> where nobody said.</summary>
    public ActivityContext ContextOf(Entry entry)
    {
        _remembered.TryRemove((entry.Connection, entry.Key), out var told);
        var body = entry.Body.Span[..Math.Min(LookedAtMax, entry.Body.Length)];
        var at = body.IndexOf("\"traceparent\""u8);
        if (at < 0)
        {
            return told;
        }

        var rest = body[(at + "\"traceparent\""u8.Length)..].TrimStart(" \t\r\n:"u8);
        var end = rest.Length > 1 ? rest[1..].IndexOf((byte)'"') : -1;
        return rest is [(byte)'"', ..] && end > 0 && ActivityContext.TryParse(
            Encoding.ASCII.GetString(rest.Slice(1, end)), traceState: null, isRemote: true, out var own)
            ? own
            : told;
    }
}
