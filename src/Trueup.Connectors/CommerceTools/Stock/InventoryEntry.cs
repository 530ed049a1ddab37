using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;

namespace Trueup.Connectors.CommerceTools.Stock;

/// <summary>One inventory entry as the project shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version, an opaque counter.</param>
/// <param name="Sku">Its SKU.</param>
/// <param name="Channel">Id of its supply channel; null for the entry without one.</param>
/// <param name="OnStock">What the platform's books hold.</param>
/// <param name="Available">What is left when carts' reservations are taken off.</param>
internal sealed record InventoryEntry(string Id, long Version, string Sku, string? Channel, long OnStock, long Available)
{
    /// <summary>Reads an entry; null when a field that matters is missing: never a zero by default.</summary>
    public static InventoryEntry? Read(JsonElement? body) =>
        body is { } entry && entry.Text("id") is { } id && entry.Whole("version") is { } version &&
        entry.Text("sku") is { } sku && entry.Whole("quantityOnStock") is { } onStock
            ? new InventoryEntry(
                id, version, sku, entry.At("supplyChannel").Text("id"), onStock, entry.Whole("availableQuantity") ?? onStock)
            : null;
}

/// <summary>What the hub remembers of an entry, so that a write need not be preceded by a read.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">The version last seen: a write that finds another is refused.</param>
internal readonly record struct EntryHandle(string Id, long Version);

/// <summary>
/// Ids and versions of entries by SKU and channel key: the channel-less entry beside channelled ones is another entry
/// (commercetools.md §2.4). A memory only: what is wrong in it is refused by the platform and read again.
/// </summary>
internal sealed class EntryBook
{
    private readonly Dictionary<(string Sku, string Channel), EntryHandle> _handles = [];

    /// <summary>Whether nothing was ever seen.</summary>
    public bool IsEmpty => _handles.Count == 0;

    /// <summary>The handle of an entry; null when it was never seen.</summary>
    public EntryHandle? Find(string sku, string channel) =>
        _handles.TryGetValue((sku, channel), out var handle) ? handle : null;

    /// <summary>Remembers an entry as it was just seen.</summary>
    public void Keep(InventoryEntry entry, string channel) =>
        _handles[(entry.Sku, channel)] = new EntryHandle(entry.Id, entry.Version);

    /// <summary>The entry is gone.</summary>
    public void Forget(string sku, string channel) => _handles.Remove((sku, channel));
}
