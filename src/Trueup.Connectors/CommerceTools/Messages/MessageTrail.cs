using System.Globalization;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Messages;

/// <summary>How a message stands to those of its resource that were taken before.</summary>
internal enum Standing
{
    /// <summary>It was taken already.</summary>
    Repeated,

    /// <summary>It is the next, or the first that is known of its resource.</summary>
    Next,

    /// <summary>Others that come before it were not seen yet.</summary>
    Ahead,

    /// <summary>It comes from before the first that is known of its resource.</summary>
    Late,
}

/// <summary>What is known of the messages of one resource.</summary>
/// <param name="Resource">Id of the resource.</param>
/// <param name="From">Number of the first message that is known.</param>
/// <param name="Through">Every message from the first to this number was taken.</param>
/// <param name="Version">Version of the resource when it was last read; 0 when it was not.</param>
internal sealed record Trace(string Resource, long From, long Through, long Version)
{
    /// <summary>Numbers above <see cref="Through"/> that were taken although some before them are missing, rising.</summary>
    public Items<long> Ahead { get; init; }

    /// <summary>Since when some are missing; null when none is.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The highest number that was taken.</summary>
    public long Top => Ahead.IsEmpty ? Through : Ahead[^1];

    /// <summary>The trace with one more number taken, above all that are complete.</summary>
    public Trace With(long number, DateTimeOffset now)
    {
        var taken = Ahead.Add(number).Distinct().Order().ToList();
        var through = Through;
        while (taken.Count > 0 && taken[0] == through + 1)
        {
            through++;
            taken.RemoveAt(0);
        }

        return this with { Through = through, Ahead = taken.ToItems(), Since = taken.Count == 0 ? null : Since ?? now };
    }
}

/// <summary>
/// Which messages of which resource were taken: numbers begin at 1 for each resource and rise by 1
/// (commercetools.md §5.4), so what is repeated, missing or out of its order shows. It is kept in the cursor, which is
/// journalled together with what was read: a restart forgets nothing.
/// </summary>
internal sealed class MessageTrail
{
    /// <summary>
    /// Resources remembered, those with new messages longest. One that is forgotten costs a reading that was not needed.
    /// </summary>
    private const int TracesMax = 256;

    /// <summary>Numbers kept beyond a gap; where there are more it is not waited for any longer.</summary>
    private const int AheadMax = 32;

    private readonly LinkedList<Trace> _traces = [];
    private readonly Dictionary<string, LinkedListNode<Trace>> _nodes = new(StringComparer.Ordinal);

    /// <summary>Resources of which messages are missing, those with the oldest gap first.</summary>
    public IEnumerable<Trace> Gaps => _traces.Where(trace => trace.Since is not null).OrderBy(trace => trace.Since);

    /// <summary>A trail as it was written down.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static MessageTrail Parse(string text)
    {
        var trail = new MessageTrail();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            trail.Put(part.Split(':') switch
            {
                [var id, var from, var through, var version] => new Trace(id, Number(from), Number(through), Number(version)),
                [var id, var from, var through, var version, var ahead, var since] =>
                    new Trace(id, Number(from), Number(through), Number(version))
                    {
                        Ahead = ahead.Split('.').Select(Number).ToItems(),
                        Since = DateTimeOffset.FromUnixTimeSeconds(Number(since)),
                    },
                _ => throw new FormatException($"'{part}' is no trace of a resource."),
            });
        }

        return trail;
    }

    /// <summary>Takes up a message, and says how it stands to those before.</summary>
    public Standing Take(string resource, long number, DateTimeOffset now)
    {
        if (Find(resource) is not { } known)
        {
            Put(new Trace(resource, number, number, Version: 0));
            return Standing.Next;
        }

        if (number < known.From)
        {
            Put(known with { From = number == known.From - 1 ? number : known.From });
            return Standing.Late;
        }

        if (number <= known.Through || known.Ahead.Span.Contains(number))
        {
            return Standing.Repeated;
        }

        var next = known.With(number, now);
        Put(next.Ahead.Count > AheadMax ? next with { Since = DateTimeOffset.UnixEpoch } : next);
        return number == known.Through + 1 ? Standing.Next : Standing.Ahead;
    }

    /// <summary>The resource was read as it is now: whatever is missing of its messages is in what was read.</summary>
    public void Settle(string resource, long version)
    {
        if (Find(resource) is { } known)
        {
            Put(known with { Through = known.Top, Ahead = [], Since = null, Version = Math.Max(known.Version, version) });
        }
    }

    /// <summary>Version of a resource when it was last read; 0 when it was not, or is not known.</summary>
    public long VersionOf(string resource) => Find(resource)?.Version ?? 0;

    /// <summary>Whether an id can be written down; those of the platform are UUIDs.</summary>
    public static bool Takes(string resource) =>
        resource.Length is > 0 and <= 64 && !resource.AsSpan().ContainsAny(",:|");

    /// <inheritdoc/>
    public override string ToString() => string.Join(',', _traces.Select(trace => trace.Since is { } since
        ? string.Create(CultureInfo.InvariantCulture,
            $"{trace.Resource}:{trace.From}:{trace.Through}:{trace.Version}:{string.Join('.', trace.Ahead)}:{since.ToUnixTimeSeconds()}")
        : string.Create(CultureInfo.InvariantCulture, $"{trace.Resource}:{trace.From}:{trace.Through}:{trace.Version}")));

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private Trace? Find(string resource) => _nodes.GetValueOrDefault(resource)?.Value;

    /// <summary>Puts a trace at the end; the one that was not touched for longest goes, one with a gap only at last.</summary>
    private void Put(Trace trace)
    {
        if (_nodes.Remove(trace.Resource, out var known))
        {
            _traces.Remove(known);
        }
        else if (_traces.Count >= TracesMax)
        {
            var idle = _traces.First!;
            while (idle.Value.Since is not null && idle.Next is { } next)
            {
                idle = next;
            }

            _nodes.Remove(idle.Value.Resource);
            _traces.Remove(idle);
        }

        _nodes[trace.Resource] = _traces.AddLast(trace);
    }
}

/// <summary>Where the reading of messages stands: in time, and within each resource.</summary>
/// <param name="At">How far the reading by time has come.</param>
/// <param name="Trail">What was taken of each resource.</param>
internal sealed record MessageCursor(Orders.OrderCursor At, MessageTrail Trail)
{
    /// <summary>A cursor that this connection has handed out, or the first; those of before there was a trail too.</summary>
    /// <exception cref="FormatException">The text is no cursor.</exception>
    public static MessageCursor Parse(string text, DateTimeOffset now)
    {
        if (text.Length == 0)
        {
            // What happened before the hub came is read from the orders themselves.
            return new MessageCursor(Orders.OrderCursor.From(now), new MessageTrail());
        }

        var parts = text.Split('|', 5);
        return new MessageCursor(
            Orders.OrderCursor.Parse(string.Join('|', parts.Take(4)), now),
            MessageTrail.Parse(parts.Length > 4 ? parts[4] : ""));
    }

    /// <inheritdoc/>
    public override string ToString() => Trail.ToString() is { Length: > 0 } trail ? $"{At}|{trail}" : At.ToString();
}
