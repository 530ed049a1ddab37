using System.Diagnostics;
using Trueup.Core.Access;
using Trueup.Core.Cases;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Tills;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Views;

/// <summary>One thing that a message changed, in words.</summary>
/// <param name="What">What kind of thing: <c>stock</c>, <c>order</c>, <c>case</c>, <c>waiting</c>, <c>poll</c>,
/// <c>wiring</c>, <c>access</c> or <c>parity</c>.</param>
/// <param name="Subject">Which one: the SKU, the order, the case.</param>
/// <param name="Detail">What became of it.</param>
public sealed record ChangeView(string What, string Subject, string Detail)
{
    /// <summary>Whether it is what the hub does because of the message, rather than what the message says.</summary>
    public bool IsEffect { get; init; }

    /// <summary>Puts a change into words.</summary>
    /// <param name="change">The change.</param>
    /// <param name="asked">What a person asked for, where that made the change; null where a message or the hub did.</param>
    public static ChangeView Of(Change change, Request? asked = null) => InWords(change, asked) with
    {
        IsEffect = change is Change.CaseChanged or Change.Parked or Change.Unparked
            or Change.StockChanged { Event: StockEvent.SlotDesired or StockEvent.SlotBlocked }
            or Change.OrderChanged { Event: OrderEvent.DocumentAsked or OrderEvent.DocumentReopened or OrderEvent.Released },
    };

    private static ChangeView InWords(Change change, Request? asked) => change switch
    {
        Change.OrderChanged { Event: OrderEvent.Amended } order when asked is not null => new("order", order.Order.Text, asked.Do switch
        {
            Request.EditOrder or Request.CorrectMessage => $"changed as {asked.By} corrected it",
            _ => "read with the words that are mapped today",
        }),
        Change.StockChanged stock => new("stock", stock.Sku.Text, WordsFor(stock.Event)),
        Change.OrderChanged order => new("order", order.Order.Text, WordsFor(order.Event)),
        Change.CaseChanged { Event: CaseEvent.Found found } =>
            new("case", found.Finding.CaseKey, $"met: {found.Finding.Detail}"),
        Change.CaseChanged { Event: CaseEvent.Closed closed } =>
            new("case", closed.Key, $"{CaseView.WordOf(closed.State)} by {closed.By}: {closed.Why}"),
        Change.CaseChanged { Event: CaseEvent.Assigned assigned } =>
            new("case", assigned.Key, $"assigned to {assigned.Assignee} by {assigned.By}"),
        Change.CaseChanged { Event: CaseEvent.Commented commented } =>
            new("case", commented.Key, $"{commented.By}: {commented.Text}"),
        Change.CaseChanged { Event: CaseEvent.Snoozed snoozed } =>
            new("case", snoozed.Key, snoozed.Until is { } until ? $"put off until {until:O} by {snoozed.By}" : "not put off any more"),
        Change.CaseChanged { Event: CaseEvent.Waits waits } =>
            new("case", waits.Key, waits.For is { } what ? $"waits for {what}" : "waits no more"),
        Change.CaseChanged { Event: CaseEvent.Tagged tagged } =>
            new("case", tagged.Key, $"tags: {string.Join(", ", tagged.Tags)}"),
        Change.CaseChanged { Event: CaseEvent.Reopened reopened } =>
            new("case", reopened.Key, $"opened again by {reopened.By}: {reopened.Why}"),
        Change.Parked parked => new("waiting", parked.Key, $"message {parked.Message} waits"),
        Change.Unparked unparked => new("waiting", unparked.Key, "what waited goes on"),
        Change.CursorMoved moved => new("poll", $"{moved.Connection}/{moved.Poll}", "has come this far"),
        Change.WiringLearned wiring => new(
            "wiring", wiring.Connection.Text,
            $"{wiring.Sources.Count} sources, {wiring.Linked.Count} of them sold from"),
        Change.KitShown shown => new(
            "kit", shown.Sku.Text, shown.Parts.IsEmpty
                ? $"is itself, says {shown.Connection}"
                : $"{string.Join(" + ", shown.Parts.Select(part => $"{part.Quantity} of {part.Sku}"))}, says {shown.Connection}"),
        Change.ContractAmended { Amendment: var amendment } => new(
            "contract", $"{amendment.Connection}/{amendment.Word}", amendment.Meaning is { } meaning
                ? $"means {meaning}, says {amendment.By}"
                : $"means nothing any more, says {amendment.By}"),
        Change.ConnectionPaused paused => new(
            "connection", paused.Connection.Text, paused.By is { } by ? $"paused by {by}" : "goes on"),
        Change.CasesForgotten gone => new("case", "ended", $"{gone.Keys.Count} forgotten"),
        Change.AccessChanged { Event: AccessEvent.UserSet set } => new(
            "access", set.User.Name, $"may sign in as {string.Join(", ", set.User.Roles)}".ToLowerInvariant()),
        Change.AccessChanged { Event: AccessEvent.UserRemoved removed } => new("access", removed.Name, "is no user any more"),
        Change.AccessChanged { Event: AccessEvent.KeySet set } => new(
            "access", set.Key.Name, set.Key.RevokedAt is null ? "has a token" : "has its token no more"),
        Change.AccessChanged { Event: AccessEvent.SessionEnded } => new("access", "session", "ended"),
        Change.StoreDayChanged day => new("day", day.Day.ToString(), WordsFor(day.Event)),
        Change.RunEnded ended => new("parity", ended.Run.Id, $"{ended.Run.InStep} of {ended.Run.Compared} in step"),
        _ => throw new UnreachableException($"No words for {change?.GetType().Name}."),
    };

