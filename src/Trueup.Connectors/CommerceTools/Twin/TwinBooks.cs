using System.Text.Json.Nodes;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>The project's own books, read past its interface: nothing here counts as a call or changes anything.</summary>
public sealed class TwinBooks
{
    private readonly Archive _archive;
    private readonly Inventory _inventory;
    private readonly Front _front;
    private readonly Door _door;
    private readonly Importing _importing;

    internal TwinBooks(Archive archive, Inventory inventory, Front front, Door door, Importing importing) =>
        (_archive, _inventory, _front, _door, _importing) = (archive, inventory, front, door, importing);

    /// <summary>Calls answered, by method and resource (<c>POST inventory</c>).</summary>
    public IReadOnlyDictionary<string, int> Calls => _front.Calls;

    /// <summary>Calls refused for their number.</summary>
    public int TooMany => _front.TooMany;

    /// <summary>Tokens handed out.</summary>
    public int Tokens => _door.Issued;

    /// <summary>Entries made by the Import API.</summary>
    public int Imported => _importing.Imported;

    /// <summary>Units sold beyond what there was.</summary>
    public long Oversold => _inventory.Oversold;

    /// <summary>Orders there are.</summary>
    public int OrderCount => _archive.Count(CommerceTools.Twin.Orders.Kind);

    /// <summary>Entries there are.</summary>
    public int EntryCount => _archive.Count(Inventory.Kind);

    /// <summary>The quantity on stock of an entry, with everything ordered taken off; null without an entry.</summary>
    public long? OnStock(string sku, string? channel) => Find(sku, channel) is { } entry
        ? entry.Whole("quantityOnStock") - _inventory.Coming(entry)
        : null;

    /// <summary>The available quantity of an entry, with everything ordered taken off; null without an entry.</summary>
    public long? Available(string sku, string? channel) => Find(sku, channel) is { } entry
        ? entry.Whole("availableQuantity") - _inventory.Coming(entry)
        : null;

    /// <summary>The version of an entry; null without one.</summary>
    public long? Version(string sku, string? channel) => Find(sku, channel)?.Whole("version");

    /// <summary>The SKU of an entry; null when there is none.</summary>
    public string? SkuOf(string entry) => _archive.Find(Inventory.Kind, entry)?.Text("sku");

    /// <summary>All SKUs that have entries.</summary>
    public IEnumerable<string> Skus => _archive.All(Inventory.Kind).Select(entry => entry.Text("sku")!).Distinct(StringComparer.Ordinal);

    /// <summary>An order as the interface shows it, as text; null when there is none.</summary>
    public string? Order(string id) => _archive.Find(CommerceTools.Twin.Orders.Kind, id)?.ToJsonString();

    /// <summary>A payment as the interface shows it, as text; null when there is none.</summary>
    public string? Payment(string id) => _archive.Find(Payments.Kind, id)?.ToJsonString();

    /// <summary>An order; null when there is none.</summary>
    public TwinOrderView? View(string id) => _archive.Find(CommerceTools.Twin.Orders.Kind, id) is { } order ? TwinOrderView.Of(order, _archive) : null;

    /// <summary>All orders.</summary>
    public IEnumerable<TwinOrderView> Orders => _archive.All(CommerceTools.Twin.Orders.Kind).Select(order => TwinOrderView.Of(order, _archive));

    /// <summary>Numbers of all orders.</summary>
    public IEnumerable<string> OrderNumbers => _archive.All(CommerceTools.Twin.Orders.Kind).Select(order => order.Text("orderNumber") ?? order.Text("id")!);

    /// <summary>Types of the messages about a resource, oldest first.</summary>
    public IEnumerable<string> MessagesAbout(string id) => _archive.All("messages")
        .Where(message => (message["resource"] as JsonObject)?.Text("id") == id)
        .OrderBy(message => message.Whole("sequenceNumber")).Select(message => message.Text("type")!);

    private JsonObject? Find(string sku, string? channel) =>
        _inventory.Find(sku, channel is null ? null : _archive.ByKey("channels", channel)?.Text("id"));
}
