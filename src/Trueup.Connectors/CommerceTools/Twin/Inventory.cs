using System.Text.Json.Nodes;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>Inventory entries: one per SKU and channel, and the channel-less one beside them (commercetools.md §2).</summary>
internal sealed class Inventory(Archive archive, TwinSwitches switches)
{
    public const string Kind = "inventory";

    private readonly Dictionary<(string Sku, string? Channel), JsonObject> _bySlot = [];
    private readonly Dictionary<string, List<JsonObject>> _bySku = new(StringComparer.Ordinal);
    private readonly Queue<(DateTimeOffset Due, JsonObject Entry, long Units)> _coming = new();

    /// <summary>Units that orders took beyond what there was.</summary>
    public long Oversold { get; private set; }

    /// <summary>The entry of a SKU in a channel (by id); null without one.</summary>
    public JsonObject? Find(string sku, string? channelId) => _bySlot.GetValueOrDefault((sku, channelId));

    /// <summary>All entries of a SKU.</summary>
    public IReadOnlyList<JsonObject> OfSku(string sku) => _bySku.GetValueOrDefault(sku) ?? [];

    /// <summary>Brings what orders took into the figures that are shown.</summary>
    public void Settle()
    {
        while (_coming.TryPeek(out var next) && next.Due <= archive.Now)
        {
            _coming.Dequeue();
            Lower(next.Entry, next.Units);
        }
    }

    /// <summary>Units that orders took and the figures do not show yet.</summary>
    public long Coming(JsonObject entry) => _coming.Where(move => ReferenceEquals(move.Entry, entry)).Sum(move => move.Units);

    public JsonObject Create(JsonObject draft)
    {
        if (draft.Text("sku") is not { Length: > 0 } sku)
        {
            throw Refusal.Json("sku: Missing required value");
        }

        if (draft["quantityOnStock"] is null)
        {
            throw Refusal.Json("quantityOnStock: Missing required value");
        }

        var channel = ChannelOf(draft["supplyChannel"] as JsonObject);
        if (_bySlot.ContainsKey((sku, channel)))
        {
            throw new Refusal(
                400, "DuplicateField",
                $"A duplicate value '\"{sku}\"' exists for field 'sku'" +
                (channel is null ? "." : $" in combination with channel:\"{channel}\"."),
                new JsonObject { ["field"] = "sku", ["duplicateValue"] = sku });
        }

        var entry = new JsonObject { ["sku"] = sku };
        foreach (var name in new[] { "key", "restockableInDays", "expectedDelivery", "custom", "stockLevels" })
        {
            if (draft[name] is { } value)
            {
                entry[name] = value.DeepClone();
            }
        }

        if (channel is not null)
        {
            entry["supplyChannel"] = Reference("channel", channel);
        }

        entry["quantityOnStock"] = draft.Whole("quantityOnStock");
        entry["availableQuantity"] = draft.Whole("quantityOnStock");
        archive.Add(Kind, entry);
        _bySlot[(sku, channel)] = entry;
        if (!_bySku.TryGetValue(sku, out var entries))
        {
            _bySku[sku] = entries = [];
        }

        entries.Add(entry);
        archive.Say("inventory-entry", entry, "InventoryEntryCreated", new JsonObject { ["inventoryEntry"] = entry.DeepClone() });
        return entry;
    }

    public JsonObject Update(JsonObject entry, IEnumerable<JsonObject> actions)
    {
        var (onStock, available) = (entry.Whole("quantityOnStock"), entry.Whole("availableQuantity"));
        var (before, beforeAvailable) = (onStock, available);
        var others = new JsonObject();
        foreach (var action in actions)
        {
            var quantity = action.Whole("quantity");
            switch (action.Text("action"))
            {
                case "changeQuantity" when action["quantity"] is not null:
                    (onStock, available) = (quantity, available + quantity - onStock);
                    break;
                case "addQuantity" when switches.TakesDeltas:
                    (onStock, available) = (onStock + quantity, available + quantity);
                    break;
                case "removeQuantity" when switches.TakesDeltas:
                    (onStock, available) = (onStock - quantity, available - quantity);
                    break;
                case "setRestockableInDays":
                    others["restockableInDays"] = action["restockableInDays"]?.DeepClone();
                    break;
                case "setExpectedDelivery":
                    others["expectedDelivery"] = action["expectedDelivery"]?.DeepClone();
                    break;
                case "setKey":
                    others["key"] = action["key"]?.DeepClone();
                    break;
                default:
                    throw Refusal.Invalid("InvalidInput", $"Invalid action {action.Text("action")}");
            }
        }

        // All or none: nothing is kept before every action was found sound. What changes nothing raises nothing.
        if (onStock == before && others.Count == 0)
        {
            return entry;
        }

        entry["quantityOnStock"] = onStock;
        entry["availableQuantity"] = available;
        foreach (var (name, value) in others)
        {
            entry[name] = value?.DeepClone();
        }

        archive.Touch(entry);
        if (onStock != before)
        {
            Say(entry, before, beforeAvailable);
        }

        return entry;
    }

