using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Dispatch;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Reconcile;

/// <summary>
/// Looks again at sales that a system had booked with other amounts than were charged: once they are right there, their
/// case closes by that proof, and never by somebody's word.
/// </summary>
internal sealed class SalesProof(OutboundSurroundings hub, Items<Outlet> outlets)
{
    /// <summary>Looks at every such sale.</summary>
    public async ValueTask LookAgainAsync(CancellationToken cancellationToken)
    {
        if (hub.State.OpenCases(OrderCases.PostedDifferently) == 0)
        {
            return;
        }

        foreach (var open in hub.State.Cases.Values.Where(known => known.State != CaseState.Resolved && known.Code == OrderCases.PostedDifferently).ToArray())
        {
            if (OrderId.TryParse(open.About.Order, out var id) && hub.State.Find(id) is { } order &&
                outlets.FirstOrDefault(known => known.Name == open.About.Connection) is { Connection: IDocumentWriter writer, Trouble: null } outlet &&
                order.Documents.FirstOrDefault(known => known.Target == outlet.Name && known is { IsMade: true, Kind: DocumentKind.PostSale })
                    is { } sale &&
                OrderDocuments.Build(order, sale, hub.Contract) is { } intent && writer.CanFind(intent) &&
                await writer.FindAsync(outlet.Paced.For(CallPriority.Background), intent, cancellationToken)
                    is Receipt.Applied { BookedGross: not null } booked)
            {
                await hub.AppendAsync(
                    [
                        new Entry(
                            EntryKind.Settled, outlet.Name.Text, Key: "", Form: "document", hub.Clock.GetUtcNow(),
                            hub.Codecs.Settlements.Pack(new Settlement.Document(order.Id, sale.Key, booked))),
                    ],
                    cancellationToken);
            }
        }
    }
}
