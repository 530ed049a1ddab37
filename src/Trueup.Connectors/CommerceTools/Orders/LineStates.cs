using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;

namespace Trueup.Connectors.CommerceTools.Orders;

/// <summary>
/// The states that units of a line are in: <c>state[{quantity,state}]</c>, which sum to the line (commercetools.md §4.5).
/// What a state means is the project's own; the configuration names those that the hub reads and sets.
/// </summary>
internal static class LineStates
{
    /// <summary>Units of a line in the state that means given up; 0 where none is configured.</summary>
    public static long GivenUp(JsonElement line, CommerceToolsOptions options) =>
        options.CancelledState is { } key ? line.List("state").Where(part => Is(part, key)).Sum(UnitsOf) : 0;

    /// <summary>Writes what moves so many units of a line into a state, from whichever others they are in.</summary>
    public static void Move(Utf8JsonWriter json, JsonElement line, long units, string key, IEnumerable<string?> exceptFrom)
    {
        var except = exceptFrom.Append(key).ToList();
        foreach (var part in line.List("state").Where(part => !except.Exists(other => other is not null && Is(part, other))))
        {
            var moved = Math.Min(units, UnitsOf(part));
            if (moved <= 0)
            {
                continue;
            }

            json.WriteStartObject();
            json.WriteString("action", "transitionLineItemState");
            json.WriteString("lineItemId", line.Text("id"));
            json.WriteNumber("quantity", moved);
            json.WriteStartObject("fromState");
            json.WriteString("typeId", "state");
            json.WriteString("id", part.At("state").Text("id"));
            json.WriteEndObject();
            json.WriteStartObject("toState");
            json.WriteString("typeId", "state");
            json.WriteString("key", key);
            json.WriteEndObject();
            json.WriteEndObject();
            units -= moved;
        }
    }

    private static bool Is(JsonElement part, string key) => part.At("state").At("obj").Text("key") == key;

    private static long UnitsOf(JsonElement part) => part.Whole("quantity") ?? 0;
}
