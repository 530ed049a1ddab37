using System.Text.Json;
using Trueup.Core.Connecting;

namespace Trueup.Shapes;

/// <summary>What a field of a payload can hold; null counts for nothing.</summary>
[Flags]
public enum FieldKinds
{
    /// <summary>Nothing was seen but null.</summary>
    None = 0,

    /// <summary>Text.</summary>
    Text = 1,

    /// <summary>A number.</summary>
    Number = 2,

    /// <summary>True or false.</summary>
    Flag = 4,

    /// <summary>Fields of its own.</summary>
    Group = 8,

    /// <summary>Items.</summary>
    List = 16,
}

/// <summary>How often a field stands in one payload, and with what.</summary>
public readonly record struct FieldSeen(int Count, FieldKinds Kinds);

/// <summary>The fields of one payload, by path: <c>order.lines[].sku</c>. Values are not kept.</summary>
public sealed class PayloadShape
{
    private const int DepthMax = 16;
    private const int FieldsMax = 2_000;

    /// <summary>So many names side by side are data, not fields.</summary>
    private const int NamesMax = 40;

    private readonly Dictionary<string, FieldSeen> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _groups = new(StringComparer.Ordinal);

    private PayloadShape()
    {
    }

    /// <summary>The fields.</summary>
    public IReadOnlyDictionary<string, FieldSeen> Fields => _fields;

    /// <summary>How many groups there are at each path; the payload itself is at the empty one.</summary>
    public IReadOnlyDictionary<string, int> Groups => _groups;

    /// <summary>The type that an event's envelope names; null where the payload is no event.</summary>
    public string? EventType { get; private init; }

    /// <summary>The shape of a payload; null where it is no JSON object or list.</summary>
    public static PayloadShape? Of(ReadOnlyMemory<byte> payload)
    {
        try
        {
            JsonText.RequireSound(payload.Span);
            using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 64 });
            var root = document.RootElement;
            if (root.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            {
                return null;
            }

            var shape = new PayloadShape { EventType = TypeOf(root) };
            shape.Walk(root, "", depth: 0);
            return shape;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The path of what a field stands in.</summary>
    public static string ParentOf(string path) => path.LastIndexOf('.') is >= 0 and var dot ? path[..dot] : "";

    private static string? TypeOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("specversion", out _) &&
        root.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()
            : null;

    private void Walk(JsonElement value, string path, int depth)
    {
        if (depth > DepthMax || _fields.Count > FieldsMax)
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Walk(item, $"{path}[]", depth + 1);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() <= NamesMax)
        {
            _groups[path] = _groups.GetValueOrDefault(path) + 1;
            foreach (var member in value.EnumerateObject())
            {
                var name = member.Name.Replace('.', '·');
                var below = path.Length == 0 ? name : $"{path}.{name}";
                var seen = _fields.GetValueOrDefault(below);
                _fields[below] = new FieldSeen(seen.Count + 1, seen.Kinds | KindOf(member.Value.ValueKind));
                Walk(member.Value, below, depth + 1);
            }
        }
    }

    private static FieldKinds KindOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => FieldKinds.Text,
        JsonValueKind.Number => FieldKinds.Number,
        JsonValueKind.True or JsonValueKind.False => FieldKinds.Flag,
        JsonValueKind.Object => FieldKinds.Group,
        JsonValueKind.Array => FieldKinds.List,
        _ => FieldKinds.None,
    };
}
