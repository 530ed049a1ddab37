using System.Text.Json;
using System.Text.Json.Serialization;
using Trueup.Core.Values;
using Trueup.Storage;

namespace Trueup.Shapes;

/// <summary>Whose payloads, and of which form: the event's type where it is one.</summary>
public readonly record struct ShapeKey(string Connection, string Form);

/// <summary>What the payloads of a connection and form look like, for people.</summary>
/// <param name="Connection">Who sends them, or is read.</param>
/// <param name="Form">The event's type, or how the hub reads them.</param>
/// <param name="Since">When the first was looked at, UTC.</param>
/// <param name="Samples">How many were looked at.</param>
/// <param name="Fields">Fields that are known.</param>
/// <param name="IsKnown">Whether others are held against them already.</param>
/// <param name="Changes">What changed since, the newest first.</param>
public sealed record ShapeView(
    string Connection, string Form, DateTimeOffset Since, long Samples, int Fields, bool IsKnown, Items<ShapeChange> Changes);

/// <summary>The shapes of everything that comes in. Kept in the data folder, whole or not at all; losing it costs the
/// learning.</summary>
/// <param name="folder">The data folder.</param>
/// <param name="rule">From when on a shape counts as known.</param>
public sealed class ShapeBook(string folder, ShapeRule rule)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ShapeKey, KnownShape> _shapes = [];

    private string Path => System.IO.Path.Combine(folder, "shapes.json");

    /// <summary>The last message that was looked at.</summary>
    public long Through { get; set; }

    /// <summary>Looks at a message, and says how it differs from all before.</summary>
    /// <param name="message">Its place in the journal.</param>
    /// <param name="connection">Whose it is.</param>
    /// <param name="form">How its body is to be read.</param>
    /// <param name="body">Its body.</param>
    /// <param name="now">The present time.</param>
    /// <returns>What it is counted with, and its differences; null where it is no payload of fields.</returns>
    public (ShapeKey Key, IReadOnlyList<ShapeChange> Changes)? Look(
        long message, string connection, string form, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        if (PayloadShape.Of(body) is not { } payload)
        {
            return null;
        }

        lock (_gate)
        {
            var key = new ShapeKey(connection, payload.EventType ?? form);
            if (!_shapes.TryGetValue(key, out var known))
            {
                _shapes[key] = known = new KnownShape(now);
            }

            return (key, known.Take(payload, rule, message, now));
        }
    }

    /// <summary>Everything that is known.</summary>
    public Items<ShapeView> Show(DateTimeOffset now)
    {
        lock (_gate)
        {
            return _shapes.Select(pair => new ShapeView(
                    pair.Key.Connection, pair.Key.Form, pair.Value.Since, pair.Value.Samples, pair.Value.Fields.Count,
                    pair.Value.IsKnown(rule, now), pair.Value.Changes.Reverse().ToItems()))
                .OrderBy(view => view.Connection, StringComparer.Ordinal).ThenBy(view => view.Form, StringComparer.Ordinal)
                .ToItems();
        }
    }

    /// <summary>Takes up what was kept; nothing where there is nothing that can be read.</summary>
    public void Open()
    {
        try
        {
            if (!File.Exists(Path) ||
                JsonSerializer.Deserialize(File.ReadAllBytes(Path), ShapeJson.Default.KeptShapes) is not { } kept)
            {
                return;
            }

            Through = kept.Through;
            foreach (var each in kept.Shapes)
            {
                _shapes[new ShapeKey(each.Connection, each.Form)] =
                    KnownShape.Restore(each.Since, each.Samples, each.Fields, each.Changes);
            }
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            _shapes.Clear();
        }
    }

    /// <summary>Keeps it.</summary>
    /// <returns>Whether it could be written.</returns>
    public bool Keep()
    {
        KeptShapes kept;
        lock (_gate)
        {
            kept = new KeptShapes(Through, [.. _shapes.Select(pair => new KeptShape(
                pair.Key.Connection, pair.Key.Form, pair.Value.Since, pair.Value.Samples,
                pair.Value.Fields.ToDictionary(StringComparer.Ordinal), [.. pair.Value.Changes]))]);
        }

        return WholeFile.Write(Path, JsonSerializer.SerializeToUtf8Bytes(kept, ShapeJson.Default.KeptShapes));
    }
}

/// <summary>The file's form.</summary>
internal sealed record KeptShapes(long Through, IReadOnlyList<KeptShape> Shapes);

/// <summary>One shape in the file.</summary>
internal sealed record KeptShape(
    string Connection, string Form, DateTimeOffset Since, long Samples, IReadOnlyDictionary<string, KnownField> Fields,
    IReadOnlyList<ShapeChange> Changes);

[JsonSerializable(typeof(KeptShapes))]
internal sealed partial class ShapeJson : JsonSerializerContext;
