using System.Security.Cryptography;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Connectors.AdobeCommerce.Reading;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Polling;

/// <summary>Polls a shop, which pushes nothing about stock and nothing at all in the Open Source edition.</summary>
internal sealed class Poller(AdobeApi api, Wiring wiring)
{
    private readonly StoreFilter _stores = new(api);
    private readonly RecentOrders _orders = new(new OrderMessages(api));

    /// <summary>What is polled.</summary>
    public Items<PollPlan> Plans { get; } =
    [
        new PollPlan(PollNames.Wiring, TimeSpan.FromMinutes(10)) { Purpose = PollPurpose.Wiring },
        new PollPlan(PollNames.Orders, api.Options.OrdersPoll) { Purpose = PollPurpose.Orders },
        new PollPlan(PollNames.Shipments, api.Options.OrdersPoll),
        new PollPlan(PollNames.CreditMemos, api.Options.OrdersPoll),
        new PollPlan(PollNames.Invoices, api.Options.OrdersPoll) { Purpose = PollPurpose.Orders },
        new PollPlan(PollNames.OrderItems, api.Options.OrdersPoll) { Purpose = PollPurpose.Orders },
        new PollPlan(PollNames.Returns, TimeSpan.FromMinutes(5)),
        new PollPlan(PollNames.Products, TimeSpan.FromMinutes(5)) { Purpose = PollPurpose.Products },
    ];

    /// <summary>Reads one page.</summary>
    /// <exception cref="ArgumentException">There is no such poll.</exception>
    public ValueTask<PollOutcome> PollAsync(IWire wire, PollTurn turn, CancellationToken cancellationToken) =>
        turn.Poll switch
        {
            PollNames.Wiring => PollWiringAsync(wire, turn, cancellationToken),
            PollNames.Orders => PollListAsync(wire, PolledList.Orders, turn, cancellationToken),
            PollNames.OrderItems => PollListAsync(wire, PolledList.OrderItems, turn, cancellationToken),
            PollNames.Shipments => PollListAsync(wire, PolledList.Shipments, turn, cancellationToken),
            PollNames.Invoices => PollListAsync(wire, PolledList.Invoices, turn, cancellationToken),
            PollNames.CreditMemos => PollListAsync(wire, PolledList.CreditMemos, turn, cancellationToken),
            PollNames.Returns => PollListAsync(wire, PolledList.Returns, turn, cancellationToken),
            PollNames.Products => PollListAsync(wire, PolledList.Products, turn, cancellationToken),
            _ => throw new ArgumentException($"There is no poll '{turn.Poll}'.", nameof(turn)),
        };

    private async ValueTask<PollOutcome> PollListAsync(
        IWire wire, PolledList list, PollTurn turn, CancellationToken cancellationToken)
    {
        if (turn.Cursor.Length == 0 && list.BeginsNow)
        {
            // Noted before the first call: what is made while calls fail is read once they succeed.
            return new PollOutcome.Page([], PollCursor.Following(ShopTime.Write(turn.Now - api.Options.Overlap)).ToString(), More: true);
        }

        var rest = Start(list, turn);
        if (rest.IsAbsentAt(turn.Now))
        {
            return new PollOutcome.Page([], turn.Cursor, More: false);
        }

        var cursor = rest.Begin(list.Reach ?? api.Options.Overlap, isBelowFloor: list.Reach is not null);
        var (denied, stores) = list.ByStore ? await _stores.StoresAsync(wire, cancellationToken) : (null, null);
        if (denied is not null)
        {
            return Failed(denied);
        }

        var (answer, size) = await api.GetPageAsync(
            wire,
            asked => Search(list, cursor, list.AsksByStore ? stores : null).Page(asked, cursor.Page),
            list.PageSize,
            cancellationToken);
        if (answer.Kind == AnswerKind.NoRoute && list.IsOfOneEdition)
        {
            return new PollOutcome.Page([], cursor.Absent(turn.Now).ToString(), More: false);
        }

        if (answer.Kind != AnswerKind.Done)
        {
            return Failed(answer);
        }

        if (RecordPage.Read(answer.Body, list.NameField, list.StampField) is not { } page)
        {
            return new PollOutcome.Failed(new Receipt.Deferred($"The list of {list.Name} is not a list."));
        }

        var read = ((long)(cursor.Page - 1) * (page.PageSize ?? size)) + page.Records.Count;
        var more = page.Records.Count > 0 && read < page.Total;
        var after = cursor.After(page.Records.Count > 0 ? page.Records[^1].Stamp : "", more);
        var kept = stores is null ? page.Records : page.Records.Where(record => IsOurs(record, stores)).ToList();
        var (failure, messages) = await MessagesAsync(wire, list, kept, cursor, cancellationToken);
        return failure is not null ? Failed(failure) : new PollOutcome.Page(messages, after.ToString(), more);
    }

