using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>The platform's query predicates (commercetools.md §4.4), as far as its resources are asked by them.</summary>
internal sealed class Predicate
{
    private readonly List<string> _tokens = [];
    private readonly IReadOnlyDictionary<string, string> _variables;
    private int _at;

    private Predicate(string text, IReadOnlyDictionary<string, string> variables)
    {
        _variables = variables;
        Split(text);
    }

    /// <summary>A test of documents.</summary>
    /// <exception cref="Refusal">The text is no predicate.</exception>
    public static Func<JsonNode?, bool> Parse(string text, IReadOnlyDictionary<string, string> variables)
    {
        var predicate = new Predicate(text, variables);
        var test = predicate.Either();
        return predicate._at == predicate._tokens.Count
            ? test
            : throw Malformed(text);
    }

    /// <summary>
    /// The values that a predicate of one comparison allows a field to have; null for any other predicate. Only a hint of
    /// where to look: the predicate itself is still asked.
    /// </summary>
    public static IReadOnlyList<string>? ValuesOf(string text, string field, string comparison, IReadOnlyDictionary<string, string> variables)
    {
        var predicate = new Predicate(text, variables);
        if (!predicate.Takes(field) || !predicate.Takes(comparison))
        {
            return null;
        }

        var isList = predicate.Takes("(");
        var values = new List<string> { predicate.Value() };
        while (isList && predicate.Takes(","))
        {
            values.Add(predicate.Value());
        }

        return (!isList || predicate.Takes(")")) && predicate._at == predicate._tokens.Count ? values : null;
    }

    private static Refusal Malformed(string text) =>
        Refusal.Invalid("InvalidInput", $"Malformed parameter: where: Syntax error while parsing '{text}'.");

    private void Split(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if (char.IsWhiteSpace(c))
            {
                i++;
                continue;
            }

            var start = i;
            if (c == '"')
            {
                for (i++; i < text.Length && text[i] != '"'; i++)
                {
                    i += text[i] == '\\' ? 1 : 0;
                }

                i = i < text.Length ? i + 1 : throw Malformed(text);
            }
            else if (c is '(' or ')' or ',' or '=')
            {
                i++;
            }
            else if (c is '<' or '>' or '!')
            {
                i += i + 1 < text.Length && text[i + 1] is '=' or '>' ? 2 : 1;
            }
            else
            {
                while (i < text.Length && !char.IsWhiteSpace(text[i]) && !"(),=<>!\"".Contains(text[i], StringComparison.Ordinal))
                {
                    i++;
                }
            }

            _tokens.Add(text[start..i]);
        }
    }

    private Func<JsonNode?, bool> Either()
    {
        var left = Both();
        while (Takes("or"))
        {
            var (first, second) = (left, Both());
            left = node => first(node) || second(node);
        }

        return left;
    }

    private Func<JsonNode?, bool> Both()
    {
        var left = One();
        while (Takes("and"))
        {
            var (first, second) = (left, One());
            left = node => first(node) && second(node);
        }

        return left;
    }

    private Func<JsonNode?, bool> One()
    {
        if (Takes("not"))
        {
            var inner = Inside();
            return node => !inner(node);
        }

        if (Peek == "(")
        {
            return Inside();
        }

        var field = Next();
        if (Peek == "(")
        {
            var inner = Inside();
            return node => ValuesOf(node, field).Any(inner);
        }

        return Comparison(field);
    }

    private Func<JsonNode?, bool> Inside()
    {
        Expect("(");
        var inner = Either();
        Expect(")");
        return inner;
    }

    private Func<JsonNode?, bool> Comparison(string field)
    {
        var word = Next();
        if (word == "is")
        {
            var isNot = Takes("not");
            var wants = Next();
            return wants switch
            {
                "defined" => node => (Member(node, field) is not null) != isNot,
                "empty" => node => (Member(node, field) is not JsonArray { Count: > 0 }) != isNot,
                _ => throw Malformed(wants),
            };
        }

        var negated = word == "not";
        word = negated ? Next() : word;
        if (word == "in")
        {
            var values = new HashSet<string>(StringComparer.Ordinal);
            Expect("(");
            do
            {
                values.Add(Value());
            }
            while (Takes(","));
            Expect(")");
            return node => values.Contains(TextOf(Member(node, field)) ?? "\0") != negated;
        }

        var value = Value();
        return word switch
        {
            "=" => node => TextOf(Member(node, field)) == value,
            "!=" or "<>" => node => TextOf(Member(node, field)) != value,
            ">" => node => Compare(Member(node, field), value) > 0,
            "<" => node => Compare(Member(node, field), value) < 0,
            ">=" => node => Compare(Member(node, field), value) >= 0,
            "<=" => node => Compare(Member(node, field), value) <= 0,
            _ => throw Malformed(word),
        };
    }

    private string Value()
    {
        var token = Next();
        if (token[0] == ':')
        {
            return _variables.TryGetValue(token[1..], out var value)
                ? value
                : throw Refusal.Invalid("InvalidInput", $"Malformed parameter: where: The variable '{token}' has no value.");
        }

        return token[0] == '"' ? token[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal) : token;
    }

    private string? Peek => _at < _tokens.Count ? _tokens[_at] : null;

    private string Next() => _at < _tokens.Count ? _tokens[_at++] : throw Malformed("the end");

    private bool Takes(string token)
    {
        if (Peek != token)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(string token)
    {
        if (!Takes(token))
        {
            throw Malformed(Peek ?? "the end");
        }
    }

    private static JsonNode? Member(JsonNode? node, string field) =>
        node is JsonObject members && members.TryGetPropertyValue(field, out var member) ? member : null;

    private static JsonNode[] ValuesOf(JsonNode? node, string field) => Member(node, field) switch
    {
        null => [],
        JsonArray list => list.OfType<JsonNode>().ToArray(),
        var one => [one],
    };

    private static string? TextOf(JsonNode? node) => node is JsonValue value
        ? value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString()
        : null;

    private static int? Compare(JsonNode? node, string value)
    {
        if (TextOf(node) is not { } text)
        {
            return null;
        }

        return decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var left) &&
               decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var right)
            ? left.CompareTo(right)
            : string.CompareOrdinal(text, value);
    }
}
