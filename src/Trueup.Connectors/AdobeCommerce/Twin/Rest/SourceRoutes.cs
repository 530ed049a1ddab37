using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Inventory;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>Sources. Source: adobe-commerce.md §2.1, §2.2.</summary>
internal sealed class SourceRoutes(Shop shop)
{
    private const string Resource = "Magento_InventoryApi::source";

    private static readonly string[] DetailNames =
    [
        "email", "contact_name", "description", "latitude", "longitude", "country_id", "region_id", "region",
        "city", "street", "postcode", "phone", "fax",
    ];

    public void Register(RouteTable routes)
    {
        var listing = new Listing<Source>(
            new Dictionary<string, Column<Source>>(StringComparer.Ordinal)
            {
                ["source_code"] = new Column<Source>.Text(s => s.Code),
                ["name"] = new Column<Source>.Text(s => s.Name),
                ["enabled"] = new Column<Source>.Number(s => Vendor.Flag(s.IsEnabled)),
                ["country_id"] = new Column<Source>.Text(s => s.Details.GetValueOrDefault("country_id") as string),
                ["postcode"] = new Column<Source>.Text(s => s.Details.GetValueOrDefault("postcode") as string),
            },
            _ => shop.Sources.Sources,
            Json);
        routes.Get("inventory/sources", Resource, call => call.Query.Any("searchCriteria", "search_criteria") is null
            ? listing.Answer(call with { Query = QueryTree.Parse("searchCriteria") })
            : listing.Answer(call));
        routes.Get("inventory/sources/{code}", Resource, call =>
            shop.Sources.FindSource(call.Path["code"]) is { } source
            ? Answer.Ok(Json(source))
            : Answer.Of(Refusal.Named(
                404, "Source with code \"%value\" does not exist.", "value", call.Path["code"])));
        routes.Post("inventory/sources", "Magento_InventoryApi::source_edit", call => Save(call, code: null));
        routes.Put("inventory/sources/{code}", "Magento_InventoryApi::source_edit", call =>
            Save(call, call.Path["code"]));
    }

    public static JsonObject Json(Source source)
    {
        var json = new JsonObject
        {
            ["source_code"] = source.Code,
            ["name"] = source.Name,
            ["enabled"] = source.IsEnabled,
        };
        foreach (var name in DetailNames)
        {
            if (source.Details.GetValueOrDefault(name) is { } value)
            {
                json[name] = value is decimal number ? Vendor.Number(number) : JsonValue.Create((string)value);
            }
        }

        json["use_default_carrier_config"] = true;
        json["carrier_links"] = new JsonArray();
        json["extension_attributes"] = new JsonObject
        {
            ["is_pickup_location_active"] = false,
            ["frontend_name"] = source.Code is Source.DefaultCode ? "" : source.Name,
        };
        return json;
    }

    /// <summary>Also a POST of a known code is an update, silently.</summary>
    private Answer Save(Call call, string? code)
    {
        var reading = new JsonReading();
        var body = reading.Required(call.Body, "source");
        code ??= JsonReading.Text(body, "source_code");
        var known = code is null ? null : shop.Sources.FindSource(code);
        var errors = Errors(body, code, known).ToItems();
        if (reading.Refusal is not null || !errors.IsEmpty)
        {
            return Answer.Of(reading.Refusal ?? new Refusal(400, "Validation Failed", Errors: errors));
        }

        Fill(known ?? shop.Sources.AddSource(code!), body, reading);
        return Answer.Of(reading.Refusal, new JsonArray());
    }

    private static IEnumerable<Refusal> Errors(JsonElement body, string? code, Source? known)
    {
        if (string.IsNullOrEmpty(JsonReading.Text(body, "name") ?? known?.Name))
        {
            yield return Missing("name");
        }

        if (string.IsNullOrEmpty(code))
        {
            yield return Missing("source_code");
        }
        else if (code.Any(char.IsWhiteSpace))
        {
            yield return Refusal.Named(400, "\"%field\" can not contain whitespaces.", "field", "source_code");
        }

        foreach (var name in (string[])["postcode", "country_id"])
        {
            if (string.IsNullOrEmpty(JsonReading.Text(body, name) ?? known?.Details.GetValueOrDefault(name) as string))
            {
                yield return Missing(name);
            }
        }

        if (code is Source.DefaultCode && JsonReading.Flag(body, "enabled") == false)
        {
            yield return Refusal.BadRequest("Default source can not be disabled.");
        }
    }

    private static void Fill(Source source, JsonElement body, JsonReading reading)
    {
        source.Name = JsonReading.Text(body, "name") ?? source.Name;
        source.IsEnabled = JsonReading.Flag(body, "enabled") ?? source.IsEnabled;
        foreach (var name in DetailNames)
        {
            object? value = name is "latitude" or "longitude"
                ? reading.Number(body, name)
                : JsonReading.Text(body, name);
            if (value is not null)
            {
                source.Details[name] = value;
            }
        }
    }

    private static Refusal Missing(string field) => Refusal.Named(400, "\"%field\" can not be empty.", "field", field);
}