    public JsonObject Delete(JsonObject entry)
    {
        var channel = (entry["supplyChannel"] as JsonObject)?.Text("id");
        _bySlot.Remove((entry.Text("sku")!, channel));
        _bySku[entry.Text("sku")!].Remove(entry);
        archive.Remove(Kind, entry.Text("id")!);
        var payload = new JsonObject { ["sku"] = entry.Text("sku") };
        if (channel is not null)
        {
            payload["supplyChannel"] = Reference("channel", channel);
        }

        archive.Say("inventory-entry", entry, "InventoryEntryDeleted", payload);
        return entry;
    }

    /// <summary>Whether an order may take units, by the exact figure and not by the one that is shown.</summary>
    public bool Allows(JsonObject? entry, long units, string mode) => mode switch
    {
        "TrackOnly" => entry is not null,
        "ReserveOnOrder" or "ReserveOnCart" => entry is not null &&
            (entry["restockableInDays"] is not null || entry.Whole("availableQuantity") - Coming(entry) >= units),
        _ => true,
    };

    /// <summary>An order takes units off an entry: it says nothing of it, and shows it when it pleases.</summary>
    public void Take(JsonObject entry, long units)
    {
        Oversold += Math.Max(0, Math.Min(units, units - (entry.Whole("availableQuantity") - Coming(entry))));
        if (switches.StockLag > TimeSpan.Zero)
        {
            _coming.Enqueue((archive.Now + switches.StockLag, entry, units));
        }
        else
        {
            Lower(entry, units);
        }
    }

    /// <summary>A cart reserves units, or gives them back; the entry keeps its version (case INV-06).</summary>
    public static void Reserve(JsonObject entry, long units) =>
        entry["availableQuantity"] = entry.Whole("availableQuantity") - units;

    /// <summary>The id of a channel that a reference names by id or key.</summary>
    public string? ChannelOf(JsonObject? reference)
    {
        if (reference is null)
        {
            return null;
        }

        var (id, key) = (reference.Text("id"), reference.Text("key"));
        var channel = id is not null ? archive.Find("channels", id) : key is not null ? archive.ByKey("channels", key) : null;
        if (channel is null)
        {
            throw new Refusal(
                400, "ReferencedResourceNotFound",
                $"The referenced object of type 'channel' with {(id is null ? "key" : "identifier")} '{id ?? key}' was not found.",
                new JsonObject { ["typeId"] = "channel", [id is null ? "key" : "id"] = id ?? key });
        }

        return channel.Text("id");
    }

    public static JsonObject Reference(string type, string id) => new() { ["typeId"] = type, ["id"] = id };

    private void Lower(JsonObject entry, long units)
    {
        entry["availableQuantity"] = entry.Whole("availableQuantity") - units;
        if (!switches.OrdersOnlyReserve)
        {
            entry["quantityOnStock"] = entry.Whole("quantityOnStock") - units;
        }

        if (switches.OrdersRaiseVersions)
        {
            archive.Touch(entry);
        }
    }

    private void Say(JsonObject entry, long before, long beforeAvailable)
    {
        JsonObject Payload(JsonObject payload)
        {
            payload["sku"] = entry.Text("sku");
            if (entry["supplyChannel"] is { } channel)
            {
                payload["supplyChannel"] = channel.DeepClone();
            }

            return payload;
        }

        var onStock = entry.Whole("quantityOnStock");
        archive.Say("inventory-entry", entry, "InventoryEntryQuantitySet", Payload(new JsonObject
        {
            ["oldQuantityOnStock"] = before,
            ["newQuantityOnStock"] = onStock,
            ["oldAvailableQuantity"] = beforeAvailable,
            ["newAvailableQuantity"] = entry.Whole("availableQuantity"),
        }));
        if (onStock == 0)
        {
            archive.Say("inventory-entry", entry, "InventoryEntryOutOfStock", Payload([]));
        }

        foreach (var (level, type) in new[] { ("reorderPoint", "InventoryEntryReorderPoint"), ("safetyStock", "InventoryEntrySafetyStock") })
        {
            if (entry["stockLevels"] is JsonObject levels && levels[level] is not null && onStock <= levels.Whole(level) &&
                before > levels.Whole(level))
            {
                archive.Say("inventory-entry", entry, type, Payload(new JsonObject { ["quantityOnStock"] = onStock }));
            }
        }
    }
}
