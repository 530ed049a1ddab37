using System.Diagnostics;
using Trueup.Core.Books;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Returns;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <content>Makes the intents when documents are sent.</content>
public static partial class OrderDocuments
{
    /// <summary>
    /// The intent for a document, built from what the order is now: a retry never replays an old form. Null while
    /// something it needs is not known yet, such as the warehouse's id of an order that is still being created.
    /// </summary>
    public static DocumentIntent? Build(OrderRecord order, OrderDocument document, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(contract);
        var detail = document.Detail ?? new DocumentDetail();
        var remoteOrder = order.Progress.RemoteId;
        return document.Kind switch
        {
            DocumentKind.CreateOrder => new DocumentIntent.CreateOrder(
                document.Key, Charged(order, document, contract), PicksToCreate(order, document.Target, contract))
            {
                Packing = contract.Connection(document.Target) is { } receiver
                    ? PickNotes.Packing(order.Canonical, receiver)
                    : [],
            },
            DocumentKind.PostSale => new DocumentIntent.PostSale(
                document.Key, Charged(order, document, contract), FormOf(order, document, contract)),
            DocumentKind.PostShipment => SourceOf(document, contract) is { } source
                ? new DocumentIntent.PostShipment(
                    document.Key, order.Id, remoteOrder, source, document.Lines, document.Tracking)
                : null,
            DocumentKind.CancelInStorefront =>
                new DocumentIntent.CancelInStorefront(document.Key, order.Id, remoteOrder)
                {
                    Lines = document.Lines,
                    Restock = document.Detail is null || !document.Detail.Restocked.IsEmpty,
                    IsOnline = contract.Terms.Refunds.IsOnline,
                    OnlyUnpaid = document.Key == OrderExpiry.KeyOf(order.Id),
                },
            DocumentKind.RefundInStorefront =>
                new DocumentIntent.RefundInStorefront(document.Key, order.Id, remoteOrder, document.Lines, detail)
                {
                    UpTo = ReturnDocuments.UpTo(order, document),
                    IsOnline = contract.Terms.Refunds.IsOnline,
                },
            DocumentKind.PostTracking =>
                new DocumentIntent.PostTracking(document.Key, order.Id, remoteOrder, document.Tracking, detail)
                {
                    IsAllDelivered = order.IsAllDelivered,
                },
            DocumentKind.AnnounceReturn => new DocumentIntent.AnnounceReturn(
                document.Key, order.Id, RemoteOrderIn(order, document), PicksOf(order, document, contract), detail),
            DocumentKind.AmendReturn => ReturnDocuments.ToldBefore(order, document) is { IsSettled: true } told
                ? new DocumentIntent.AmendReturn(
                    document.Key, order.Id, RemoteOrderIn(order, document), told.RemoteId ?? "", Booked(order, document, contract),
                    PicksOf(order, document, contract), detail)
                : null,
            _ => (order.RemoteIdIn(document.Target) ?? UnknownId(order, document.Target)) is { } remote
                ? Following(order, document, remote, contract)
                : null,
        };
    }

    private static string? RemoteOrderIn(OrderRecord order, OrderDocument document) =>
        document.Target == order.Canonical.Storefront ? order.Progress.RemoteId : order.RemoteIdIn(document.Target);

    /// <summary>
    /// No id at all, of an order that the system has and never named: its refusal is a case, where waiting for an id that
    /// cannot come any more would be silence. Null while the order is still to be made there.
    /// </summary>
    private static string? UnknownId(OrderRecord order, ConnectionName target) => order.Documents.FindIndex(document =>
        document.Target == target && (document.Kind is DocumentKind.CreateOrder or DocumentKind.PostSale) &&
        document.IsSettled && document.Refusal is null) >= 0
        ? ""
        : null;

    /// <summary>Documents that need the system's own id of the order.</summary>
    private static DocumentIntent? Following(
        OrderRecord order, OrderDocument document, string remote, OwnershipContract contract)
    {
        var detail = document.Detail ?? new DocumentDetail();
        return document.Kind switch
        {
            DocumentKind.CancelOrder => new DocumentIntent.CancelOrder(document.Key, order.Id, remote),
            DocumentKind.ReduceOrder => new DocumentIntent.ReduceOrder(
                document.Key, order.Id, remote, PicksOf(order, document, contract), detail.Reason),
            DocumentKind.AmendOrder => new DocumentIntent.AmendOrder(
                document.Key, Charged(order, document, contract), remote, PicksFor(order, document.Target, contract, pick => pick.Open)),
            DocumentKind.CancelSale => new DocumentIntent.CancelSale(
                document.Key, order.Id, remote, document.Lines, detail.Reason)
            {
                Form = document.Lines.IsEmpty ? null : CancelledForm(order, document, contract),
            },
            DocumentKind.PostCredit => detail.Amounts is { } amounts
                ? new DocumentIntent.PostCredit(
                    document.Key, order.Id, remote, SalesForms.OfRefund(
                        order.Canonical, amounts, contract.BooksOf(document.Target), contract.KitOf), detail)
                {
                    At = RefundedAt(order, detail.About),
                }
                : null,
            DocumentKind.PostReturn =>
                new DocumentIntent.PostReturn(document.Key, order.Id, remote, Booked(order, document, contract), detail),
            DocumentKind.AmendSale => new DocumentIntent.AmendSale(
                document.Key, Charged(order, document, contract), remote, FormOf(order, document, contract)),
            _ => throw new UnreachableException($"No intent for {document.Kind}."),
        };
    }

