using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http;

/// <summary>
/// A JSONPath into a reply: members by name (<c>$.a.b</c>), or anything that Newtonsoft's <c>SelectToken</c>
/// understands.
/// </summary>
internal sealed class ReplyPath
{
    private static readonly JsonSerializerSettings Exact = new()
    {
        DateParseHandling = DateParseHandling.None,
        FloatParseHandling = FloatParseHandling.Decimal,
        MaxDepth = 64,
    };

    private readonly string _path;

    private ReplyPath(string path, Items<string>? members)
    {
        _path = path;
        Members = members;
    }

    /// <summary>The names from the root down where the path is nothing but names; null for any other path.</summary>
    public Items<string>? Members { get; }

    /// <summary>Reads a path.</summary>
    /// <param name="text">The path, beginning with <c>$</c>.</param>
    /// <param name="fault">What is wrong with it; null when nothing is.</param>
    /// <returns>The path; null when something is wrong.</returns>
    public static ReplyPath? Parse(string text, out string? fault)
    {
        fault = null;
        if (!text.StartsWith('$'))
        {
            fault = "expected a JSONPath that begins with $";
            return null;
        }

        try
        {
            // The parser is only reached by asking something.
            _ = new JObject().SelectTokens(text).FirstOrDefault();
            return new ReplyPath(text, MembersOf(text));
        }
        catch (JsonException error)
        {
            fault = error.Message;
            return null;
        }
    }

    /// <summary>Reads a reply's body for asking; null when it is not JSON, or a byte of it came wrong: half of an id is no id.</summary>
    public static JToken? Read(ReadOnlyMemory<byte> body)
    {
        if (!JsonText.IsSound(body.Span))
        {
            return null;
        }

        try
        {
            return JsonConvert.DeserializeObject<JToken>(Encoding.UTF8.GetString(body.Span), Exact);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text or number at the path, as text; null when there is neither.</summary>
    public string? TextIn(JToken? reply) => reply is null ? null : TextOf(reply.SelectTokens(_path).FirstOrDefault());

    /// <summary>Whether a reply has anything at the path, an empty list among it.</summary>
    public bool Exists(JToken reply) => reply.SelectTokens(_path).Any(token => token.Type == JTokenType.Array);

    /// <summary>Whether the path leads to a member of a row in a list and the reply has the row, with or without the member.</summary>
    public bool IsRowIn(JToken reply) =>
        _path.LastIndexOf('.') is > 0 and var end && _path[end - 1] == ']' && reply.SelectTokens(_path[..end]).OfType<JObject>().Any();

    /// <summary>Everything at the path: the members of a list that it leads to, else all that it matches.</summary>
    public IEnumerable<JToken> ListIn(JToken reply)
    {
        var matches = reply.SelectTokens(_path).ToList();
        return matches is [JArray list] ? list : matches;
    }

    private static string? TextOf(JToken? token) => token is JValue { Value: { } value } && value is not bool
        ? Convert.ToString(value, CultureInfo.InvariantCulture)
        : null;

    private static Items<string>? MembersOf(string text)
    {
        var members = text[1..];
        if (members.Length == 0)
        {
            return Items.Of<string>([]);
        }

        var names = members.Split('.');
        var arePlain = names[0].Length == 0 && names.Skip(1).All(static name =>
            name.Length > 0 && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-'));
        return arePlain ? names.Skip(1).ToItems() : null;
    }
}
