using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Endpoints;
using Trueup.Engine;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;
using Trueup.Engine.Views;
using Trueup.Hosting;
using Trueup.Storage.Sqlite;

namespace Trueup.Verbs;

/// <summary>Plays with what the data folder holds, in memory: nothing is written, and no remote is called.</summary>
/// <param name="plan">The hub that the configuration describes.</param>
/// <param name="clock">The time.</param>
internal sealed class Rehearsal(HubPlan plan, TimeProvider clock)
{
    /// <summary>Differences told at most.</summary>
    public const int DifferencesMax = 10_000;

    /// <summary>Messages decided again at most.</summary>
    public const int MessagesMax = 10_000;

    /// <summary>What deciding messages again would change, on what is true now.</summary>
    /// <exception cref="HubAnswerException">A position is no message, or there are too many.</exception>
    public async Task<ReplayPreview> PreviewAsync(
        long[] ids, DateTimeOffset? since, string? connection, CancellationToken cancellationToken)
    {
        await using var folder = Open();
        var messages = await MessagesAsync(folder.Journal, ids, since, connection, cancellationToken);
        HubAnswerException.ThrowFor(ListFaults.OfConnection(plan.Contract, connection, messages.Count));
        var hub = Hub(new ScratchJournal(folder.Journal), folder.Ledger);
        await hub.RecoverAsync(cancellationToken);
        await hub.SettleAsync(cancellationToken);
        await hub.Tail.AppendAsync(messages.Select(message => new Request(
            Request.Replay, "rehearsal", message.Value.ToString(CultureInfo.InvariantCulture)).ToEntry(clock.GetUtcNow())).ToArray());
        var decided = await hub.SettleAsync(cancellationToken);
        return new ReplayPreview(messages.Count, decided
            .SelectMany(each => each.Changes.Where(IsTelling).Select(change => (each.Message, View: ChangeView.Of(change))))
            .Select(change => new PreviewedChange(
                change.Message.Value, change.View.What, change.View.Subject, change.View.Detail))
            .ToItems());
    }

    /// <summary>What the rules and mappings of today would have made of the whole past.</summary>
    public async Task<StateComparison> RedecideAsync(CancellationToken cancellationToken)
    {
        await using var folder = Open();
        var held = Hub(new ScratchJournal(folder.Journal), folder.Ledger);
        await held.RecoverAsync(cancellationToken);
        var past = await RedecidedJournal.OfAsync(folder.Journal, held.Lanes.Through, cancellationToken);
        var told = Hub(past, new NoLedger());
        await told.SettleAsync(cancellationToken);
        return Compare(held, told);
    }

    /// <summary>Whether the journal's decisions alone lead to what the ledger holds.</summary>
    public async Task<StateComparison> VerifyAsync(CancellationToken cancellationToken)
    {
        await using var folder = Open();
        var held = Hub(new ScratchJournal(folder.Journal), folder.Ledger);
        await held.RecoverAsync(cancellationToken);
        var told = Hub(new ScratchJournal(folder.Journal), new NoLedger());
        await told.RecoverAsync(cancellationToken);
        return Compare(held, told);
    }

    /// <summary>What is true according to a journal and the ledger beside it.</summary>
    public async ValueTask<HubState> FoldAsync(IJournal journal, ILedger ledger, CancellationToken cancellationToken)
    {
        var hub = Hub(new ScratchJournal(journal), ledger);
        await hub.RecoverAsync(cancellationToken);
        return hub.State;
    }

    /// <summary>Throws the ledger away and folds it from the journal again.</summary>
    /// <returns>Journal entries folded.</returns>
    public async Task<long> RebuildAsync(CancellationToken cancellationToken)
    {
        DataFolder.DropLedger(plan.Folder);
        await using var folder = await DataFolder.OpenAsync(plan.Folder, NullLogger.Instance);
        var hub = Hub(folder.Journal, folder.Ledger);
        var entries = await hub.RecoverAsync(cancellationToken);
        await hub.Ledger.SaveAsync();
        return entries;
    }

    private static async Task<Items<JournalPosition>> MessagesAsync(
        IJournal journal, long[] ids, DateTimeOffset? since, string? connection, CancellationToken cancellationToken)
    {
        var history = new JournalHistory(journal);
        foreach (var id in ids)
        {
            if (await history.FindAsync(new JournalPosition(id), cancellationToken) is not { Kind: EntryKind.Seen })
            {
                throw new HubAnswerException($"Entry {id} of the journal is no message from outside.");
            }
        }

        var messages = ids.Length > 0
            ? ids.Select(id => new JournalPosition(id)).ToItems()
            : await history.MessagesAsync(since ?? DateTimeOffset.MinValue, connection, MessagesMax + 1, cancellationToken);
        return messages.Count <= MessagesMax
            ? messages
            : throw new HubAnswerException($"There are more than {MessagesMax} messages: name a later time with --since.");
    }

    /// <summary>How the hub shelves a message to take it up again says nothing about the message.</summary>
    private static bool IsTelling(Change change) => change is not
        (Change.Parked { Key: ['r', 'e', 'p', 'l', 'a', 'y', '/', ..] } or Change.Unparked { Key: ['r', 'e', 'p', 'l', 'a', 'y', '/', ..] });

    private static StateComparison Compare(HubLoop held, HubLoop told) => new(
        held.Lanes.Through.Value, StateDifference.Between(held.State, told.State).Take(DifferencesMax).ToItems());

    private DataFolder Open() => DataFolder.OpenForReading(plan.Folder, NullLogger.Instance);

    private HubLoop Hub(IJournal journal, ILedger ledger) => new(
        plan.Contract,
        plan.Connections.Select(planned => (planned.Connection, planned.Wire)).ToArray(),
        journal,
        ledger,
        clock);
}
