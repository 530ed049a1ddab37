using System.Text.Json.Nodes;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>The Import API for inventory: takes twenty at a time, and does them behind the answer (§2.8).</summary>
internal sealed class Importing(Archive archive, Inventory inventory)
{
    private const int PerRequest = 20;

    private readonly Queue<JsonObject> _waiting = new();

    /// <summary>Entries that were imported so far.</summary>
    public int Imported { get; private set; }

    /// <summary>Does what was taken.</summary>
    public void Work()
    {
        while (_waiting.TryDequeue(out var draft))
        {
            try
            {
                var channel = inventory.ChannelOf(draft["supplyChannel"] as JsonObject);
                if (inventory.Find(draft.Text("sku") ?? "", channel) is { } known)
                {
                    var action = new JsonObject { ["action"] = "changeQuantity", ["quantity"] = draft.Whole("quantityOnStock") };
                    inventory.Update(known, [action]);
                }
                else
                {
                    inventory.Create(draft);
                }

                Imported++;
            }
            catch (Refusal)
            {
                // Left unresolved, as the real one leaves it: it waits in the container for what it refers to.
            }
        }
    }

    public (int Status, JsonNode? Body) Answer(
        WireRequest request, string[] parts, Door door, Func<WireRequest, JsonObject> bodyOf)
    {
        door.Check(request, "manage_import_containers");
        var body = bodyOf(request);
        if (parts.Length == 2)
        {
            if (archive.ByKey("import-containers", body.Text("key") ?? "") is not null)
            {
                throw new Refusal(400, "DuplicateField", "A container with this key exists.", new JsonObject { ["field"] = "key" });
            }

            var made = archive.Add(
                "import-containers", new JsonObject { ["key"] = body.Text("key"), ["resourceType"] = body.Text("resourceType") });
            var shown = made.DeepClone().AsObject();
            shown.Remove("id");
            return (201, shown);
        }

        if (archive.ByKey("import-containers", parts[^1]) is null)
        {
            throw Refusal.NotFound(parts[^1]);
        }

        var resources = body.List("resources").ToList();
        if (resources.Count is 0 or > PerRequest)
        {
            throw Refusal.Invalid("InvalidField", $"resources: 1 to {PerRequest} are taken in a request.");
        }

        if (resources.Exists(resource => resource.Text("key") is null))
        {
            throw Refusal.Json("key: Missing required value");
        }

        foreach (var resource in resources)
        {
            _waiting.Enqueue(resource.DeepClone().AsObject());
        }

        return (201, new JsonObject
        {
            ["operationStatus"] = new JsonArray([.. resources.Select(_ =>
                (JsonNode)new JsonObject { ["state"] = "processing", ["operationId"] = archive.NextId() })]),
        });
    }
}
