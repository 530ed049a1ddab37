using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.AdobeCommerce.Answers;

/// <summary>
/// Tells the shop's errors apart. The status says little (401 for every lack of rights, 400 for typing errors and
/// deadlocks alike), so the untranslated message decides: the REST API sends it with its <c>%placeholders</c> unfilled
/// (adobe-commerce.md §1.5; adobe-commerce-observed.md §3–§5).
/// </summary>
public static partial class VendorErrors
{
    private const int DetailMax = 300;

    /// <summary>
    /// Beginnings of 400 messages, the first match decides; anything else is <see cref="AnswerKind.Invalid"/>.
    /// </summary>
    private static readonly (string Beginning, AnswerKind Kind)[] BadRequests =
    [
        ("Validation Failed", AnswerKind.RowsInvalid),
        // Unknown source, lock wait and deadlock share this text; the rows may be half saved (observed §1.9).
        ("Could not save Source Item", AnswerKind.SaveUnsure),
        // Each delete rebuilds the stock index in a shared table (observed §2, contention).
        ("Table %table already exits", AnswerKind.SaveUnsure),
        ("Could not save a shipment", AnswerKind.ShipmentNotSaved),
        ("Maximum items of type", AnswerKind.TooMany),
        ("Maximum SearchCriteria pageSize", AnswerKind.TooMany),
        ("A hold action is not available", AnswerKind.OrderNotReady),
        ("Shipment Document Validation Error(s)", AnswerKind.OrderNotReady),
        ("Invoice Document Validation Error(s)", AnswerKind.OrderNotReady),
        ("Creditmemo Document Validation Error(s)", AnswerKind.OrderNotReady),
    ];

    /// <summary>Understands a reply.</summary>
    public static AdobeAnswer Read(WireReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        if (reply.Status is >= 200 and < 300)
        {
            // A member whose name has a damaged byte would be a member that is not there.
            return JsonText.IsSound(reply.Body.Span)
                ? new AdobeAnswer(AnswerKind.Done, "", reply.Body)
                : new AdobeAnswer(AnswerKind.Broken, "The answer holds a byte that is no text.");
        }

        var (raw, filled, max) = MessageOf(reply);
        return new AdobeAnswer(Classify(reply.Status, raw), filled, reply.Body) { Max = max };
    }

    private static AnswerKind Classify(int status, string message) => status switch
    {
        >= 300 and < 400 => AnswerKind.Moved,
        400 => BadRequest(message),
        401 or 403 => AnswerKind.AccessDenied,
        404 => message.StartsWith("Request does not match any route", StringComparison.Ordinal)
            ? AnswerKind.NoRoute
            : AnswerKind.NotFound,
        413 => AnswerKind.TooMany,
        429 => AnswerKind.RateLimited,
        // Maintenance mode answers 503 before anything is looked at (observed §5).
        503 => AnswerKind.Unavailable,
        >= 500 => AnswerKind.Broken,
        _ => AnswerKind.Invalid,
    };

    private static AnswerKind BadRequest(string message)
    {
        if (message.Contains("when an order has a status of holded", StringComparison.Ordinal))
        {
            return AnswerKind.OrderHeld;
        }

        foreach (var (beginning, kind) in BadRequests)
        {
            if (message.StartsWith(beginning, StringComparison.Ordinal))
            {
                return kind;
            }
        }

        return AnswerKind.Invalid;
    }

    private static (string Raw, string Filled, int? Max) MessageOf(WireReply reply)
    {
        // A shop that is asked at http, or under another name, sends people on; a hub is told where.
        var plain = reply.Status is >= 300 and < 400 && reply.Header("Location") is { Length: > 0 } elsewhere
            ? string.Create(CultureInfo.InvariantCulture, $"HTTP {reply.Status}: url is to be where the shop is, {PlaceOf(elsewhere)}")
            : string.Create(CultureInfo.InvariantCulture, $"HTTP {reply.Status} without a message");
        try
        {
            using var document = JsonText.Parse(reply.Body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("message", out var message) ||
                message.ValueKind != JsonValueKind.String)
            {
                return ("", plain, null);
            }

            var raw = message.GetString()!;
            var hasParameters = root.TryGetProperty("parameters", out var parameters);
            var filled = Readable(hasParameters ? Fill(raw, parameters) : raw);
            return (raw, filled, hasParameters ? MaxOf(parameters) : null);
        }
        catch (JsonException)
        {
            // HTML of the web server, or the plain text of a shop that cannot start (observed §5).
            return ("", plain, null);
        }
    }

    /// <summary>An address without its path and query, which may be long.</summary>
    private static string PlaceOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var place) ? place.GetLeftPart(UriPartial.Authority) : "elsewhere";

    /// <summary>Fills <c>%name</c> from an object and <c>%1</c> from a list.</summary>
    private static string Fill(string message, JsonElement parameters)
    {
        switch (parameters.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var parameter in parameters.EnumerateObject())
                {
                    var value = parameter.Value.ToString();
                    message = message.Replace("%" + parameter.Name, value, StringComparison.Ordinal);
                }

                break;
            case JsonValueKind.Array:
                var place = parameters.GetArrayLength();
                foreach (var parameter in parameters.EnumerateArray().Reverse())
                {
                    // From the last, so that %1 does not eat the beginning of %10.
                    var name = string.Create(CultureInfo.InvariantCulture, $"%{place--}");
                    message = message.Replace(name, parameter.ToString(), StringComparison.Ordinal);
                }

                break;
        }

        return message;
    }

    private static int? MaxOf(JsonElement parameters) =>
        parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty("max", out var max) &&
        int.TryParse(max.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
            ? limit
            : null;

    private static string Readable(string message)
    {
        var text = WhiteSpace().Replace(Tag().Replace(message, ""), " ").Trim();
        return text.Length <= DetailMax ? text : string.Concat(text.AsSpan(0, DetailMax), "…");
    }

    [GeneratedRegex("<[^>]{0,500}>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhiteSpace();
}
