using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Polling;

/// <summary>
/// Where one poll met a record that could not be read. The poll goes on past it, since one record may hold up no other; but a
/// remote that wrote it in another form for a while shows it as it should be later, and would not be asked again. So
/// everything from there on is read again until all of it can be read, or a day has passed.
/// </summary>
internal sealed class Arrears(IPoller poller, PollPlan plan, HubState state, TimeProvider clock)
{
    /// <summary>Pages read in one go.</summary>
    public const int PagesMax = 1_000;

    private const string NameSuffix = "/unread";

    private static readonly TimeSpan PauseMax = TimeSpan.FromHours(1);
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(1);

    private readonly string _name = plan.Name + NameSuffix;
    private DateTimeOffset _next;
    private string? _told;

    private string Kept => _told ?? state.Cursors.GetValueOrDefault((poller.Name, _name), "");

    /// <summary>The cursor to read from again; null when nothing is owed, or it is not time yet.</summary>
    public string? Due => Kept is { Length: > 0 } kept && clock.GetUtcNow() >= _next ? Parse(kept).Cursor : null;

    /// <summary>What is noted when records come in that may be unreadable; nothing where all can be read, or an earlier
    /// place is noted already.</summary>
    /// <param name="before">The cursor that the page was asked with.</param>
    /// <param name="fresh">What the page brought.</param>
    public Entry? Note(string before, IReadOnlyList<Entry> fresh)
    {
        if (Kept.Length > 0 || fresh.All(IsReadable))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        _next = now + plan.Every;
        return Tell($"{now.ToString("O", CultureInfo.InvariantCulture)} {before}", now);
    }

    /// <summary>What is noted after all was read again: that nothing is owed any more, or nothing yet.</summary>
    /// <param name="isReadable">Whether all of it could be read.</param>
    public Entry? Settle(bool isReadable)
    {
        if (Kept is not { Length: > 0 } kept)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var age = now - Parse(kept).Since;
        var pause = age / 4;
        _next = now + (pause < plan.Every ? plan.Every : pause > PauseMax ? PauseMax : pause);
        return isReadable || age > GivenUpAfter ? Tell("", now) : null;
    }

    /// <summary>What was told last did not come to be on disk.</summary>
    public void Untell() => _told = null;

    /// <summary>Whether the connection can read all of these messages.</summary>
    public bool AreReadable(Items<RawMessage> messages) => messages.All(message => IsReadable(AsEntry(message)));

    /// <summary>What is noted of records that can be read now and have a case that says they cannot; nothing where there are
    /// none. A record that is as it was before it could not be read is a duplicate, and would not be decided again.</summary>
    public Entry? Mended(Items<RawMessage> messages)
    {
        var records = messages.Where(message => RecordKey.RecordIn(message.Key) is { } record && HasCase(record) && IsReadable(AsEntry(message)))
            .Select(message => RecordKey.RecordIn(message.Key)!).Distinct(StringComparer.Ordinal).ToArray();
        return records.Length > 0 ? Ticks.Readable(poller.Name, records, clock.GetUtcNow()) : null;
    }

    private bool HasCase(string record) => state.OpenCases(CaseCodes.Unreadable) > 0 && state.Cases.TryGetValue(
        new Finding(CaseCodes.Unreadable, MessageFaults.AboutRecord(poller.Name, record), Detail: "").CaseKey, out var known) &&
        known.State == CaseState.Open;

    private bool IsReadable(Entry message) => poller is not IMessageReader reader || !reader.Reads(message.Form) ||
        !reader.Read(message).Any(fact => fact is Fact.Unusable { Code: var code } && code == CaseCodes.Unreadable);

    private Entry AsEntry(RawMessage message) =>
        new(EntryKind.Seen, poller.Name.Text, message.Key, message.Form, clock.GetUtcNow(), message.Body);

    private Entry Tell(string kept, DateTimeOffset now)
    {
        _told = kept;
        return Ticks.Cursor(poller.Name, _name, kept, now);
    }

    private static (DateTimeOffset Since, string Cursor) Parse(string kept)
    {
        var space = kept.IndexOf(' ', StringComparison.Ordinal);
        return (DateTimeOffset.Parse(kept[..space], CultureInfo.InvariantCulture), kept[(space + 1)..]);
    }
}
