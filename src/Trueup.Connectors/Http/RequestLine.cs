using System.Globalization;
using System.Text;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http;

/// <summary>
/// A method and a target with placeholders, such as <c>GET /orders?external_id={{order.id}}</c>. What takes a
/// placeholder's place is percent-encoded, so no value can change the shape of a request.
/// </summary>
internal sealed class RequestLine
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    /// <summary>Literal, placeholder, literal, placeholder … literal.</summary>
    private readonly string[] _parts;

    private RequestLine(string method, string[] parts)
    {
        Method = method;
        _parts = parts;
    }

    /// <summary>The HTTP method.</summary>
    public string Method { get; }

    /// <summary>The placeholders, as dotted paths.</summary>
    public Items<string> Placeholders => _parts.Where(static (_, place) => place % 2 == 1).ToItems();

    /// <summary>Reads a request line.</summary>
    /// <param name="text">Method, a space, and a target that begins with a slash.</param>
    /// <param name="fault">What is wrong with it; null when nothing is.</param>
    /// <returns>The request line; null when something is wrong.</returns>
    public static RequestLine? Parse(string text, out string? fault)
    {
        fault = null;
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var method = space < 0 ? text : text[..space];
        var target = space < 0 ? "" : text[(space + 1)..].Trim();
        if (!Methods.Contains(method, StringComparer.Ordinal))
        {
            fault = $"expected METHOD /path with one of {string.Join(", ", Methods)}";
        }
        else if (!target.StartsWith('/'))
        {
            fault = "expected a target that begins with a slash after the method";
        }

        var parts = Split(target);
        if (fault is null && parts is null)
        {
            fault = "a placeholder {{…}} is not closed, or is empty";
        }
        else if (fault is null && !parts!.Where(static (_, place) => place % 2 == 0).All(IsTargetText))
        {
            fault = "the target holds white space, a fragment or characters that must be percent-encoded";
        }

        return fault is null ? new RequestLine(method, parts!) : null;
    }

    /// <summary>The target with everything filled in; a value that is absent leaves nothing.</summary>
    public string Target(IReadOnlyDictionary<string, object?> tree)
    {
        var target = new StringBuilder();
        for (var place = 0; place < _parts.Length; place++)
        {
            target.Append(place % 2 == 0 ? _parts[place] : Uri.EscapeDataString(TextOf(Resolve(tree, _parts[place]))));
        }

        return target.ToString();
    }

    /// <summary>The value at a dotted path of a tree; null where there is none.</summary>
    public static object? Resolve(IReadOnlyDictionary<string, object?> tree, string path)
    {
        object? value = tree;
        foreach (var step in path.Split('.'))
        {
            value = value switch
            {
                IReadOnlyDictionary<string, object?> branch => branch.GetValueOrDefault(step),
                IReadOnlyList<object?> list when int.TryParse(step, CultureInfo.InvariantCulture, out var place) &&
                    place >= 0 && place < list.Count => list[place],
                _ => null,
            };
        }

        return value;
    }

    private static string TextOf(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string[]? Split(string target)
    {
        var parts = new List<string>();
        var rest = target;
        while (rest.IndexOf("{{", StringComparison.Ordinal) is >= 0 and var open)
        {
            var close = rest.IndexOf("}}", open, StringComparison.Ordinal);
            var name = close < 0 ? "" : rest[(open + 2)..close].Trim();
            if (name.Length == 0)
            {
                return null;
            }

            parts.Add(rest[..open]);
            parts.Add(name);
            rest = rest[(close + 2)..];
        }

        parts.Add(rest);
        return [.. parts];
    }

    private static bool IsTargetText(string text) =>
        text.All(static letter => char.IsAsciiLetterOrDigit(letter) || "-._~!$&'()*+,;=:@/?%".Contains(letter));
}