    private static string WordsFor(StoreDayEvent change) => change switch
    {
        StoreDayEvent.Booked { Sale: var sale } => sale.IsCounted
            ? $"transaction {sale.Key} is in its books"
            : $"transaction {sale.Key} is known, and its money does not count",
        StoreDayEvent.Corrected corrected => $"transaction {corrected.Sale.Key} came again, corrected",
        StoreDayEvent.Shifted shifted => shifted.Figures.Transactions > 0
            ? $"{shifted.Figures.Transactions} of its transactions belong to a day that was closed before"
            : $"{-shifted.Figures.Transactions} of its transactions are counted in a later day",
        StoreDayEvent.Voided voided => $"transaction {voided.Sale} was undone by {voided.By}",
        StoreDayEvent.Returned returned => $"{returned.Quantity} of line {returned.Line} of {returned.Sale} came back",
        StoreDayEvent.Awaited awaited => $"transaction {awaited.Undone.By} undoes {awaited.Sale}, which has not come yet",
        StoreDayEvent.Matched matched => $"goods of transaction {matched.Sale.Key} are known by now",
        StoreDayEvent.Reported => "its tills report it",
        StoreDayEvent.Judged judged => judged.State switch
        {
            StoreDayState.Agreed => "its books agree with its tills and are closed",
            StoreDayState.Differs => "its books differ from its tills",
            _ => "its books are open",
        },
        StoreDayEvent.PostingAsked asked => $"{asked.Target} is to book it",
        StoreDayEvent.PostingMade made => $"{made.Target} has booked it{(made.RemoteId is { } id ? $" as {id}" : "")}",
        StoreDayEvent.PostingRefused refused => $"{refused.Target} did not book it: {refused.Detail}",
        StoreDayEvent.PostingReopened reopened => $"{reopened.Target} is to book it after all",
        _ => throw new UnreachableException($"No words for {change?.GetType().Name}."),
    };

    private static string WordsFor(StockEvent change) => change switch
    {
        StockEvent.LevelSet set => $"{set.Quantity} {StockLocationView.WordOf(set.State)} at {set.Location}",
        StockEvent.SlotDesired desired => $"{desired.Connection} source {desired.Source} is to hold {desired.Quantity}",
        StockEvent.SlotWritten written => written.Quantity is { } quantity
            ? $"{written.Connection} source {written.Source} holds {quantity}, by our own doing"
            : $"what {written.Connection} source {written.Source} holds is not known any more",
        StockEvent.SlotObserved seen => $"{seen.Connection} source {seen.Source} was seen to hold {seen.Quantity}",
        StockEvent.PaceSet pace => $"sells about {new Pace(pace.Weight, pace.At).PerWeek} a week",
        StockEvent.PriceSeen seen => $"was charged at {seen.Price}",
        StockEvent.OverrideSet set => $"{set.By} keeps {set.Connection} source {set.Source} at {set.Quantity} until {set.Until:u}",
        StockEvent.OverrideEnded ended => $"the hub writes {ended.Connection} source {ended.Source} again",
        StockEvent.SlotLowered lowered =>
            $"{lowered.Connection} source {lowered.Source} was lowered by {lowered.Quantity}, by the order itself",
        StockEvent.SlotBlocked blocked => blocked.Code is { } code
            ? $"{blocked.Connection} source {blocked.Source} takes no writes: {code}"
            : $"{blocked.Connection} source {blocked.Source} is tried again",
        StockEvent.DemandOpened opened =>
            $"{opened.Quantity} wanted at {opened.Location} by {opened.Order} line {opened.Line}",
        StockEvent.DemandMoved moved =>
            $"{moved.Quantity} of {moved.Order} line {moved.Line} moved from {moved.From} to {moved.To}",
        StockEvent.DemandDeparted departed =>
            $"{departed.Quantity} of {departed.Order} line {departed.Line} taken at {departed.Location}",
        StockEvent.DemandCovered covered =>
            $"{covered.Quantity} of {covered.Order} line {covered.Line} are off the figure of {covered.Location}",
        StockEvent.DemandWithdrawn withdrawn =>
            $"{withdrawn.Quantity} of {withdrawn.Order} line {withdrawn.Line} not wanted any more",
        StockEvent.HoldSet hold => $"{hold.Held} held back for {hold.Order} line {hold.Line} at {hold.Location}",
        StockEvent.GoodsArrived arrived =>
            $"{arrived.Quantity} {StockLocationView.WordOf(arrived.State)} came to {arrived.Location}: {arrived.Reference}",
        StockEvent.ListingSet listing => $"{listing.Connection} lists it as {listing.Type}",
        _ => throw new UnreachableException($"No words for {change.GetType().Name}."),
    };

