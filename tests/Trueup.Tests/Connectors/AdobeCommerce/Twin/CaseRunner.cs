using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

/// <summary>Plays one case step by step and says what was not as it should be.</summary>
internal sealed class CaseRunner
{
    private readonly JsonElement _case;
    private readonly TwinClient _client;
    private readonly AdobeTwin _twin;
    private readonly List<JsonNode?> _results = [];
    private readonly List<TwinReply?> _replies = [];
    private readonly Dictionary<string, int> _orders = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];
    private int _lastOrder;
    private Outcome<TwinOrder>? _placed;

    public CaseRunner(JsonElement testCase)
    {
        _case = testCase;
        var start = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
        _twin = CaseWorld.Build(testCase.GetProperty("given"), start);
        _client = new TwinClient(_twin, start);
    }

    public IReadOnlyList<string> Play()
    {
        PlaceGivenOrders();
        var step = 0;
        foreach (var when in _case.List("when"))
        {
            Do(when);
            Check(step++, isLast: step == _case.GetProperty("when").GetArrayLength());
        }

        return _problems;
    }

    private void PlaceGivenOrders()
    {
        foreach (var order in _case.GetProperty("given").List("orders"))
        {
            if (order.TryGetProperty("state", out _))
            {
                _client.Put("V1/orders/create", CaseOrders.Raw(order));
                continue;
            }

            var website = order.Text("website") is { Length: > 0 } named ? named : "base";
            Place(website, order.List("items"));
            if (_placed is { IsDone: false } refused)
            {
                _problems.Add($"given order: {refused.Refusal.Message}");
            }
        }

        if (_case.GetProperty("given").TryGetProperty("reservations", out var rows) && rows.GetArrayLength() == 0)
        {
            CaseOrders.Unreserve(_twin);
        }
    }

    private void Do(JsonElement when)
    {
        _replies.Add(null);
        _results.Add(when.Text("op") is "rest" ? Reply(Rest(when)) : Result(when));
    }

    private JsonNode? Result(JsonElement when) => when.Text("op") switch
    {
        "note" or "reindex_inventory" => Quietly(_twin.Staff.Reindex),
        "run_consumer" or "run_consumers" => _twin.Staff.RunConsumers(),
        "run_cron" => _twin.Staff.CleanUpReservations(),
        "place_order" => Quietly(() => Place(when.Text("website"), when.List("items"))),
        "ship_order" => Reply(Send($"V1/order/{_lastOrder}/ship", ShipBody(when))),
        "invoice_order" => Reply(Send($"V1/order/{_lastOrder}/invoice", $$"""{"items":{{Items(when)}}}""")),
        "refund_order" or "save_creditmemo" => Reply(Send($"V1/order/{_lastOrder}/refund", RefundBody(when))),
        "cli_list_inconsistencies" => CaseOrders.Inconsistencies(_twin, _orders),
        // Services inside the shop, by what its interface offers of them.
        "register_products_sale" => Quietly(() => Place(when.Text("website"), when.List("items"))),
        "append_sales_event" => Quietly(() => Place(
            CaseOrders.WebsiteOf(_case, Stock(when)), [CaseOrders.Line(when.Text("sku"), -when.Number("quantity") ?? 0)])),
        "decrement_source_items" => Quietly(() => Decrement(when.List("items"))),
        "check_quote_item_qty" => Quote(when),
        "cancel_order" => Reply(Send($"V1/orders/{_lastOrder}/cancel", "{}")),
        "get_salable_qty" => Value(_client.Get($"V1/inventory/get-product-salable-quantity/{Sku(when)}/{Stock(when)}")),
        "is_salable" => Value(_client.Get($"V1/inventory/is-product-salable/{Sku(when)}/{Stock(when)}")),
        "is_salable_for_qty" => Value(_client.Get("V1/inventory/is-product-salable-for-requested-qty/"
            + $"{Sku(when)}/{Stock(when)}/{when.Number("qty")}"))!["salable"],
        "get_stock_index_row" => IndexRow(when),
        "get_reservation_sum" => JsonValue.Create(_twin.Books.ReservationSum(when.Text("sku"), Stock(when))),
        "count_reservations" => _twin.Books.Reservations.Count(r => when.Is("sku", r.Sku)),
        "get_available_qty" => JsonValue.Create(Available(when.Text("sku"), Stock(when))),
        "append_reservation" => Quietly(() => _twin.Setup.Reservation(
            when.Text("sku"), Stock(when), when.Number("quantity") ?? 0)),
        "save_source_items" =>
            Reply(Send("V1/inventory/source-items", $$"""{"sourceItems":{{when.GetProperty("items")}}}""")),
        "delete_source_items" => Reply(Send(
            "V1/inventory/source-items-delete", $$"""{"sourceItems":{{when.GetProperty("items")}}}""")),
        "save_stock_item_config" => Value(_client.Put(
            $"V1/products/{Sku(when)}/stockItems/1", $$"""{"stockItem":{{when.GetProperty("set")}}}""")),
        "save_legacy_stock_item" => Value(_client.Put($"V1/products/{Sku(when)}/stockItems/1", LegacyBody(when))),
        "save_stock" => Value(_client.Put($"V1/inventory/stocks/{Stock(when)}", StockBody(when))),
        "resolve_stock" => FlatStock(_client.Get($"V1/inventory/stock-resolver/website/{when.Text("code")}")),
        "get_stock" => FlatStock(_client.Get($"V1/inventory/stocks/{Stock(when)}")),
        "create_website" => Quietly(() => _twin.Setup.Website(when.Text("code"))),
        "add_to_cart" => AddToCart(when),
        "source_selection" => Value(Send("V1/inventory/source-selection-algorithm-result", SelectionBody(when))),
        "bulk_assign" => Value(Send(
            "V1/inventory/bulk-product-source-assign",
            $$"""{"skus":{{when.GetProperty("skus")}},"sourceCodes":{{when.GetProperty("source_codes")}}}""")),
        "bulk_transfer" => Value(Send("V1/inventory/bulk-product-source-transfer", TransferBody(when))),
        "set_all_children_status" => Quietly(() => SetAll(when.Flag("status") ?? true)),
        var other => throw new NotSupportedException($"No such step: {other}"),
    };

    private void Decrement(IEnumerable<JsonElement> items)
    {
        foreach (var item in items)
        {
            var stock = (int)_case.GetProperty("given").List("links").First(l => l.Is("source_code", item.Text("source_code")))
                .Number("stock_id")!;
            Place(CaseOrders.WebsiteOf(_case, stock), [item]);
            _twin.Staff.Ship(_lastOrder, item.Text("source_code"), _client.Now);
        }
    }

    private JsonObject Quote(JsonElement when)
    {
        Place("base", [when]);
        var item = _client.Get($"V1/orders/{_lastOrder}").Json?["items"]?[0];
        return new JsonObject
        {
            ["has_error"] = _placed is not { IsDone: true },
            ["message"] = _placed is { IsDone: false } refused ? refused.Refusal.Message : "",
            ["item_backorders"] = item?["qty_backordered"]?.DeepClone(),
        };
    }

    private TwinReply Rest(JsonElement when)
    {
        var path = when.Text("path").Replace("{orderId}", $"{_lastOrder}", StringComparison.Ordinal);
        var query = string.Join('&', when.Members("query")
            .Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value.ToString())}"));
        var body = when.TryGetProperty("body", out var given) ? given.GetRawText() : NotedBody(when.Text("body_note"));
        body = body?.Replace("\"{item}\"", $"{ItemOf(_lastOrder)}", StringComparison.Ordinal);
        var reply = _client.Send(when.Text("method"), query.Length > 0 ? $"{path}?{query}" : path, body);
        if (when.Text("path") is "/V1/orders")
        {
            _lastOrder = reply.Json!["entity_id"]!.GetValue<int>();
        }

        return reply;
    }

    /// <summary>Bodies that a case only describes.</summary>
    private static string? NotedBody(string note)
    {
        const string order = """{"entity":{"store_id":1,"items":[{"sku":"A","qty_ordered":3,"product_id":1}]}}""";
        if (note.StartsWith("imported order", StringComparison.Ordinal))
        {
            return order;
        }

        if (!note.StartsWith("valid source without ", StringComparison.Ordinal))
        {
            return null;
        }

        var source = JsonNode.Parse("""{"source_code":"s","name":"S","postcode":"1","country_id":"GB"}""")!.AsObject();
        source.Remove(note["valid source without ".Length..]);
        return new JsonObject { ["source"] = source }.ToJsonString();
    }

    private void Place(string website, IEnumerable<JsonElement> items)
    {
        _client.Tick();
        _placed = _twin.Shoppers.PlaceOrder(
            website,
            items.Select(i => new ShopperLine(
                i.Text("sku"),
                i.Number("qty") ?? 1,
                i.Text("child") is { Length: > 0 } child && !i.Text("sku").StartsWith('b') ? child : null))
                .ToItems(),
            _client.Now);
        if (_placed is { IsDone: true } done)
        {
            _lastOrder = done.Value!.EntityId;
            _orders[$"o{_orders.Count + 1}"] = _lastOrder;
        }
    }

    private string Items(JsonElement when) => when.Flag("partial") == true
        ? $$"""[{"order_item_id":{{ItemOf(_lastOrder)}},"qty":{{Text(when.Number("qty"))}}}]"""
        : "[" + string.Join(',', when.List("items").Select(i =>
        $$"""{"order_item_id":{{ItemOf(_lastOrder, i.Text("sku"))}},"qty":{{Text(i.Number("qty"))}}}""")) + "]";

    private string ShipBody(JsonElement when)
    {
        var body = new JsonObject { ["items"] = JsonNode.Parse(Items(when)) };
        if (when.Text("source_code") is { Length: > 0 } code)
        {
            body["arguments"] = new JsonObject { ["extension_attributes"] = new JsonObject { ["source_code"] = code } };
        }

        return body.ToJsonString();
    }

    private string RefundBody(JsonElement when)
    {
        var returned = when.Flag("return_to_stock") == true ? new JsonArray(ItemOf(_lastOrder)) : [];
        var extension = new JsonObject { ["return_to_stock_items"] = returned };
        return new JsonObject
        {
            ["items"] = JsonNode.Parse(Items(when)),
            ["arguments"] = new JsonObject { ["extension_attributes"] = extension },
        }.ToJsonString();
    }

    private static string LegacyBody(JsonElement when)
    {
        var item = new JsonObject();
        if (when.Number("qty") is { } quantity)
        {
            item["qty"] = quantity;
        }

        if (when.Flag("is_in_stock") is { } isInStock)
        {
            item["is_in_stock"] = isInStock;
        }

        return new JsonObject { ["stockItem"] = item }.ToJsonString();
    }

    private static string StockBody(JsonElement when)
    {
        var channels = JsonNode.Parse(when.GetProperty("sales_channels").GetRawText());
        var extension = new JsonObject { ["sales_channels"] = channels };
        return new JsonObject { ["stock"] = new JsonObject { ["extension_attributes"] = extension } }.ToJsonString();
    }

    private static string SelectionBody(JsonElement when) => $$"""
        {"inventoryRequest":{"stockId":{{Stock(when)}},"items":{{when.GetProperty("items")}} },
         "algorithmCode":"priority"}
        """;

    private static string TransferBody(JsonElement when) => $$"""
        {"skus":{{when.GetProperty("skus")}},"originSource":"{{when.Text("origin")}}",
         "destinationSource":"{{when.Text("destination")}}",
         "unassignFromOrigin":{{(when.Flag("unassign") == true ? "true" : "false")}}}
        """;

    private JsonNode? AddToCart(JsonElement when)
    {
        var website = _case.GetProperty("given").List("sales_channels")
            .First(c => c.Number("stock_id") == Stock(when)).Text("code");
        var cart = _client.Send("POST", $"/rest/{website}_en/V1/guest-carts", "{}").Json!.GetValue<string>();
        return _client.Post(
            $"V1/guest-carts/{cart}/items",
            $$$"""{"cartItem":{"sku":"{{{when.Text("sku")}}}","qty":{{{Text(when.Number("qty"))}}}}}""").Status == 200;
    }

    private void SetAll(bool isInStock)
    {
        foreach (var item in _case.GetProperty("given").List("source_items"))
        {
            _twin.Staff.SetQuantity(
                item.Text("sku"), item.Text("source_code"), item.Number("quantity") ?? 0, _client.Now, isInStock);
        }
    }

    private decimal Available(string sku, int stockId) => _case.GetProperty("given").List("links")
        .Where(l => l.Number("stock_id") == stockId)
        .Sum(l => _twin.Books.SourceStatus(sku, l.Text("source_code")) == true
            ? _twin.Books.SourceQuantity(sku, l.Text("source_code")) ?? 0
            : 0);

    private JsonObject? IndexRow(JsonElement when) => _twin.Books.Index(when.Text("sku"), Stock(when)) is { } row
        ? new JsonObject { ["quantity"] = row.Quantity, ["is_salable"] = row.IsSalable ? 1 : 0 }
        : null;

    private static JsonObject FlatStock(TwinReply reply) => new()
    {
        ["stock_id"] = reply.Json!["stock_id"]!.DeepClone(),
        ["name"] = reply.Json["name"]!.DeepClone(),
        ["sales_channels"] = reply.Json["extension_attributes"]!["sales_channels"]!.DeepClone(),
    };

    private TwinReply Send(string path, string body) => _client.Post(path, body);

    private JsonNode? Reply(TwinReply reply)
    {
        _replies[^1] = reply;
        return reply.Json?.DeepClone();
    }

    private static JsonNode? Value(TwinReply reply) => reply.Json?.DeepClone();

    private static JsonNode? Quietly(Action action)
    {
        action();
        return null;
    }

    private int ItemOf(int orderId, string? sku = null) => _twin.Books.Order(orderId) is { } order
        ? order.Lines
            .First(l => sku is null || new[] { l.Sku, l.StockSku }.Contains(sku, StringComparer.Ordinal))
            .ItemId
        : 0;

    private static string Sku(JsonElement when) => Uri.EscapeDataString(when.Text("sku"));

    private static int Stock(JsonElement when) => (int)(when.Number("stock_id") ?? 0);

    private static string Text(decimal? number) => (number ?? 0).ToString(CultureInfo.InvariantCulture);

    private void Check(int step, bool isLast)
    {
        foreach (var then in _case.List("then"))
        {
            var at = then.Number("after_step") ?? then.Number("step");
            if (at == step || (at is null && isLast))
            {
                new CaseExpectation(_case, then, _twin, Problem).Check(_results, _replies[step], step, _placed);
                CheckRows(then);
            }
        }

        void Problem(string text) => _problems.Add($"step {step}: {text}");
    }

    private void CheckRows(JsonElement then)
    {
        foreach (var rows in then.Members("reservation_rows"))
        {
            var number = _orders.TryGetValue(rows.Name, out var id) ? _twin.Books.Order(id)!.IncrementId : rows.Name;
            var count = _twin.Books.Reservations.Count(r =>
                string.Equals(r.IncrementId, number, StringComparison.Ordinal));
            if (count != rows.Value.GetInt32())
            {
                _problems.Add($"{count} reservation rows of {rows.Name} instead of {rows.Value}");
            }
        }
    }
}
