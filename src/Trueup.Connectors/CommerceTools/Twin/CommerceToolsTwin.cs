using System.Text;
using System.Text.Json.Nodes;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>
/// A commercetools project as an executable model: entries with versions, inventory modes, messages with sequence numbers,
/// queries, limits and faults. Pure and deterministic: the same calls at the same moments give the same answers.
/// </summary>
/// <remarks>Not thread-safe. It shares no code with the connector. Source: commercetools.md; what that calls not verified is
/// a switch.</remarks>
public sealed class CommerceToolsTwin : ITwin
{
    private readonly Archive _archive;
    private readonly Inventory _inventory;
    private readonly Importing _importing;
    private readonly Front _front;

    /// <summary>A fresh project.</summary>
    /// <param name="project">Its key.</param>
    /// <param name="switches">Its faults and limits; null for a healthy one.</param>
    public CommerceToolsTwin(string project = "demo", TwinSwitches? switches = null)
    {
        Switches = switches ?? new TwinSwitches();
        _archive = new Archive(Switches);
        _inventory = new Inventory(_archive, Switches);
        States.Add(_archive, States.Initial, isInitial: true);
        var orders = new Orders(_archive, _inventory, Switches);
        _importing = new Importing(_archive, _inventory);
        var door = new Door(project, _archive, Switches);
        _front = new Front(project, _archive, door, _inventory, orders, _importing, Switches);
        Setup = new TwinSetup(_archive, _inventory, door);
        Shoppers = new TwinShoppers(this, _archive, _inventory, orders);
        Staff = new TwinStaff(this, _archive, _inventory, orders);
        Books = new TwinBooks(_archive, _inventory, _front, door, _importing);
    }

    /// <summary>Faults, limits and habits, which may be changed at any time.</summary>
    public TwinSwitches Switches { get; }

    /// <summary>Furnishing the project.</summary>
    public TwinSetup Setup { get; }

    /// <summary>People who buy.</summary>
    public TwinShoppers Shoppers { get; }

    /// <summary>People who work in the Merchant Center, or other programs.</summary>
    public TwinStaff Staff { get; }

    /// <summary>The project's own books, read past its interface.</summary>
    public TwinBooks Books { get; }

    /// <inheritdoc/>
    public WireReply Answer(WireRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        Advance(now);
        return _front.Answer(request);
    }

    /// <inheritdoc/>
    /// <remarks>The platform pushes to queues only; what comes here is the payload as a bridge would post it.</remarks>
    public Items<WireRequest> TakePushes(DateTimeOffset now)
    {
        Advance(now);
        return _archive.TakePushes()
            .Select(push => new WireRequest(
                "POST", "", Body: Encoding.UTF8.GetBytes(push.ToJsonString()), ContentType: "application/json"))
            .ToItems();
    }

    internal void Advance(DateTimeOffset now)
    {
        _archive.Advance(now);
        _inventory.Settle();
        _importing.Work();
    }
}

/// <summary>Furnishing the project, fast and without going through its interface.</summary>
public sealed class TwinSetup
{
    private readonly Archive _archive;
    private readonly Inventory _inventory;
    private readonly Door _door;

    internal TwinSetup(Archive archive, Inventory inventory, Door door) =>
        (_archive, _inventory, _door) = (archive, inventory, door);

    /// <summary>Sets the clock without any other effect; it never runs backwards.</summary>
    public void At(DateTimeOffset now) => _archive.Advance(now);

    /// <summary>Lets an API client in.</summary>
    public void Client(string id, string secret) => _door.Admit(id, secret);

    /// <summary>No token is good any more.</summary>
    public void ForgetTokens() => _door.ForgetTokens();

    /// <summary>Adds a channel.</summary>
    /// <returns>Its id.</returns>
    public string Channel(string key, params string[] roles) => _archive.Add("channels", new JsonObject
    {
        ["key"] = key,
        ["roles"] = new JsonArray([.. (roles.Length == 0 ? ["InventorySupply"] : roles).Select(role => JsonValue.Create(role))]),
    }).Text("id")!;

    /// <summary>Adds a store that sells from these supply channels, by key; from all where none is named.</summary>
    public void Store(string key, params string[] supplyChannels) => _archive.Add("stores", new JsonObject
    {
        ["key"] = key,
        ["languages"] = new JsonArray("en"),
        ["countries"] = new JsonArray(),
        ["distributionChannels"] = new JsonArray(),
        ["supplyChannels"] = new JsonArray([.. supplyChannels.Select(channel =>
            (JsonNode)Inventory.Reference("channel", _archive.ByKey("channels", channel)!.Text("id")!))]),
        ["productSelections"] = new JsonArray(),
    });

    /// <summary>Adds an entry, without a message.</summary>
    /// <param name="sku">SKU.</param>
    /// <param name="channel">Key of its channel; null for the entry without one.</param>
    /// <param name="quantity">Quantity on stock.</param>
    /// <param name="restockableInDays">Days; null for not restockable.</param>
    public void Entry(string sku, string? channel, long quantity, int? restockableInDays = null)
    {
        var draft = new JsonObject { ["sku"] = sku, ["quantityOnStock"] = quantity };
        if (channel is not null)
        {
            draft["supplyChannel"] = new JsonObject { ["typeId"] = "channel", ["key"] = channel };
        }

        if (restockableInDays is { } days)
        {
            draft["restockableInDays"] = days;
        }

        _inventory.Create(draft);
    }

    /// <summary>Adds a payment with one successful charge.</summary>
    /// <returns>Its id.</returns>
    public string Payment(long cents, string currency = "EUR") => new Payments(_archive).Add(cents, currency).Text("id")!;

    /// <summary>Import containers have lived long enough.</summary>
    public void ForgetImportContainers()
    {
        foreach (var container in _archive.All("import-containers").Select(container => container.Text("id")!).ToList())
        {
            _archive.Remove("import-containers", container);
        }
    }

    /// <summary>Adds a state that units of lines may be in.</summary>
    /// <returns>Its id.</returns>
    public string LineState(string key) => States.Add(_archive, key, isInitial: false).Text("id")!;
}
