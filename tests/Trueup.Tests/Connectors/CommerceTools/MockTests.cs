using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.CommerceTools;

/// <summary>The full cycle of stock and orders against somebody else's idea of the platform.</summary>
public sealed class MockTests
{
    [MockFact]
    public async Task Stock_is_created_set_conflicted_and_read()
    {
        await using var mock = await MockServer.StartAsync();
        await mock.FurnishAsync();

        Assert.IsType<Receipt.Applied>(await SetAsync(mock, "CAP \"XL\"", "leeds", 10));
        Assert.IsType<Receipt.Applied>(await SetAsync(mock, "CAP \"XL\"", "-", 4));
        Assert.IsType<Receipt.Applied>(await SetAsync(mock, "CAP \"XL\"", "leeds", 8, believed: 10));

        // Another client takes one between the hub's reading and its writing.
        mock.Before = async request =>
        {
            if (request.Method == "POST" && request.Target.Contains("/inventory/", StringComparison.Ordinal))
            {
                mock.Before = null;
                var id = request.Target[(request.Target.LastIndexOf('/') + 1)..];
                var version = (await mock.GetAsync($"inventory/{id}")).GetProperty("version").GetInt64();
                await mock.PostAsync($"inventory/{id}", $$"""{"version":{{version}},"actions":[{"action":"removeQuantity","quantity":1}]}""");
            }
        };
        Assert.IsType<Receipt.Applied>(await SetAsync(mock, "CAP \"XL\"", "leeds", 20, believed: 8));

        var rows = Assert.IsType<ObserveOutcome.Page>(await mock.As<IStockObserver>().ObserveAsync(
            mock, new ObserveAsk([Sku.Parse("CAP \"XL\"")]), CancellationToken.None)).Rows;
        Assert.Equal(
            [("-", 4m), ("leeds", 19m)],
            rows.Select(row => (row.Location, row.Quantity.Value)).OrderBy(row => row.Location, StringComparer.Ordinal));
    }

    [MockFact]
    public async Task An_unsupported_delta_is_a_refusal_and_an_unknown_channel_too()
    {
        await using var mock = await MockServer.StartAsync();
        await mock.FurnishAsync();
        await SetAsync(mock, "CAP", "leeds", 10);
        var deltas = Assert.IsType<ConnectionOpening.Ready>(Project.Opening(("messages.enabled", "false"))).Connection;

        var receipts = await ((ILevelWriter)deltas).SetAsync(mock, [Project.Level("CAP", "leeds", 12, 10)], CancellationToken.None);

        Assert.Contains("addQuantity", Assert.IsType<Receipt.Refused>(Assert.Single(receipts)).Detail, StringComparison.Ordinal);
        Assert.IsType<Receipt.Refused>(await SetAsync(mock, "CAP", "mars", 1));
    }

    [MockFact]
    public async Task An_order_is_read_marked_shipped_once_and_cancelled()
    {
        await using var mock = await MockServer.StartAsync();
        await mock.FurnishAsync();
        await mock.ImportAsync("WEB/1");
        await mock.ImportAsync("WEB/2");

        var orders = await PollAsync(mock, "orders", "");
        Assert.Equal(["WEB/1", "WEB/2"], orders.Facts.Select(seen => seen.Order.Number).Order(StringComparer.Ordinal));
        var shipped = orders.Facts.Single(seen => seen.Order.Number == "WEB/1");
        Assert.Equal((19.99m, 3m), (shipped.Order.Lines[0].UnitPrice, shipped.Order.Lines[0].Quantity.Value));
        var intent = new DocumentIntent.PostShipment(
            "k1", shipped.Order.Id, shipped.Progress.RemoteId, RemoteCode.Parse("leeds"),
            [new LineQuantity(shipped.Order.Lines[0].Line, Sku.Parse("CAP"), 3)], [new Tracking("TRK-1", "DHL")]);

        Assert.IsType<Receipt.Deferred>(await mock.As<IDocumentWriter>().FindAsync(mock, intent, CancellationToken.None));
        var made = Assert.IsType<Receipt.Applied>(await mock.As<IDocumentWriter>().SendAsync(mock, intent, CancellationToken.None));
        Assert.Equal(made, await mock.As<IDocumentWriter>().SendAsync(mock, intent, CancellationToken.None));
        var cancelled = orders.Facts.Single(seen => seen.Order.Number == "WEB/2");
        Assert.IsType<Receipt.Applied>(await mock.As<IDocumentWriter>().SendAsync(
            mock, new DocumentIntent.CancelInStorefront("k2", cancelled.Order.Id, cancelled.Progress.RemoteId), CancellationToken.None));

        var after = await PollAsync(mock, "orders", orders.Cursor);
        Assert.Equal<Quantity>(3, after.Facts.Last(seen => seen.Order.Number == "WEB/1").Progress.Lines[0].Shipped);
        Assert.Equal(OrderPhase.Cancelled, after.Facts.Last(seen => seen.Order.Number == "WEB/2").Progress.Phase);
    }