    private async ValueTask<(AdobeAnswer? Failure, Items<RawMessage> Messages)> MessagesAsync(
        IWire wire, PolledList list, List<PolledRecord> records, PollCursor cursor, CancellationToken cancellationToken)
    {
        switch (list.Name)
        {
            case PollNames.Orders:
                return await _orders.OfAsync(wire, records, cancellationToken);
            case PollNames.OrderItems or PollNames.Invoices:
                var ids = records.Select(record => record.Id).Distinct(StringComparer.Ordinal).ToItems();
                return await _orders.ReadAsync(wire, ids, cancellationToken);
            case PollNames.Returns:
                // An order may have been over before the hub began: a return that is new brings it along. One that is as old as the order
                // does not: at the first start that would be every return of two months, of orders that nobody here was told of.
                var since = ShopTime.Read(cursor.Peak) is { } peak ? ShopTime.Write(peak - api.Options.Overlap) : "";
                since = string.CompareOrdinal(since, cursor.Floor) < 0 ? cursor.Floor : since;
                var orders = records.Where(record => string.CompareOrdinal(record.Stamp, since) >= 0)
                    .Select(record => TextOf(record.Raw, "order_id")).OfType<string>().Distinct(StringComparer.Ordinal).ToItems();
                var (failure, read) = await _orders.ReadAsync(wire, orders, cancellationToken);
                return (failure, read.AddRange(MessagesOf(list, records, cursor.Floor)));
            default:
                return (null, MessagesOf(list, records));
        }
    }

    private static Items<RawMessage> MessagesOf(PolledList list, List<PolledRecord> records, string floor = "")
    {
        var form = list.Name switch
        {
            PollNames.Shipments => MessageForms.Shipment,
            PollNames.CreditMemos => MessageForms.CreditMemo,
            PollNames.Returns => MessageForms.Return,
            _ => MessageForms.Product,
        };
        return records.Select(record => new RawMessage(
            RecordKey.Of(list.Name, record.Id, record.Raw.Span),
            list.Reach is not null && string.CompareOrdinal(record.Stamp, floor) < 0 ? MessageForms.EarlierReturn : form,
            record.Raw)).ToItems();
    }

    private static string? TextOf(ReadOnlyMemory<byte> record, string field)
    {
        using var json = JsonText.Parse(record);
        return json.RootElement.TryGetProperty(field, out var value) && value.ToString() is { Length: > 0 } text ? text : null;
    }

    /// <summary>
    /// The wiring has no time of change, so the cursor keeps what was seen last; the time in the key lets a wiring that
    /// returns to an earlier form be heard again.
    /// </summary>
    private async ValueTask<PollOutcome> PollWiringAsync(IWire wire, PollTurn turn, CancellationToken cancellationToken)
    {
        _stores.Forget();
        var sources = await wiring.SourcesAsync(wire, cancellationToken);
        var links = sources.Failure is null ? await wiring.LinksAsync(wire, cancellationToken) : sources;
        if (links.Failure is not null)
        {
            return Failed(links.Failure);
        }

        var enabled = sources.Sources.Where(source => source.Enabled).Select(source => source.Code)
            .ToHashSet(StringComparer.Ordinal);
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new WiringJson
            {
                Sources = sources.Sources.Select(source => source.Code).ToList(),
                Linked = links.Sources.Select(source => source.Code).Where(enabled.Contains).ToList(),
            },
            AdobeJson.Default.WiringJson);
        var hash = HashOf(body);
        return new PollOutcome.Page(
            hash == turn.Cursor
                ? []
                : [new RawMessage($"{PollNames.Wiring}/{ShopTime.Write(turn.Now)}/{hash}", MessageForms.Wiring, body)],
            hash,
            More: false);
    }

    /// <summary>
    /// Where the very first reading begins. Orders begin with those that are open, because what is finished holds no
    /// stock; products at the beginning.
    /// </summary>
    private static PollCursor Start(PolledList list, PollTurn turn) => turn.Cursor.Length > 0
        ? PollCursor.Parse(turn.Cursor)
        : list.Name == PollNames.Orders ? PollCursor.FirstOpen(turn.Now) : PollCursor.Following("");

    private static AdobeSearch Search(PolledList list, PollCursor cursor, string? stores)
    {
        var search = new AdobeSearch(list.Resource);
        if (cursor.Phase == PollPhase.Open)
        {
            search = search.Where("state", "in", "new,pending_payment,payment_review,processing,holded");
        }

        if (cursor.From.Length > 0)
        {
            search = search.Where(list.StampField, "gteq", cursor.From);
        }

        if (stores is not null)
        {
            search = search.Where("store_id", "in", stores);
        }

        search = search.OrderBy(list.StampField).OrderBy(list.IdField);
        return list.Fields is null ? search : search.Fields(list.Fields);
    }

    /// <summary>
    /// Documents saved past the workflow may lack a store (observed §1.11), and move stock all the same.
    /// </summary>
    private static bool IsOurs(PolledRecord record, string stores) =>
        record.Store.Length == 0 || stores.Split(',').Contains(record.Store, StringComparer.Ordinal);

    private static string HashOf(ReadOnlySpan<byte> bytes) =>
        Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12));

    private static PollOutcome.Failed Failed(AdobeAnswer answer) => new(answer.AsReadReceipt(CaseCodes.ConnectionDown));
}

/// <summary>One turn of a poll.</summary>
/// <param name="Poll">Name of the poll.</param>
/// <param name="Cursor">Where it stands; empty at the very beginning.</param>
/// <param name="Now">The present time.</param>
internal sealed record PollTurn(string Poll, string Cursor, DateTimeOffset Now);