    private static string WordsFor(OrderEvent change) => change switch
    {
        OrderEvent.Captured captured => $"captured from {captured.Order.Storefront} as {captured.Order.Number}",
        OrderEvent.Progressed progressed => $"is '{progressed.Progress.State}' in its storefront",
        OrderEvent.LineChanged line =>
            $"line {line.Line.Line}: {line.Line.Dispatched} of {line.Line.Ordered} left, {line.Line.Shipped} shipped in the storefront, " +
            $"{line.Line.Withdrawn} cancelled",
        OrderEvent.Sourced sourced =>
            $"line {sourced.Line}: {sourced.Units} from {sourced.Location}, {sourced.Because}",
        OrderEvent.Released => "released to the back office",
        OrderEvent.Counted counted when counted.Key.Split('/', 3) is ["dispatch", var by, var shipment] => $"shipment {shipment} is sent, says {by}",
        OrderEvent.Counted counted when counted.Key.Split('/', 2) is ["unnumbered", var entry] => $"entry {entry} of a return, without a number, is taken up",
        OrderEvent.Counted counted => $"{counted.Key} is accounted for",
        OrderEvent.DocumentAsked asked => $"{DocumentWord(asked.Document.Kind)} asked of {asked.Document.Target}",
        OrderEvent.DocumentMade made => $"{DocumentWords.Of(made.Key)} made{(made.RemoteId is { } id ? $" as {id}" : "")}",
        OrderEvent.DocumentRefused refused => $"{DocumentWords.Of(refused.Key)} refused: {refused.Words}",
        OrderEvent.DocumentReopened reopened => $"{DocumentWords.Of(reopened.Key)} is tried again",
        OrderEvent.DocumentReplanned { Lines.IsEmpty: true } replanned =>
            $"{DocumentWords.Of(replanned.Key)} is not needed any more",
        OrderEvent.DocumentReplanned replanned => $"{DocumentWords.Of(replanned.Key)} asks for what is left of it now",
        OrderEvent.DocumentDropped dropped => $"{DocumentWords.Of(dropped.Key)} is dropped: it was never made, and is not wanted any more",
        OrderEvent.Retaken => "shown by its storefront with other lines or amounts before it was handed over: taken anew",
        OrderEvent.Amended => "changed in its storefront",
        OrderEvent.Edited edited => $"{edited.Edit.Field} corrected by {edited.By}",
        OrderEvent.Approved approved => $"approved by {approved.By}",
        OrderEvent.Expired expired => $"was not paid within {expired.After} since {expired.Since:u}: it expires",
        OrderEvent.ExpiryWithdrawn => "was paid before it was cancelled for want of payment: it goes on",
        OrderEvent.StageEntered entered => $"is {entered.Stage.ToString().ToLowerInvariant()} now",
        OrderEvent.ParcelChanged parcel => AfterSaleWords.Of(parcel.Event),
        OrderEvent.ReturnChanged returned => AfterSaleWords.Of(returned.Event),
        OrderEvent.MilestoneReached milestone => $"{milestone.Status}, says {milestone.Reporter}",
        _ => throw new UnreachableException($"No words for {change.GetType().Name}."),
    };

    private static string DocumentWord(DocumentKind kind) => kind switch
    {
        DocumentKind.CreateOrder => "order",
        DocumentKind.CancelOrder => "cancellation",
        DocumentKind.PostShipment => "shipment",
        DocumentKind.CancelInStorefront => "cancellation in the storefront",
        DocumentKind.PostSale => "sales order",
        DocumentKind.CancelSale => "cancellation of the sales order",
        DocumentKind.PostCredit => "credit memo",
        DocumentKind.PostReturn => "return",
        DocumentKind.ReduceOrder => "cancellation of units",
        DocumentKind.AnnounceReturn => "announced return",
        DocumentKind.RefundInStorefront => "refund in the storefront",
        DocumentKind.PostTracking => "parcels in the storefront",
        DocumentKind.AmendReturn => "widened return",
        DocumentKind.AmendOrder => "changed order",
        DocumentKind.AmendSale => "changed sales order",
        _ => throw new UnreachableException($"No word for {kind}."),
    };
}
