using System.Text;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Intake;

/// <summary>
/// The door of the journal: messages are compared with those seen before, appended, and acknowledged when they are on
/// disk. Nothing is interpreted here.
/// </summary>
public sealed class Receiver(JournalTail tail, SeenIndex seen, TimeProvider clock)
{
    /// <summary>Marks the form of a message whose id was used before for other content.</summary>
    public const string ReusedForm = "reused:";

    private long _duplicates;

    /// <summary>Messages dropped as duplicates since the start.</summary>
    public long Duplicates => _duplicates;

    /// <summary>Hashes messages; called by whoever received them, so that the hub's own thread need not.</summary>
    public static PreparedMessages Prepare(ConnectionName connection, IReadOnlyList<RawMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var marks = new Mark[messages.Count];
        var name = StableHash.Of64(Encoding.UTF8.GetBytes(connection.Text));
        for (var i = 0; i < marks.Length; i++)
        {
            marks[i] = new Mark(
                messages[i].Key.Length == 0 ? default : IdentityOf(name, messages[i].Key),
                StableHash.Of64(messages[i].Body.Span));
        }

        return new PreparedMessages(connection, messages, marks);
    }

    /// <summary>Appends what is new and waits until it, and everything that it duplicates, is on disk.</summary>
    /// <param name="prepared">The messages.</param>
    /// <param name="along">Entries of the hub's own, made of those messages that are new, that become durable together with
    /// them, after them.</param>
    public async ValueTask<IntakeReply> AcceptAsync(
        PreparedMessages prepared, Func<IReadOnlyList<Entry>, IReadOnlyList<Entry>>? along = null) =>
        (await AcceptAsync([prepared], along))[0];

    /// <summary>Appends what is new of several deliveries as one, and waits until it, and everything that it
    /// duplicates, is on disk.</summary>
    /// <param name="deliveries">The deliveries, which are taken all or none.</param>
    /// <param name="along">Entries of the hub's own, made of those messages that are new, that become durable together with
    /// them, after them.</param>
    /// <returns>One reply per delivery, in order.</returns>
    public async ValueTask<IReadOnlyList<IntakeReply>> AcceptAsync(
        IReadOnlyList<PreparedMessages> deliveries, Func<IReadOnlyList<Entry>, IReadOnlyList<Entry>>? along = null)
    {
        ArgumentNullException.ThrowIfNull(deliveries);
        var now = clock.GetUtcNow();
        var fresh = new List<Entry>(deliveries.Sum(delivery => delivery.Messages.Count));
        var admitted = new List<UInt128>(fresh.Capacity);
        var replies = new IntakeReply[deliveries.Count];
        for (var i = 0; i < replies.Length; i++)
        {
            replies[i] = Sift(deliveries[i], now, fresh, admitted);
        }

        fresh.AddRange(along?.Invoke(fresh) ?? []);

        // Also with nothing new: a duplicate may only be acknowledged once the first of its kind is durable.
        var failures = tail.Failures;
        var outcome = await tail.AppendAsync(fresh);
        if (outcome is AppendOutcome.Unavailable unavailable)
        {
            foreach (var identity in admitted)
            {
                seen.Forget(identity);
            }

            Array.Fill(replies, new IntakeReply.Unavailable(unavailable.Why));
        }
        else if (tail.Failures != failures)
        {
            for (var i = 0; i < replies.Length; i++)
            {
                replies[i] = replies[i] is IntakeReply.Accepted { Duplicates: > 0 }
                    ? new IntakeReply.Unavailable("What this delivery repeats could not be written.")
                    : replies[i];
            }
        }

        return replies;
    }

    /// <summary>Adds what was never seen to the entries to be.</summary>
    private IntakeReply.Accepted Sift(PreparedMessages delivery, DateTimeOffset now, List<Entry> fresh, List<UInt128> admitted)
    {
        var before = fresh.Count;
        for (var i = 0; i < delivery.Messages.Count; i++)
        {
            var message = delivery.Messages[i];
            var mark = delivery.Marks[i];
            var form = message.Form;
            if (mark.Identity != default)
            {
                var sighting = seen.Admit(mark.Identity, mark.Content);
                if (sighting == Sighting.Conflict)
                {
                    form = ReusedForm + form;
                    mark = mark with { Identity = mark.Identity ^ mark.Content };
                    sighting = seen.Admit(mark.Identity, mark.Content);
                }

                if (sighting != Sighting.New)
                {
                    _duplicates++;
                    continue;
                }

                admitted.Add(mark.Identity);
            }

            fresh.Add(new Entry(EntryKind.Seen, delivery.Connection.Text, message.Key, form, now, message.Body));
        }

        var taken = fresh.Count - before;
        return new IntakeReply.Accepted(taken, delivery.Messages.Count - taken);
    }

    /// <summary>Makes room for so many messages that are about to be remembered.</summary>
    public void Expect(long messages) => seen.Expect(messages);

    /// <summary>Remembers a message that the journal already holds; called at start.</summary>
    public void Remember(in EntryGlimpse entry)
    {
        if (entry.Kind != EntryKind.Seen || entry.Key.IsEmpty)
        {
            return;
        }

        var identity = IdentityOf(StableHash.Of64(entry.Connection), entry.Key);
        var content = StableHash.Of64(entry.Body);
        seen.Admit(entry.Form.StartsWith("reused:"u8) ? identity ^ content : identity, content);
    }

    private static UInt128 IdentityOf(ulong connection, string key)
    {
        Span<byte> bytes = key.Length <= 128 ? stackalloc byte[key.Length * 3] : new byte[key.Length * 3];
        return IdentityOf(connection, bytes[..Encoding.UTF8.GetBytes(key, bytes)]);
    }

    private static UInt128 IdentityOf(ulong connection, ReadOnlySpan<byte> key)
    {
        var identity = StableHash.Of(key, connection);
        return identity == default ? UInt128.One : identity;
    }
}

/// <summary>Messages with their hashes, ready for the door.</summary>
public sealed record PreparedMessages(
    ConnectionName Connection, IReadOnlyList<RawMessage> Messages, IReadOnlyList<Mark> Marks);

/// <summary>The hashes of a message; a <c>default</c> identity is a message without an id.</summary>
public readonly record struct Mark(UInt128 Identity, ulong Content);

/// <summary>What the sender is told.</summary>
public abstract record IntakeReply
{
    private IntakeReply()
    {
    }

    /// <summary>Everything is on disk.</summary>
    public sealed record Accepted(int Fresh, int Duplicates) : IntakeReply;

    /// <summary>Nothing of the request was taken.</summary>
    public sealed record Unavailable(string Why) : IntakeReply;
}
