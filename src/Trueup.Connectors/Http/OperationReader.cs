using System.Globalization;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http;

/// <summary>Reads and compiles the operations of one connection.</summary>
/// <param name="settings">The connection's settings.</param>
/// <param name="authorization">The header that every request carries; empty for none.</param>
/// <param name="note">Takes what is wrong: path and problem.</param>
internal sealed class OperationReader(
    ConnectionSettings settings, Items<WireHeader> authorization, Action<string, string> note)
{
    private static readonly string[] PagePlaceholders = ["page", "skus"];
    private static readonly string[] ListPlaceholders = ["page", "from", "until"];

    /// <summary>Whether a text can be the name of a header (RFC 9110 §5.1).</summary>
    public static bool IsHeaderName(string name) => name.Length > 0 &&
        name.All(static character => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character));

    /// <summary>Notes operations that do not exist, and parts of them that do not.</summary>
    public void CheckNames()
    {
        var paths = settings.Values.Keys.Where(static path => path.StartsWith("operations.", StringComparison.Ordinal));
        foreach (var path in paths)
        {
            if (!HttpSettings.Operations.Any(name => path.StartsWith($"operations.{name}.", StringComparison.Ordinal)))
            {
                note(path, $"No such operation; there are {string.Join(", ", HttpSettings.Operations)}.");
            }
            else if (!HttpSettings.Rules.Any(rule => Covers(rule, path)))
            {
                note(path, "The operation has no such part.");
            }
        }

        if (Has(HttpSettings.Create) && !Has(HttpSettings.Find) &&
            settings.Find($"operations.{HttpSettings.Create}.idempotency_header") is null)
        {
            note(
                $"operations.{HttpSettings.Create}",
                $"Needs {HttpSettings.Find} or idempotency_header, or an order without answer is lost for ever.");
        }

        foreach (var name in HttpSettings.More.Where(static name => name.EndsWith(".create", StringComparison.Ordinal)))
        {
            var finder = name.Replace(".create", ".find", StringComparison.Ordinal);
            if (Has(name) && !Has(finder) && settings.Find($"operations.{name}.idempotency_header") is null)
            {
                note($"operations.{name}", $"Needs {finder} or idempotency_header, or one without answer is lost for ever.");
            }
        }

        const string status = $"operations.{HttpSettings.Status}.result";
        if (settings.Find($"{status}.payment") is not null && settings.Find($"{status}.status") is null)
        {
            note($"{status}.status", "Expected the JSONPath of the order's status: a cancelled order is not to be cancelled for want of payment.");
        }

        if (Has(HttpSettings.Find) && settings.Find($"operations.{HttpSettings.Find}.result.id") is null)
        {
            note(
                $"operations.{HttpSettings.Find}.result.id",
                "Expected the JSONPath of the order's id: it tells whether the order is there.");
        }
    }

    /// <summary>Reads an operation; null when it is not configured, or wrong.</summary>
    public HttpOperation? Read(string name)
    {
        var at = $"operations.{name}";
        if (!Has(name))
        {
            return null;
        }

        if (settings.Find($"{at}.request") is not { } text)
        {
            note($"{at}.request", "Expected METHOD /path.");
            return null;
        }

        var line = RequestLine.Parse(text, out var fault);
        if (line is null)
        {
            note($"{at}.request", $"'{text}': {fault}.");
            return null;
        }

        CheckPlaceholders(name, line);
        var headers = Headers(at);
        return new HttpOperation(line, headers.ValueOf("Content-Type") ?? HttpOperation.DefaultContentType)
        {
            Body = Body(name, headers),
            Headers = authorization.AddRange(headers.Where(static header => !IsContentType(header)).ToItems()),
            IdempotencyHeader = HeaderName($"{at}.idempotency_header"),
            Id = Path($"{at}.result.id"),
            Status = Path($"{at}.result.status"),
            Payment = Path($"{at}.result.payment"),
            Gross = Path($"{at}.result.gross"),
            Tax = Path($"{at}.result.tax"),
        };
    }

    /// <summary>Reads how stock is listed; null when it is not configured, or wrong.</summary>
    public StockOperation? ReadStock()
    {
        const string at = $"operations.{HttpSettings.Stock}";
        if (!Has(HttpSettings.Stock))
        {
            return null;
        }

        var request = Read(HttpSettings.Stock);
        var items = Path($"{at}.items", isNeeded: true);
        var sku = Field($"{at}.fields.sku", isNeeded: true, isConstant: false);
        var location = Field($"{at}.fields.location", isNeeded: true, isConstant: true);
        var quantity = Field($"{at}.fields.quantity", isNeeded: true, isConstant: false);
        var state = Field($"{at}.fields.state", isNeeded: false, isConstant: true);
        var version = Field($"{at}.fields.version", isNeeded: false, isConstant: false);
        var next = Path($"{at}.next");
        var firstPage = FirstPage($"{at}.first_page");
        if (request is null || items is null || sku is null || location is null || quantity is null)
        {
            return null;
        }

        var fields = new StockFields(items, next, sku, location, quantity) { State = state, Version = version };
        return new StockOperation(request, fields, firstPage);
    }

    /// <summary>Reads how orders are listed; null when it is not configured, or wrong.</summary>
    public OrderListOperation? ReadOrderList()
    {
        const string at = $"operations.{HttpSettings.OrderList}";
        if (!Has(HttpSettings.OrderList))
        {
            return null;
        }

        var request = Read(HttpSettings.OrderList);
        var items = Path($"{at}.items", isNeeded: true);
        var order = Path($"{at}.fields.order", isNeeded: true);
        var id = Path($"{at}.fields.id");
        var next = Path($"{at}.next");
        var firstPage = FirstPage($"{at}.first_page");
        return request is null || items is null || order is null
            ? null
            : new OrderListOperation(request, items, order) { Id = id, Next = next, FirstPage = firstPage };
    }

    private static bool IsContentType(WireHeader header) =>
        header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase);

    private bool Has(string name) =>
        settings.Values.Keys.Any(path => path.StartsWith($"operations.{name}.", StringComparison.Ordinal));

    private static bool Covers(SettingRule rule, string path) => rule.Path.EndsWith('*')
        ? path.StartsWith(rule.Path[..^1], StringComparison.Ordinal)
        : rule.Form == "list" ? path.StartsWith($"{rule.Path}.", StringComparison.Ordinal)
        : string.Equals(rule.Path, path, StringComparison.Ordinal);

    private static DocumentIntent SampleFor(string name) =>
        name switch
        {
            HttpSettings.Cancel or HttpSettings.Status or "order.read" => SampleOrder.Cancellation,
            "order.reduce" or "order.reduction" => SampleOrder.Reduction,
            "order.amend" => SampleOrder.Amendment,
            "credit.create" or "credit.find" => SampleOrder.Credit,
            "return.create" or "return.find" => SampleOrder.Return,
            "return.amend" => SampleOrder.WidenedReturn,
            "refund.create" or "refund.find" => SampleOrder.Refund,
            "shipment.create" or "shipment.find" => SampleOrder.Shipment,
            "tracking.create" or "tracking.find" => SampleOrder.Parcel,
            "day.create" or "day.find" => SampleOrder.Day,
            "day.read" => SampleOrder.PostedDay,
            _ => SampleOrder.Creation,
        };

    private void CheckPlaceholders(string name, RequestLine line)
    {
        foreach (var placeholder in line.Placeholders)
        {
            var isKnown = name is HttpSettings.Stock or HttpSettings.OrderList
                ? (name is HttpSettings.Stock ? PagePlaceholders : ListPlaceholders).Contains(placeholder, StringComparer.Ordinal)
                : RequestLine.Resolve(OrderTree.Of(SampleFor(name)), placeholder) is string or decimal;
            if (!isKnown)
            {
                note($"operations.{name}.request", $"{{{{{placeholder}}}}} is nothing that this operation knows.");
            }
        }
    }

    private Items<WireHeader> Headers(string at)
    {
        var prefix = $"{at}.headers.";
        var headers = settings.Values
            .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new WireHeader(pair.Key[prefix.Length..], pair.Value)).ToItems();
        foreach (var header in headers)
        {
            if (!IsHeaderName(header.Name) || header.Value.Any(char.IsControl))
            {
                note(prefix + header.Name, "The name or the value holds characters that headers cannot.");
            }
        }

        return headers;
    }

    private BodyTemplate? Body(string name, Items<WireHeader> headers)
    {
        var at = $"operations.{name}";
        if (settings.Find($"{at}.body") is not { } text)
        {
            return null;
        }

        var isFile = settings.Files.TryGetValue(text, out var content);
        if (!isFile && !text.Contains('{') && !text.Contains('<'))
        {
            note($"{at}.body", $"There is no template file '{text}'.");
            return null;
        }

        var template = BodyTemplate.Compile(
            content ?? text, headers.ValueOf("Content-Type") ?? HttpOperation.DefaultContentType, out var fault);
        if (template is not null)
        {
            template.Render(OrderTree.Of(SampleFor(name)), out fault);
        }

        if (fault is not null)
        {
            note($"{at}.body", $"{(isFile ? text : "The template")}: {fault}");
        }

        return template;
    }

    private string? HeaderName(string path)
    {
        if (settings.Find(path) is { } name && !IsHeaderName(name))
        {
            note(path, $"'{name}' cannot be the name of a header.");
        }

        return settings.Find(path);
    }

    private ReplyPath? Path(string path, bool isNeeded = false)
    {
        if (settings.Find(path) is not { } text)
        {
            if (isNeeded)
            {
                note(path, "Expected a JSONPath.");
            }

            return null;
        }

        var parsed = ReplyPath.Parse(text, out var fault);
        if (parsed is null)
        {
            note(path, $"'{text}': {fault}.");
        }

        return parsed;
    }

    private RowField? Field(string path, bool isNeeded, bool isConstant)
    {
        if (isConstant && settings.Find(path) is { Length: > 0 } text && !text.StartsWith('$'))
        {
            return new RowField(Path: null, text);
        }

        return Path(path, isNeeded) is { } place ? new RowField(place, Constant: null) : null;
    }

    private int FirstPage(string path)
    {
        var text = settings.Find(path) ?? "1";
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var first))
        {
            note(path, "Expected a whole number.");
        }

        return first;
    }
}
