using System.Text.Json;
using System.Text.Json.Nodes;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>The asynchronous interface: calls are accepted, queued, and reported on.</summary>
/// <remarks>Source: adobe-commerce.md §7.1, §7.2; adobe-commerce-observed.md §5.</remarks>
internal sealed class BulkOperations(Shop shop)
{
    private const string Queue = "async.operations.all";
    private const string Resource = "Magento_Logging::system_magento_logging_bulk_operations";
    private const int Complete = 1;
    private const int FailedForGood = 3;
    private const int Open = 4;

    private readonly Dictionary<string, Bulk> _bulks = new(StringComparer.Ordinal);
    private readonly List<Bulk> _all = [];

    public void Register(RouteTable routes)
    {
        routes.Get("bulk", Resource, List().Answer);
        routes.Get("bulk/{uuid}/status", Resource, call => With(call, b => Answer.Ok(Json(b, isDetailed: false))));
        routes.Get("bulk/{uuid}/detailed-status", Resource, call =>
            With(call, b => Answer.Ok(Json(b, isDetailed: true))));
        routes.Get("bulk/{uuid}/operation-status/{status}", Resource, call => With(call, b =>
            Answer.Ok(b.Operations.Count(o => o.Status == call.Id("status")))));
    }

    /// <summary>Queues one call, or each element of a list of calls; one malformed element refuses the whole.</summary>
    public Answer Accept(Route route, Call call, bool isBulk)
    {
        var calls = isBulk
            ? JsonReading.List(call.Body).Select(b => call with { Body = b }).ToList()
            : [call];
        if (calls.Select(route.Validate).FirstOrDefault(r => r is not null) is { } refusal)
        {
            return Answer.Of(refusal);
        }

        var number = _all.Count + 1;
        var bulk = new Bulk(DerivedText.Uuid(FormattableString.Invariant($"bulk {number}")), route.Topic!, shop.Now);
        _all.Add(bulk);
        _bulks.Add(bulk.Uuid, bulk);
        foreach (var single in calls)
        {
            var operation = new Operation(bulk.Operations.Count, BodyText(single.Body));
            bulk.Operations.Add(operation);
            shop.Consumers.Enqueue(Queue, () => Execute(route, single, operation));
        }

        return new Answer(202, new JsonObject
        {
            ["bulk_uuid"] = bulk.Uuid,
            ["request_items"] = Vendor.List(bulk.Operations.Select(o => new JsonObject
            {
                ["id"] = o.Id,
                ["data_hash"] = DerivedText.Hexadecimal(o.Body, 64),
                ["status"] = "accepted",
            })),
            ["errors"] = false,
        });
    }

    private static void Execute(Route route, Call call, Operation operation)
    {
        var answer = route.Run(call);
        operation.IsSuccess = answer.Status == 200;
        operation.Status = operation.IsSuccess ? Complete : FailedForGood;
        operation.Message = operation.IsSuccess
            ? $"Service execution success {route.Service}"
            : answer.Json?["message"]?.GetValue<string>() ?? answer.Text;
        operation.Result = operation.IsSuccess && answer.Json is JsonValue scalar ? scalar.ToJsonString() : null;
    }

    private static string BodyText(JsonElement body) =>
        body.ValueKind == JsonValueKind.Undefined ? "[]" : JsonSerializer.Serialize(body, TwinJson.Default.JsonElement);

    private Answer With(Call call, Func<Bulk, Answer> then) => _bulks.TryGetValue(call.Path["uuid"], out var bulk)
        ? then(bulk)
        : Answer.Of(Refusal.Named(404, "Bulk uuid %bulkUuid not exist", "bulkUuid", call.Path["uuid"]));

    private Listing<(Bulk Bulk, Operation Operation)> List() => new(
        new Dictionary<string, Column<(Bulk Bulk, Operation Operation)>>(StringComparer.Ordinal)
        {
            ["bulk_uuid"] = new Column<(Bulk Bulk, Operation Operation)>.Text(o => o.Bulk.Uuid),
            ["topic_name"] = new Column<(Bulk Bulk, Operation Operation)>.Text(o => o.Bulk.Topic),
            ["status"] = new Column<(Bulk Bulk, Operation Operation)>.Number(o => o.Operation.Status),
            ["start_time"] = new Column<(Bulk Bulk, Operation Operation)>.Moment(o => o.Bulk.StartedAt),
        },
        _ => _all.SelectMany(b => b.Operations.Select(o => (b, o))),
        o =>
        {
            var json = Json(o.Bulk, o.Operation, isDetailed: true);
            json["extension_attributes"] = new JsonObject { ["start_time"] = Vendor.Moment(o.Bulk.StartedAt) };
            return json;
        });

    private static JsonObject Json(Bulk bulk, bool isDetailed) => new()
    {
        ["operations_list"] = Vendor.List(bulk.Operations.Select(o => Json(bulk, o, isDetailed))),
        ["user_type"] = 1,
        ["bulk_id"] = bulk.Uuid,
        ["description"] = "Topic " + bulk.Topic,
        ["start_time"] = Vendor.Moment(bulk.StartedAt),
        ["user_id"] = 1,
        ["operation_count"] = bulk.Operations.Count,
    };

    private static JsonObject Json(Bulk bulk, Operation operation, bool isDetailed)
    {
        var json = new JsonObject { ["id"] = operation.Id };
        if (isDetailed)
        {
            json["bulk_uuid"] = bulk.Uuid;
            json["topic_name"] = bulk.Topic;
            json["serialized_data"] = operation.IsSuccess ? null : Serialized(operation.Body);
            json["result_serialized_data"] = operation.Result;
        }

        json["status"] = operation.Status;
        json["result_message"] = operation.Message;
        json["error_code"] = operation.Status == FailedForGood ? 0 : null;
        return json;
    }

    /// <summary>The body as the queue keeps it: text inside text.</summary>
    private static string Serialized(string body) => new JsonObject
    {
        ["entity_id"] = null,
        ["entity_link"] = "",
        ["meta_information"] = body,
        ["store_id"] = "1",
    }.ToJsonString(TwinJson.Relaxed);

    private sealed record Bulk(string Uuid, string Topic, DateTimeOffset StartedAt)
    {
        public List<Operation> Operations { get; } = [];
    }

    private sealed class Operation(int id, string body)
    {
        public int Id { get; } = id;

        public string Body { get; } = body;

        public int Status { get; set; } = Open;

        public bool IsSuccess { get; set; }

        public string? Message { get; set; }

        public string? Result { get; set; }
    }
}