    private static DateTimeOffset? RefundedAt(OrderRecord order, string? refund)
    {
        var seen = order.Returns?.Seen ?? [];
        var place = seen.FindIndex(one => one.Refund == refund);
        return place < 0 ? null : seen[place].At;
    }

    /// <summary>The order in the receiver's words.</summary>
    private static CanonicalOrder Charged(OrderRecord order, OrderDocument document, OwnershipContract contract) =>
        OrderNormalising.For(order.Canonical, contract.Connection(document.Target));

    private static Items<LineQuantity> Booked(OrderRecord order, OrderDocument document, OwnershipContract contract) =>
        BookedLines.Of(order.Canonical, document.Lines, contract.BooksOf(document.Target), contract.KitOf);

    private static SalesForm FormOf(OrderRecord order, OrderDocument document, OwnershipContract contract) =>
        SalesForms.OfOrder(order.Canonical, contract.BooksOf(document.Target), contract.KitOf);

    private static PickLine Noted(
        PickLine pick, OrderRecord order, OwnershipContract contract, ConnectionName subscriber) =>
        contract.Connection(subscriber) is { } receiver
            ? pick with
            {
                Notes = PickNotes.Notes(order.Canonical, pick.Line, receiver),
                Fields = PickNotes.Fields(order.Canonical, pick.Line, receiver),
            }
            : pick;

    private static Items<PickLine> PicksToCreate(OrderRecord order, ConnectionName target, OwnershipContract contract)
    {
        // What was given up before it was sent is created whole all the same, so that its cancellation finds an order.
        // The same holds for a part: the document that takes it back follows.
        var open = PicksFor(order, target, contract, pick => pick.Open);
        return open.IsEmpty
            ? PicksFor(order, target, contract, pick => pick.Quantity)
            : WithReduced(open, order, target, contract);
    }

    private static Items<PickLine> WithReduced(
        Items<PickLine> picks, OrderRecord order, ConnectionName target, OwnershipContract contract)
    {
        foreach (var document in order.Documents)
        {
            if (document.Kind != DocumentKind.ReduceOrder || document.Target != target)
            {
                continue;
            }

            foreach (var reduced in PicksOf(order, document, contract))
            {
                var place = picks.FindIndex(pick => pick.Line == reduced.Line && pick.Sku == reduced.Sku);
                picks = place < 0
                    ? picks.Add(reduced)
                    : picks.SetItem(place, picks[place] with { Quantity = picks[place].Quantity + reduced.Quantity });
            }
        }

        return picks;
    }

    private static Items<PickLine> PicksFor(
        OrderRecord order, ConnectionName subscriber, OwnershipContract contract, Func<Pick, Quantity> unitsOf)
    {
        var picks = new List<PickLine>();
        foreach (var line in order.Lines)
        {
            foreach (var pick in line.Picks)
            {
                var location = contract.Location(pick.Location);
                var alias = location?.Codes.FirstOrDefault(known => known.Connection == subscriber);
                if (location?.Owner == subscriber && alias is not null && unitsOf(pick) > Quantity.Zero)
                {
                    picks.Add(Noted(
                        new PickLine(line.Line, pick.Sku, unitsOf(pick), alias.Code), order, contract, subscriber));
                }
            }
        }

        return picks.ToItems();
    }

    /// <summary>A document's own lines as the target picks them: a kit's by its components, or the one component that is named, at the document's
    /// location or where each is picked.</summary>
    private static Items<PickLine> PicksOf(OrderRecord order, OrderDocument document, OwnershipContract contract)
    {
        var picks = new List<PickLine>();
        foreach (var units in document.Lines)
        {
            var place = order.Lines.FindIndex(line => line.Line == units.Line);
            var isPart = place >= 0 && order.Lines[place].Sku != units.Sku && order.Lines[place].Picks.Any(pick => pick.Sku == units.Sku);
            var parts = place < 0 ? [] : order.Lines[place].Picks.Where(pick => !isPart || pick.Sku == units.Sku)
                .DistinctBy(pick => isPart ? (pick.Sku, Quantity.Zero) : pick.Part).ToItems();
            foreach (var pick in parts)
            {
                var at = document.Location ?? pick.Location;
                var alias = contract.Location(at)?.Codes.FirstOrDefault(known => known.Connection == document.Target);
                picks.Add(new PickLine(
                    units.Line ?? "", pick.Sku, isPart ? units.Quantity : pick.PerUnit * units.Quantity, alias?.Code ?? at.Text));
            }
        }

        return picks.ToItems();
    }

    /// <summary>The source that a document's goods left, in its storefront's code; null when there is none.</summary>
    internal static RemoteCode? SourceOf(OrderDocument document, OwnershipContract contract)
    {
        var alias = document.Location is { } location
            ? contract.Location(location)?.Codes.FirstOrDefault(known => known.Connection == document.Target)
            : null;
        return alias is null ? null : RemoteCode.Parse(alias.Code);
    }
}
