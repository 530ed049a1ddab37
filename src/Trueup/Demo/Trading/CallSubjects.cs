using System.Globalization;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Demo.Trading;

/// <summary>What a call to a shop is about, as the shop reads it: the SKUs that it writes, or what the shop has sold.</summary>
/// <remarks>To be asked under the sandbox's gate.</remarks>
public static class CallSubjects
{
    /// <summary>What was sold: the subject of a call that lists orders.</summary>
    public const string Sales = "orders";

    /// <summary>What a call to the first shop is about.</summary>
    public static Items<string> InShop(WireRequest request, TwinBooks books)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(books);
        var path = PathOf(request);
        return request.Method == "GET" ? ListOf(path)
            : path is [.., "source-items"] ? SkusIn(request.Body)
            : path is [.., "order", var id, _] && int.TryParse(id, CultureInfo.InvariantCulture, out var order)
                ? books.Order(order)?.Lines.Select(static line => line.StockSku).ToItems() ?? []
            : [];
    }

    /// <summary>What a call to the second shop is about.</summary>
    public static Items<string> InProject(WireRequest request, Connectors.CommerceTools.Twin.TwinBooks books)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(books);
        var path = PathOf(request);
        return request.Method == "GET" ? ListOf(path)
            : path is [.., "inventory"] ? SkusIn(request.Body)
            : path is [.., "inventory", var entry] ? books.SkuOf(entry) is { } sku ? [sku] : []
            : path is [.., "orders", var order] ? books.View(order)?.Lines.Select(static line => line.Sku).ToItems() ?? []
            : [];
    }

    private static Items<string> ListOf(string[] path) => path is [.., "orders"] ? [Sales] : [];

    private static string[] PathOf(WireRequest request) => request.Target.Split('?')[0].Split('/');

    /// <summary>Every <c>sku</c> of a body, or of the rows that it lists.</summary>
    private static Items<string> SkusIn(ReadOnlyMemory<byte> body)
    {
        using var read = JsonDocument.Parse(body);
        var rows = read.RootElement.TryGetProperty("sourceItems", out var items) ? items.EnumerateArray().ToArray() : [read.RootElement];
        return rows.Select(static row => row.TryGetProperty("sku", out var sku) ? sku.GetString() : null).OfType<string>().ToItems();
    }
}
