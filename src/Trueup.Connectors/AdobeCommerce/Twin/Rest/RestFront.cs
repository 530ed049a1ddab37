using System.Buffers;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Twin.Access;
using Trueup.Connectors.AdobeCommerce.Twin.Inventory;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>The shop's REST interface: limits, address, right, body, then the route.</summary>
/// <remarks>Source: adobe-commerce.md §1; adobe-commerce-observed.md §5.</remarks>
internal sealed class RestFront
{
    private static readonly Refusal BadStore = Refusal.BadRequest("Specified request cannot be processed.");

    private readonly Shop _shop;
    private readonly RouteTable _routes = new();
    private readonly BulkOperations _bulk;
    private readonly ArrayBufferWriter<byte> _sheet = new();
    private readonly Queue<DateTimeOffset> _recentCalls = new();
    private readonly Dictionary<string, int> _callsByRoute = new(StringComparer.Ordinal);

    public RestFront(Shop shop)
    {
        _shop = shop;
        Door = new Door(shop);
        _bulk = new BulkOperations(shop);
        new SourceRoutes(shop).Register(_routes);
        new StockRoutes(shop).Register(_routes);
        new SourceItemRoutes(shop).Register(_routes);
        new SalabilityRoutes(shop).Register(_routes);
        new LowQuantityRoutes().Register(_routes);
        new OrderRoutes(shop).Register(_routes);
        new DocumentRoutes(shop).Register(_routes);
        new ReturnRoutes(shop).Register(_routes);
        new WorkflowRoutes(shop).Register(_routes);
        new ProductRoutes(shop).Register(_routes);
        new CompositionRoutes(shop).Register(_routes);
        new CartRoutes(shop).Register(_routes);
        new CustomerRoutes(shop).Register(_routes);
        new StoreRoutes(shop, Door).Register(_routes);
        _bulk.Register(_routes);
    }

    public Door Door { get; }

    public int Calls { get; private set; }

    public IReadOnlyDictionary<string, int> CallsByRoute => _callsByRoute;

    public WireReply Answer(WireRequest request)
    {
        Calls++;
        return (Unavailable() ?? Limited() ?? Represent(request)).ToReply(_sheet);
    }

    private Answer? Unavailable() => _shop.Switches switch
    {
        { IsInMaintenance: true } => Rest.Answer.Html(503, ErrorPages.Maintenance),
        { IsDatabaseDown: true } => Rest.Answer.Of(Refusal.Crash),
        _ => null,
    };

    private Answer? Limited()
    {
        if (_shop.Switches.CallsPerSecondMax is not { } most)
        {
            return null;
        }

        while (_recentCalls.TryPeek(out var oldest) && oldest <= _shop.Clock - TimeSpan.FromSeconds(1))
        {
            _recentCalls.Dequeue();
        }

        if (_recentCalls.Count < most)
        {
            _recentCalls.Enqueue(_shop.Clock);
            return null;
        }

        return Rest.Answer.Of(new Refusal(429, "Too Many Requests")) with
        {
            ExtraHeaders = _shop.Switches.RetryAfterSeconds is { } seconds
                ? [new WireHeader("Retry-After", FormattableString.Invariant($"{seconds}"))]
                : [],
        };
    }

    /// <summary>JSON unless XML is asked for; the shop cannot do any other type and crashes.</summary>
    private Answer Represent(WireRequest request)
    {
        var accept = request.Header("Accept") ?? "*/*";
        if (accept.Contains("json", StringComparison.OrdinalIgnoreCase)
            || accept.Contains("*/*", StringComparison.Ordinal))
        {
            return Handle(request);
        }

        return accept.Contains("xml", StringComparison.OrdinalIgnoreCase)
            ? XmlText.Of(Handle(request))
            : Rest.Answer.Html(500, ErrorPages.Crash);
    }

    private Answer Handle(WireRequest request)
    {
        var mark = request.Target.IndexOf('?', StringComparison.Ordinal);
        var address = RestAddress.Parse(mark < 0 ? request.Target : request.Target[..mark]);
        if (address is null || StoreOf(address) is not { } store || (address.IsAsync && request.Method is "GET"))
        {
            return Rest.Answer.Of(address is null ? Refusal.NoSuchRoute : BadStore);
        }

        if (_routes.Find(request.Method, address.Path) is not { } match
            || (address.IsAsync && match.Route.Topic is null))
        {
            return Rest.Answer.Of(Refusal.NoSuchRoute);
        }

        Count(request.Method, address, match.Route);
        if (match.Route.Resource is { } resource && Door.Check(request, resource) is { } denied)
        {
            return Rest.Answer.Of(denied);
        }

        var body = BodyOf(request);
        if (!body.IsDone)
        {
            return Rest.Answer.Of(body.Refusal);
        }

        var query = QueryTree.Parse(mark < 0 ? "" : request.Target[(mark + 1)..]);
        var call = new Call(_shop, store, match.Path, query, body.Value) { IsAsync = address.IsAsync };
        return address.IsAsync ? _bulk.Accept(match.Route, call, address.IsBulk) : Run(match.Route, call, query);
    }

    private static Answer Run(Route route, Call call, QueryTree query)
    {
        var answer = route.Run(call);
        return answer.Status == 200 && query["fields"]?.Value is { Length: > 0 } fields
            ? answer with { Json = FieldSelection.Apply(answer.Json, fields) }
            : answer;
    }

    private Website? StoreOf(RestAddress address) => address.StoreCode is null or "all"
        ? _shop.Sources.Websites[0]
        : _shop.Sources.Websites.FirstOrDefault(w =>
            string.Equals(w.StoreCode, address.StoreCode, StringComparison.Ordinal));

    private void Count(string method, RestAddress address, Route route)
    {
        var kind = address.IsBulk ? "async/bulk/" : address.IsAsync ? "async/" : "";
        var name = $"{method} {kind}V1/{route.Pattern}";
        _callsByRoute[name] = _callsByRoute.GetValueOrDefault(name) + 1;
    }

    private static Outcome<JsonElement> BodyOf(WireRequest request)
    {
        if (request.Body.IsEmpty)
        {
            return default(JsonElement);
        }

        var type = request.ContentType ?? request.Header("Content-Type");
        if (type is null || !type.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            return Refusal.BadRequest(type is null
                ? "Content-Type header is empty."
                : $"Server cannot understand Content-Type HTTP header media type {type}");
        }

        try
        {
            using var document = JsonDocument.Parse(request.Body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return Refusal.BadRequest("Decoding error.");
        }
    }
}
