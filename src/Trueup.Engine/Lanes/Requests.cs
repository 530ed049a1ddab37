using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>Decides what people ask for.</summary>
internal sealed class Requests(HubState state, OwnershipContract contract, DayRouting days)
{
    private readonly OrderRequests _orders = new(state, contract);
    private readonly OverrideRequests _overrides = new(state);

    /// <summary>Makes the request true, and names the keys under which messages may go on now.</summary>
    public IReadOnlyList<string> Decide(Deliberation about)
    {
        var request = Request.Read(about.Recorded.Entry);
        switch (request.Do)
        {
            case Request.ApproveGuard:
                Close(about, GuardCases(request.Key), request, CaseState.Resolved, "approved");
                return [StockRouting.GuardKey(LocationCode.Parse(request.Key))];
            case Request.DiscardGuard:
                Close(about, GuardCases(request.Key), request, CaseState.Resolved, "discarded");
                about.Say(new Change.Unparked(StockRouting.GuardKey(LocationCode.Parse(request.Key))));
                return [];
            case Request.ReleaseWaiting:
                Close(about, MappingCases(request.Key), request, CaseState.Resolved, "The mapping is there now.");
                return [request.Key];
            case Request.RetryCase:
                return Retry(about, request);
            case Request.ResolveCase:
                return Resolve(about, request);
            case Request.SnoozeCase or Request.WaitCase or Request.TagCase or Request.UndoCase:
                Mark(about, request);
                return [];
            case Request.MapWord:
                return MapWord(about, request);
            case Request.PauseConnection or Request.ResumeConnection:
                about.Say(new Change.ConnectionPaused(
                    ConnectionName.Parse(request.Key), request.Do == Request.PauseConnection ? request.By : null));
                return [];
            case Request.IgnoreCase:
                Close(about, CasesOf(request.Key), request, CaseState.Ignored, request.Text ?? "ignored");
                return [];
            case Request.AssignCase:
                about.Say(new Change.CaseChanged(new CaseEvent.Assigned(request.Key, request.Text ?? request.By, request.By, about.Now)));
                return [];
            case Request.CommentCase:
                about.Say(new Change.CaseChanged(new CaseEvent.Commented(request.Key, request.By, request.Text ?? "", about.Now)));
                return [];
            case Request.NoteShape or Request.NoteCatalogue:
                Note(about, request);
                return [];
            case Request.SignCheck or Request.AuditEstate or Request.HealParity or Request.ApproveHealing:
                return [];
            case { } access when access.StartsWith(Request.AccessPrefix, StringComparison.Ordinal):
                if (request.Data is { } change)
                {
                    about.Say(new Change.AccessChanged(Access.AccessCodec.Read(change)));
                }

                return [];
            case Request.RetryOrder or Request.ApproveOrder or Request.EditOrder or Request.RetryDay or
                Request.UndoHealing or Request.KeepFigure or Request.FreeFigure:
                return DecideElsewhere(about, request);
            case Request.Replay:
                return [about.ReadAgain(new JournalPosition(
                    long.Parse(request.Key, System.Globalization.CultureInfo.InvariantCulture)))];
            default:
                throw new NotSupportedException($"Nobody knows how to '{request.Do}'.");
        }
    }

    private void Note(Deliberation about, Request request)
    {
        if (request.Do == Request.NoteCatalogue)
        {
            CatalogueNotes.Decide(about, request, contract);
            return;
        }

        var parts = request.Key.Split('/', 2);
        about.Find(new Finding(
            CaseCodes.ShapeChanged,
            new Lineage { Connection = ConnectionName.Parse(parts[0]), Location = $"message {parts[1]}" },
            request.Text ?? ""));
    }

    private IReadOnlyList<string> DecideElsewhere(Deliberation about, Request request)
    {
        switch (request.Do)
        {
            case Request.RetryDay:
                days.Retry(about, posting => posting.Day.ToString() == request.Key);
                return [];
            case Request.UndoHealing or Request.KeepFigure or Request.FreeFigure:
                _overrides.Decide(about, request);
                return [];
            default:
                return _orders.Decide(about, request);
        }
    }

    /// <summary>Amends the contract, and names what waited for that.</summary>
    private IReadOnlyList<string> MapWord(Deliberation about, Request request)
    {
        var amendment = ContractRequests.Read(request, about.Now);
        about.Say(new Change.ContractAmended(amendment));
        if (amendment.Meaning is not { } meaning || ContractRequests.WaitingKeyOf(amendment) is not { } waiting)
        {
            return [];
        }

        Close(about, MappingCases(waiting), request, CaseState.Resolved, $"{request.By} mapped it to {meaning}.");
        return [waiting];
    }

    /// <summary>What a case waits for that was tried again, or that somebody says is settled.</summary>
    internal const string Proof = "proof: a later success or a comparison";

    /// <summary>A problem that proves itself gone is not declared gone: it is tried again, and waits for the proof.</summary>
    private List<string> Resolve(Deliberation about, Request request)
    {
        if (state.Cases.TryGetValue(request.Key, out var known) && known.Code.Healing == Healing.None)
        {
            Close(about, [request.Key], request, CaseState.Resolved, request.Text ?? "resolved");
            return [];
        }

        if (request.Text is { } reason && known is not null)
        {
            about.Say(new Change.CaseChanged(new CaseEvent.Commented(request.Key, request.By, reason, about.Now)));
        }

        return Retry(about, request);
    }

