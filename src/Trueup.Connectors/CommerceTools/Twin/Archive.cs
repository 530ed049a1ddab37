using System.Globalization;
using System.Text.Json.Nodes;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>Everything the project keeps: documents with versions, and messages about them.</summary>
internal sealed class Archive(TwinSwitches switches)
{
    private readonly Dictionary<string, SortedDictionary<string, JsonObject>> _shelves = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _sequences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _sorted = new(StringComparer.Ordinal);
    private readonly List<JsonObject> _pushes = [];
    private readonly List<JsonObject> _heldBack = [];
    private long _ids;

    /// <summary>The present moment; never runs backwards.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>The present moment, in the platform's form.</summary>
    public string Moment => TextOf(Now);

    /// <summary>Lets time pass.</summary>
    public void Advance(DateTimeOffset now) => Now = now > Now ? now : Now;

    public static string TextOf(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>An id that looks like one, in no order that means anything.</summary>
    public string NextId()
    {
        var number = unchecked((ulong)++_ids * 0x9E3779B97F4A7C15UL);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{number >> 32:x8}-{(number >> 16) & 0xFFFF:x4}-4{number & 0xFFF:x3}-8000-{_ids:x12}");
    }

    /// <summary>All documents of a kind, by id.</summary>
    public IEnumerable<JsonObject> All(string kind) => Shelf(kind).Values;

    /// <summary>Documents of a kind whose ids come after another, by id: found without looking at those before.</summary>
    public IEnumerable<JsonObject> After(string kind, string id)
    {
        var shelf = Shelf(kind);
        if (!_sorted.TryGetValue(kind, out var ids) || ids.Length != shelf.Count)
        {
            ids = [.. shelf.Keys];
            _sorted[kind] = ids;
        }

        var place = Array.BinarySearch(ids, id, StringComparer.Ordinal);
        for (var i = place < 0 ? ~place : place + 1; i < ids.Length; i++)
        {
            yield return shelf[ids[i]];
        }
    }

    /// <summary>How many documents of a kind there are.</summary>
    public int Count(string kind) => Shelf(kind).Count;

    public JsonObject? Find(string kind, string id) => Shelf(kind).GetValueOrDefault(id);

    /// <summary>A document of a kind by its key.</summary>
    public JsonObject? ByKey(string kind, string key) => All(kind).FirstOrDefault(document => document.Text("key") == key);

    /// <summary>Adds a document, at version 1.</summary>
    public JsonObject Add(string kind, JsonObject document)
    {
        var id = NextId();
        document["id"] = id;
        document["version"] = 1;
        document["createdAt"] = Moment;
        document["lastModifiedAt"] = Moment;
        Shelf(kind)[id] = document;
        _sorted.Remove(kind);
        return document;
    }

    public void Remove(string kind, string id)
    {
        Shelf(kind).Remove(id);
        _sorted.Remove(kind);
    }

    /// <summary>The document changed: its version rises, by whatever the platform pleases.</summary>
    public void Touch(JsonObject document)
    {
        document["version"] = document.Whole("version") + switches.VersionStep;
        document["lastModifiedAt"] = Moment;
    }

    /// <summary>Says that something happened to a document.</summary>
    public void Say(string resource, JsonObject document, string type, JsonObject? payload = null)
    {
        var id = document.Text("id")!;
        var message = payload ?? [];
        message["sequenceNumber"] = _sequences[id] = _sequences.GetValueOrDefault(id) + 1;
        message["resource"] = new JsonObject { ["typeId"] = resource, ["id"] = id };
        message["resourceVersion"] = document.Whole("version");
        message["type"] = type;
        if (switches.LoseNextMessages > 0)
        {
            switches.LoseNextMessages--;
            return;
        }

        Stamp(message);
        _pushes.Add(PushOf(message));
        if (switches.HoldBackNextMessages > 0)
        {
            switches.HoldBackNextMessages--;
            _heldBack.Add(message);
        }
        else if (switches.KeepsMessages)
        {
            Shelf("messages")[message.Text("id")!] = message;
            _sorted.Remove("messages");
        }
    }

    /// <summary>Messages that were held back are there now, with the time at which they were said.</summary>
    public void ReleaseMessages()
    {
        foreach (var message in _heldBack)
        {
            Shelf("messages")[message.Text("id")!] = message;
        }

        _heldBack.Clear();
    }

    /// <summary>What subscriptions are told, in their own format, since last asked.</summary>
    public IReadOnlyList<JsonObject> TakePushes()
    {
        var pushes = _pushes.ToArray();
        _pushes.Clear();
        return pushes;
    }

    private void Stamp(JsonObject message)
    {
        message["id"] = NextId();
        message["version"] = 1;
        message["createdAt"] = Moment;
        message["lastModifiedAt"] = Moment;
    }

    /// <summary>A message as a queue is given it: what is too large for the queue stays behind.</summary>
    private JsonObject PushOf(JsonObject message)
    {
        var push = message.DeepClone().AsObject();
        push["notificationType"] = "Message";
        if (switches.LeavesPayloadsOut)
        {
            string[] envelope =
                ["id", "version", "createdAt", "lastModifiedAt", "sequenceNumber", "resource", "resourceVersion", "notificationType", "type"];
            foreach (var name in push.Select(member => member.Key).Except(envelope, StringComparer.Ordinal).ToArray())
            {
                push.Remove(name);
            }

            push["payloadNotIncluded"] = new JsonObject { ["reason"] = "Payload too large.", ["payloadType"] = message.Text("type") };
            push.Remove("type");
        }

        return push;
    }

    private SortedDictionary<string, JsonObject> Shelf(string kind) =>
        _shelves.TryGetValue(kind, out var shelf)
            ? shelf
            : _shelves[kind] = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
}

/// <summary>Reading members of documents.</summary>
internal static class Members
{
    public static string? Text(this JsonObject document, string name) =>
        document[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static long Whole(this JsonObject document, string name) =>
        document[name] is JsonValue value && long.TryParse(
            value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? whole
            : 0;

    public static IEnumerable<JsonObject> List(this JsonObject document, string name) =>
        (document[name] as JsonArray ?? []).OfType<JsonObject>();

    public static JsonArray ListOf(this JsonObject document, string name)
    {
        if (document[name] is JsonArray list)
        {
            return list;
        }

        var made = new JsonArray();
        document[name] = made;
        return made;
    }
}
