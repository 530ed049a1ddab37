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

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static async Task<Receipt> SetAsync(MockServer mock, string sku, string channel, int quantity, int? believed = null) =>
        Assert.Single(await mock.As<ILevelWriter>().SetAsync(
            mock, [Project.Level(sku, channel, quantity, believed)], CancellationToken.None));

    private static async Task<(List<Fact.OrderObserved> Facts, string Cursor)> PollAsync(MockServer mock, string poll, string cursor)
    {
        var page = Assert.IsType<PollOutcome.Page>(await mock.As<IPoller>().PollAsync(mock, poll, cursor, Now, CancellationToken.None));
        var facts = page.Messages.Select(message => Assert.Single(mock.As<IMessageReader>().Read(
            new Entry(EntryKind.Seen, Project.Name.Text, "k", message.Form, Now, message.Body)))).ToList();
        return (facts.ConvertAll(fact => Assert.IsType<Fact.OrderObserved>(fact)), page.Cursor);
    }
}