    private void Mark(Deliberation about, Request request)
    {
        if (!state.Cases.TryGetValue(request.Key, out var known))
        {
            return;
        }

        IEnumerable<CaseEvent> events = request.Do switch
        {
            Request.SnoozeCase => [new CaseEvent.Snoozed(
                request.Key,
                request.Text is { } until
                    ? DateTimeOffset.Parse(until, System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime()
                    : null,
                request.By, about.Now)],
            Request.WaitCase => [new CaseEvent.Waits(request.Key, request.Text, request.By, about.Now)],
            Request.TagCase => [new CaseEvent.Tagged(
                request.Key, CaseRequests.TagsOf(request.Text), request.By, about.Now)],
            _ => CaseRequests.Undo(known, request, about.Now),
        };
        foreach (var change in events.ToArray())
        {
            about.Say(new Change.CaseChanged(change));
        }
    }

    private List<string> Retry(Deliberation about, Request request)
    {
        if (!state.Cases.TryGetValue(request.Key, out var retried))
        {
            return [];
        }

        about.Say(new Change.CaseChanged(new CaseEvent.Commented(request.Key, request.By, "retry", about.Now)));
        if (retried.State == CaseState.Open && retried.Code.Healing != Healing.None)
        {
            about.Say(new Change.CaseChanged(new CaseEvent.Waits(request.Key, Proof, request.By, about.Now)));
        }

        ReopenDocuments(about, retried);
        if (retried.Code == PosCases.DayRefused || retried.Code == PosCases.DayTaxUnmapped)
        {
            days.Retry(about, posting => Core.Tills.DayPostings.AboutOf(posting) == retried.About);
        }

        ReleaseSlots(about, retried);

        // A message that could not be used, or not in all its lines, is read again as it lies in the journal, under the rules
        // and mappings of today.
        var keys = new List<string>();
        if (retried.Code == CaseCodes.RuleFailed)
        {
            keys.Add($"rule/{retried.LastMessage}");
        }
        else if (retried.Code == OrderCases.EarlyEvent)
        {
            keys.Add(OrderRouting.EarlyPrefix + retried.About.Order);
        }
        else if (IsAboutMessage(retried.Code))
        {
            keys.Add(about.ReadAgain(retried.LastMessage));
        }

        return keys;
    }

    private void ReopenDocuments(Deliberation about, Case retried)
    {
        if ((retried.Code == CaseCodes.DocumentRefused || retried.Code == ReturnCases.Widened || OrderCases.Holding.Contains(retried.Code)) &&
            retried.About.Order is { } text && OrderId.TryParse(text, out var id) && state.Find(id) is { } order)
        {
            var decision = OrderDocuments.Reopen(order, contract);
            about.Say(id, decision, contract);
            OrderHealing.Heal(about, state.Find(id)!, contract);
            OrderHealing.HealOvertaken(about, decision, state.Find(id)!);
        }
        else if (retried.Code == OrderCases.MissingInTarget && retried.About.Connection is { } target &&
            OrderId.TryParse(retried.About.Order, out var lost) && state.Find(lost) is { } gone)
        {
            about.Say(lost, OrderDocuments.MakeAgain(gone, target), contract);
        }
    }

    private void ReleaseSlots(Deliberation about, Case retried)
    {
        if (retried.About.Sku is not { } text || !Sku.TryParse(text, out var sku) || state.Find(sku) is not { } stock)
        {
            return;
        }

        foreach (var slot in stock.Slots)
        {
            if (slot.Blocked is not null)
            {
                about.Say(sku, [new StockEvent.SlotBlocked(slot.Connection, slot.Source, Code: null)], byOrder: false);
            }
        }
    }

    private static void Close(Deliberation about, IEnumerable<string> keys, Request request, CaseState into, string why)
    {
        foreach (var key in keys.ToArray())
        {
            about.Say(new Change.CaseChanged(new CaseEvent.Closed(key, into, request.By, why, about.Now)));
        }
    }

    private IEnumerable<string> CasesOf(string key) => state.Cases.ContainsKey(key) ? [key] : [];

    private IEnumerable<string> MappingCases(string waitingKey) => waitingKey.Split('/', 3) is [var kind, var connection, var word]
        ? state.Cases
            .Open(cell => cell.Connection == connection && cell.Location == (kind == "state" ? $"state {word}" : word) &&
                          (cell.Code == CaseCodes.LocationUnmapped || cell.Code == CaseCodes.StateUnmapped))
            .Select(known => known.Key)
        : [];

    private static bool IsAboutMessage(CaseCode code) => code == CaseCodes.Unreadable ||
        code == CaseCodes.TypeUnknown || code == CaseCodes.QuantityInvalid || code == CaseCodes.IdReused ||
        code == CaseCodes.OrderUnsourced;

    private IEnumerable<string> GuardCases(string location) => state.Cases
        .Open(cell => cell.Code == CaseCodes.BlastRadius && cell.Location == location)
        .Select(known => known.Key);
}