    [MockFact]
    public async Task The_export_queue_empties_when_what_was_read_is_durable()
    {
        await using var mock = await MockServer.StartAsync();
        await mock.FurnishAsync();
        await mock.ImportAsync("WEB-1");
        var poller = mock.As<IPoller>();

        var first = Assert.IsType<PollOutcome.Page>(await poller.PollAsync(mock, "export", "", Now, CancellationToken.None));
        var second = Assert.IsType<PollOutcome.Page>(await poller.PollAsync(mock, "export", first.Cursor, Now, CancellationToken.None));

        Assert.Single(first.Messages);
        Assert.Empty(second.Messages);
    }

    [MockFact]
    public async Task A_return_is_announced_recorded_and_its_money_given_back_as_far_as_the_mock_knows()
    {
        await using var mock = await MockServer.StartAsync();
        await mock.FurnishAsync();
        await mock.ImportAsync("WEB/1");
        var payment = await mock.PostAsync("payments", """
            {"amountPlanned":{"currencyCode":"EUR","centAmount":6487},
             "transactions":[{"type":"Charge","state":"Success","amount":{"currencyCode":"EUR","centAmount":6487}}]}
            """);
        var first = Assert.Single((await PollAsync(mock, "orders", "")).Facts);
        var order = await mock.GetAsync($"orders/{first.Progress.RemoteId}");
        await mock.PostAsync($"orders/{first.Progress.RemoteId}", $$$"""
            {"version":{{{order.GetProperty("version")}}},"actions":[{"action":"addPayment","payment":{"typeId":"payment","id":"{{{payment.GetProperty("id")}}}"}}]}
            """);
        var refunding = (IDocumentWriter)Assert.IsType<ConnectionOpening.Ready>(Project.Opening(
            ("project", "demo"), ("messages.enabled", "false"), ("payments.refund", "true"))).Connection;
        var (id, remote, line) = (first.Order.Id, first.Progress.RemoteId, first.Order.Lines[0].Line);

        Assert.IsType<Receipt.Applied>(await refunding.SendAsync(mock, new DocumentIntent.PostShipment(
            "s", id, remote, RemoteCode.Parse("leeds"), [new LineQuantity(line, Sku.Parse("CAP"), 3)], [new Tracking("T-1")]), CancellationToken.None));
        Assert.IsType<Receipt.Applied>(await refunding.SendAsync(mock, new DocumentIntent.AnnounceReturn(
            "a", id, remote, [new PickLine(line, Sku.Parse("CAP"), 1, "leeds")], new DocumentDetail { Rma = "RMA-1" }), CancellationToken.None));
        var states = await refunding.SendAsync(mock, new DocumentIntent.RefundInStorefront(
            "r", id, remote, [new LineQuantity(line, Sku.Parse("CAP"), 1)],
            new DocumentDetail { Amounts = new RefundAmounts(0m, 0m, 0m, 19.99m) }), CancellationToken.None);

        // The mock knows no states of returns (commercetools-mock.md §3): the money is given back, and the rest refused.
        Assert.Contains("Invalid action", Assert.IsType<Receipt.Refused>(states).Detail, StringComparison.Ordinal);
        var steps = (await mock.GetAsync($"payments/{payment.GetProperty("id")}")).GetProperty("transactions").EnumerateArray().ToList();
        Assert.Equal(("Refund", 1_999, "r"), (
            steps[^1].GetProperty("type").GetString(), steps[^1].GetProperty("amount").GetProperty("centAmount").GetInt32(),
            steps[^1].GetProperty("interactionId").GetString()));
        Assert.Equal(2, (await mock.GetAsync($"orders/{remote}")).GetProperty("returnInfo").GetArrayLength());
        Assert.Equal("captured", (await PollAsync(mock, "orders", "")).Facts[^1].Order.Payment!.State);
    }

