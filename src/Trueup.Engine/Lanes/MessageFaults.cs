using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>
/// What is wrong with one message: a case of its own for each, so that every payload that was not applied is on
/// somebody's list, and ends when that very message is decided without the fault; one about a record that a poll could not
/// read ends as well when that record can be read. Hundreds of them are one group.
/// </summary>
/// <param name="reporter">Who sent it; null where nobody is named.</param>
/// <param name="message">The message as it came.</param>
/// <param name="record">The record that it is about; null where it is not of a poll.</param>
internal sealed class MessageFaults(ConnectionName? reporter, JournalPosition message, string? record)
{
    private static readonly CaseCode[] OfOneMessage =
        [CaseCodes.RuleFailed, CaseCodes.Unreadable, CaseCodes.QuantityInvalid, CaseCodes.IdReused];

    private readonly HashSet<CaseCode> _found = [];

    /// <summary>The message as what a case is about.</summary>
    public Lineage About { get; } = new() { Connection = reporter, Order = $"message {message}" };

    /// <summary>A record that cannot be read as what a case is about.</summary>
    public static Lineage AboutRecord(ConnectionName? reporter, string record) =>
        new() { Connection = reporter, Order = $"record {record}" };

    /// <summary>Opens the case of a fault. One that concerns a whole stream, such as a type that nobody reads, is
    /// one case for the sender.</summary>
    public void Find(Deliberation about, Fact.Unusable fault)
    {
        var lineage = fault.Code == CaseCodes.Unreadable && record is not null ? AboutRecord(reporter, record)
            : OfOneMessage.Contains(fault.Code) ? About
            : new Lineage { Connection = reporter };
        _found.Add(fault.Code);
        about.Find(new Finding(fault.Code, lineage, fault.Detail));
    }

    /// <summary>Closes the cases of faults that the message does not have any more.</summary>
    public void Heal(Deliberation about)
    {
        foreach (var code in OfOneMessage)
        {
            if (!_found.Contains(code))
            {
                about.Heal(code, About, "The rules take the message now.");
            }
        }

        if (record is not null && !_found.Contains(CaseCodes.Unreadable))
        {
            Heal(about, reporter, [record]);
        }
    }

    /// <summary>Closes the cases of records that can be read now.</summary>
    public static void Heal(Deliberation about, ConnectionName? reporter, IEnumerable<string> records)
    {
        foreach (var record in records)
        {
            about.Heal(CaseCodes.Unreadable, AboutRecord(reporter, record), "The record can be read now.");
        }
    }

    /// <summary>What waits as it came waits no more once a correction stands in its place: it would be decided beside it. What a
    /// guard holds is left to whoever decides on that.</summary>
    /// <param name="about">What is decided.</param>
    /// <param name="state">What waits.</param>
    /// <param name="corrected">The correction; null where the message is decided as it came.</param>
    public void LetGo(Deliberation about, HubState state, CorrectedMessage? corrected)
    {
        if (corrected is null)
        {
            return;
        }

        foreach (var (key, waiting) in state.ParkedMessages.Where(shelf => shelf.Value.Contains(message)).ToArray())
        {
            if (key.StartsWith(StockRouting.GuardPrefix, StringComparison.Ordinal))
            {
                continue;
            }

            about.Say(new Change.Unparked(key));
            foreach (var other in waiting.Where(other => other != message))
            {
                about.Say(new Change.Parked(key, other));
            }

            if (waiting.Count == 1 && key.StartsWith(OrderRouting.OrderPrefix, StringComparison.Ordinal))
            {
                var unknown = new Lineage { Connection = reporter, Order = key[OrderRouting.OrderPrefix.Length..] };
                about.Heal(CaseCodes.OrderUnknown, unknown, "The message that named it was corrected.");
            }
        }
    }

    /// <summary>Says on the message's cases who corrected it, and why.</summary>
    public void Note(Deliberation about, HubState state, Request request)
    {
        foreach (var code in OfOneMessage)
        {
            var key = new Finding(code, About, "").CaseKey;
            if (state.Cases.ContainsKey(key))
            {
                about.Say(new Change.CaseChanged(new CaseEvent.Commented(
                    key, request.By, $"corrected the message: {request.Text ?? "no reason given"}", about.Now)));
            }
        }
    }
}
