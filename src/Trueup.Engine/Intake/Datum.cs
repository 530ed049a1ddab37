using System.Text.Json;

namespace Trueup.Engine.Intake;

/// <summary>One object of a message's data, read field by field; a field that is null is absent.</summary>
/// <param name="element">The object.</param>
/// <param name="path">Where it is in the message: empty, or a path that ends in a dot.</param>
/// <param name="problems">Takes what is wrong with its fields.</param>
/// <param name="isPersonal">Whether its values are about a person and are never quoted.</param>
internal sealed class Datum(JsonElement element, string path, Problems problems, bool isPersonal = false)
{
    /// <summary>A field that must be there.</summary>
    public Field this[string name] => new(
        element.TryGetProperty(name, out var value) ? value : default, path + name, problems, isPersonal);

    /// <summary>All of its fields that are not null, by the names that the sender gave them.</summary>
    public IEnumerable<(string Name, Field Value)> Fields => element.EnumerateObject()
        .Where(static named => named.Value.ValueKind != JsonValueKind.Null).Select(named => (named.Name, this[named.Name]));

    /// <summary>A field that may be absent; null then.</summary>
    public Field? Find(string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? this[name] : null;
}