    [MockFact]
    public async Task What_is_published_a_bundle_among_it_and_the_channels_are_read()
    {
        await using var mock = await MockServer.StartAsync();
        await mock.FurnishAsync();
        await mock.PostAsync("product-types", """
            {"key":"sets","name":"Sets","description":"x","attributes":[{"name":"products","label":{"en":"Parts"},"isRequired":false,
             "isSearchable":false,"attributeConstraint":"None","inputHint":"SingleLine","type":{"name":"set","elementType":{"name":"text"}}}]}
            """);
        await mock.PostAsync("products", """
            {"key":"set","name":{"en":"Set"},"slug":{"en":"set"},"productType":{"typeId":"product-type","key":"sets"},"publish":true,
             "masterVariant":{"sku":"SET","attributes":[{"name":"products","value":["CAP","MAT"]}]}}
            """);
        var bundles = Assert.IsType<ConnectionOpening.Ready>(Project.Opening(
            ("messages.enabled", "false"), ("bundles.attribute", "products"))).Connection;

        var read = await FactsAsync(bundles, mock, "products");
        Assert.Equal(["CAP", "SET"], read.OfType<Fact.ProductObserved>().Select(seen => seen.Sku.Text).Order(StringComparer.Ordinal));
        Assert.Equal(
            [("CAP", 0), ("SET", 2)],
            read.OfType<Fact.KitShown>().Select(kit => (kit.Sku.Text, kit.Parts.Count)).OrderBy(kit => kit.Text, StringComparer.Ordinal));
        var wiring = Assert.IsType<Fact.WiringObserved>(Assert.Single(await FactsAsync(bundles, mock, "wiring")));
        Assert.Equal(["-", "erp", "leeds"], wiring.Sources);
        Assert.Equal(["-", "leeds"], wiring.Linked);
    }

    private static async Task<List<Fact>> FactsAsync(IConnection connection, MockServer mock, string poll)
    {
        var page = Assert.IsType<PollOutcome.Page>(
            await ((IPoller)connection).PollAsync(mock, poll, "", Now, CancellationToken.None));
        return page.Messages.SelectMany(message => ((IMessageReader)connection).Read(
            new Entry(EntryKind.Seen, Project.Name.Text, "k", message.Form, Now, message.Body))).ToList();
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static async Task<Receipt> SetAsync(MockServer mock, string sku, string channel, int quantity, int? believed = null) =>
        Assert.Single(await mock.As<ILevelWriter>().SetAsync(
            mock, [Project.Level(sku, channel, quantity, believed)], CancellationToken.None));

    private static async Task<(List<Fact.OrderObserved> Facts, string Cursor)> PollAsync(MockServer mock, string poll, string cursor)
    {
        var page = Assert.IsType<PollOutcome.Page>(await mock.As<IPoller>().PollAsync(mock, poll, cursor, Now, CancellationToken.None));
        var facts = page.Messages.SelectMany(message => mock.As<IMessageReader>().Read(
            new Entry(EntryKind.Seen, Project.Name.Text, "k", message.Form, Now, message.Body)));
        return (facts.OfType<Fact.OrderObserved>().ToList(), page.Cursor);
    }
}
