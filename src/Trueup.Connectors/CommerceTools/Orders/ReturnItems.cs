using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;

namespace Trueup.Connectors.CommerceTools.Orders;

/// <summary>
/// Items of returns that the hub made are told by their keys. Some implementations drop those
/// (commercetools-mock.md §2), so an item that needs no words of its own has the key as its comment, too.
/// </summary>
internal static class ReturnItems
{
    /// <summary>Begin of the keys of everything that the hub makes.</summary>
    public const string Ours = "trueup-";

    /// <summary>All items of an order's returns.</summary>
    public static IEnumerable<JsonElement> Of(JsonElement order) =>
        order.List("returnInfo").SelectMany(info => info.List("items"));

    /// <summary>What names the refund that an item belongs to: the hub gives all items of a document its key and a number, and an item
    /// of others is one by itself.</summary>
    public static string RefundOf(JsonElement item) => (item.Text("key") ?? item.Text("comment")) is { } key &&
        key.StartsWith(Ours, StringComparison.Ordinal) && key.LastIndexOf('-') is var number && number >= Ours.Length
            ? key[..number]
            : item.Text("id") ?? "";

    /// <summary>Whether an item was made under a key, or under any that begins so.</summary>
    public static bool Has(JsonElement item, string key) =>
        (item.Text("key") ?? item.Text("comment"))?.StartsWith(key, StringComparison.Ordinal) == true;
}
