using System.Globalization;
using System.Text.Json.Nodes;

namespace Trueup.Simulator.Merchants;

/// <summary>Writes values where a configuration says that an answer holds them: <c>$.items[0].id</c>.</summary>
internal static class ReplyForm
{
    /// <summary>Whether a value can be put at a path: names and places in lists only.</summary>
    public static bool CanWrite(string path) => Steps(path) is not null;

    /// <summary>Puts a value at a path, making what lies on the way.</summary>
    public static void Write(JsonObject root, string path, JsonNode value)
    {
        var steps = Steps(path) ?? throw new ArgumentException($"Nothing can be written at {path}.", nameof(path));
        JsonNode place = root;
        for (var i = 0; i < steps.Count - 1; i++)
        {
            place = Down(place, steps[i], () => steps[i + 1] is int ? new JsonArray() : new JsonObject());
        }

        Down(place, steps[^1], () => value);
    }

    private static JsonNode Down(JsonNode place, object step, Func<JsonNode> make)
    {
        if (step is string name)
        {
            return ((JsonObject)place)[name] ??= make();
        }

        var (list, at) = ((JsonArray)place, (int)step);
        while (list.Count <= at)
        {
            list.Add(list.Count == at ? make() : new JsonObject());
        }

        return list[at]!;
    }

    private static List<object>? Steps(string path)
    {
        if (!path.StartsWith("$.", StringComparison.Ordinal))
        {
            return null;
        }

        var steps = new List<object>();
        foreach (var part in path[2..].Split('.'))
        {
            var names = part.Split('[');
            if (names[0].Length == 0 || !names[0].All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '@'))
            {
                return null;
            }

            steps.Add(names[0]);
            foreach (var place in names.Skip(1))
            {
                if (!place.EndsWith(']') ||
                    !int.TryParse(place[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var at))
                {
                    return null;
                }

                steps.Add(at);
            }
        }

        return steps;
    }
}
