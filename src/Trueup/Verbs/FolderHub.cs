using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Endpoints;
using Trueup.Engine;
using Trueup.Engine.Cases;
using Trueup.Engine.Views;
using Trueup.Storage.Sqlite;

namespace Trueup.Verbs;

/// <summary>The data folder of a hub, read as it stands at this moment; nothing is written.</summary>
internal sealed class FolderHub : IHubReading
{
    private readonly DataFolder _folder;
    private readonly HubLoop _hub;

    private FolderHub(DataFolder folder, HubLoop hub) => (_folder, _hub) = (folder, hub);

    /// <summary>Reads a folder.</summary>
    /// <exception cref="StorageException">There is nothing to read.</exception>
    public static async Task<FolderHub> OpenAsync(
        string path, OwnershipContract contract, TimeProvider clock, CancellationToken cancellationToken)
    {
        var folder = DataFolder.OpenForReading(path, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var hub = new HubLoop(contract, [], folder.Journal, folder.Ledger, clock);
        await hub.RecoverAsync(cancellationToken);
        return new FolderHub(folder, hub);
    }

    /// <inheritdoc/>
    public ValueTask<Explanation> ExplainAsync(ExplainQuestion asked, CancellationToken cancellationToken)
    {
        HubAnswerException.ThrowFor(StockEndpoints.FaultOf(
            _hub.Contract, (asked.Storefront, asked.Location), out var storefront, out var location));
        return Sku.TryParse(asked.Sku, out var sku) && Explanation.Of(sku, storefront, location, new StockContext(_hub)) is { } explanation
            ? ValueTask.FromResult(explanation)
            : throw new HubAnswerException("The hub never heard of this SKU.");
    }

    /// <inheritdoc/>
    public ValueTask<Page<CaseView>> CasesAsync(CaseQuery asked, CancellationToken cancellationToken)
    {
        var page = CaseView.Search(_hub.State, asked, _hub.Clock.GetUtcNow());
        HubAnswerException.ThrowFor(ListFaults.Of(_hub.Contract, asked, page.Items.Count));
        return ValueTask.FromResult(page);
    }

    /// <inheritdoc/>
    public ValueTask<CaseView> CaseAsync(string id, CancellationToken cancellationToken)
    {
        var known = CaseView.Find(_hub.State, id)
            ?? throw new HubAnswerException("There is no exception of this id.");
        return ValueTask.FromResult(CaseView.Of(known));
    }

    /// <inheritdoc/>
    public ValueTask<Page<OrderSummary>> OrdersAsync(OrderQuery asked, CancellationToken cancellationToken)
    {
        var page = OrderSearch.Find(_hub.State, asked);
        HubAnswerException.ThrowFor(ListFaults.Of(_hub.Contract, asked, page.Items.Count));
        return ValueTask.FromResult(page);
    }

    /// <inheritdoc/>
    public async ValueTask<(OrderView Order, Items<TimelineStep> Steps)> OrderAsync(
        string id, CancellationToken cancellationToken)
    {
        var order = OrderView.Find(_hub.State, id)
            ?? throw new HubAnswerException("The hub knows no order of this id, or several of this number.");
        return (OrderView.Of(order, _hub.Contract, _hub.State), await new JournalHistory(_hub.Journal).TimelineAsync(order, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<SplitView> SplitsAsync(TimeSpan back, CancellationToken cancellationToken)
    {
        var since = _hub.Clock.GetUtcNow() - back;
        return ValueTask.FromResult(SplitView.Of(SplitView.InMemory(_hub.State, since), _hub.Archive, _hub.Contract, since));
    }

    /// <inheritdoc/>
    public ValueTask<Page<StoreDayView>> StoreDaysAsync(StoreDayQuery asked, CancellationToken cancellationToken)
    {
        var page = StoreDayView.Search(_hub.State.Tills, asked);
        HubAnswerException.ThrowFor(ListFaults.Of(_hub.Contract, asked, page.Items.Count));
        return ValueTask.FromResult(page);
    }

    /// <inheritdoc/>
    public ValueTask<StoreDayView> StoreDayAsync(string id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_hub.State.Tills.Days.GetValueOrDefault(id) is { } day
            ? StoreDayView.Of(day, _hub.State.Tills)
            : throw new HubAnswerException("The hub knows no such day; list shows those that it knows."));

    /// <inheritdoc/>
    public ValueTask<ParityView> ParityAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(ParityView.Of(_hub));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _folder.DisposeAsync();
}
