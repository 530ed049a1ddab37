using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Views;
using Trueup.Storage.Sqlite;

namespace Trueup.Verbs;

/// <summary>The data folder of a hub, read as it stands at this moment; nothing is written.</summary>
internal sealed class FolderHub : IHubReading
{
    private const string UnknownSku = "The hub never heard of this SKU.";

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
        var storefront = asked.Storefront is null ? (ConnectionName?)null : ConnectionName.Parse(asked.Storefront);
        var location = asked.Location is null ? (LocationCode?)null : LocationCode.Parse(asked.Location);
        return ValueTask.FromResult(
            Explanation.Of(Sku.Parse(asked.Sku), storefront, location, new StockContext(_hub)) ?? throw new HubAnswerException(UnknownSku));
    }

    /// <inheritdoc/>
    public ValueTask<Page<CaseView>> CasesAsync(CaseQuery asked, CancellationToken cancellationToken) =>
        ValueTask.FromResult(CaseView.Search(_hub.State, asked));

    /// <inheritdoc/>
    public ValueTask<CaseView> CaseAsync(string id, CancellationToken cancellationToken) => ValueTask.FromResult(
        CaseView.Find(_hub.State, id) is { } known ? CaseView.Of(known) : throw new HubAnswerException("There is no exception of this id."));

    /// <inheritdoc/>
    public ValueTask<Page<OrderSummary>> OrdersAsync(OrderQuery asked, CancellationToken cancellationToken) =>
        ValueTask.FromResult(OrderSummary.Search(_hub.State, asked));

    /// <inheritdoc/>
    public async ValueTask<(OrderView Order, Items<TimelineStep> Steps)> OrderAsync(string id, CancellationToken cancellationToken)
    {
        var order = OrderView.Find(_hub.State, id) ?? throw new HubAnswerException("The hub knows no order of this id, or several of this number.");
        return (OrderView.Of(order), await new JournalHistory(_hub.Journal).TimelineAsync(order, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<ParityView> ParityAsync(CancellationToken cancellationToken) => ValueTask.FromResult(ParityView.Of(_hub));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _folder.DisposeAsync();
}
