using System.Security;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>An answer as XML, for callers that ask for it.</summary>
internal static class XmlText
{
    public static Answer Of(Answer answer)
    {
        if (answer.Text is not null)
        {
            return answer;
        }

        var text = new StringBuilder("<?xml version=\"1.0\"?>\n<response>");

        // Parts of it may be written as JSON already.
        Write(text, answer.Json is null ? null : JsonNode.Parse(answer.Json.ToJsonString()), depth: 1);
        text.Append("</response>\n");
        return answer with { Text = text.ToString(), ContentType = "application/xml; charset=utf-8" };
    }

    private static void Write(StringBuilder text, JsonNode? node, int depth)
    {
        var children = node switch
        {
            JsonObject members => members.Select(m => (m.Key, m.Value)),
            JsonArray list => list.Select(i => (Key: "item", Value: i)),
            _ => [],
        };
        if (node is not (JsonObject or JsonArray))
        {
            text.Append(SecurityElement.Escape(Scalar(node)));
            return;
        }

        text.Append('\n');
        foreach (var (name, value) in children)
        {
            text.Append(' ', depth * 2).Append('<').Append(name);
            if (value is JsonArray { Count: 0 })
            {
                text.Append("/>\n");
                continue;
            }

            text.Append('>');
            Write(text, value, depth + 1);
            text.Append("</").Append(name).Append(">\n");
        }

        text.Append(' ', (depth - 1) * 2);
    }

    private static string Scalar(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "",
        JsonValueKind.String => node.GetValue<string>(),
        _ => node.ToJsonString(),
    };
}
