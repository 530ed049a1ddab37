using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trueup.Core.Connecting;
using Trueup.Tests.Connectors.AdobeCommerce;
using YamlDotNet.RepresentationModel;

namespace Trueup.Tests.Connectors.CommerceTools;

/// <summary>
/// The vendor's published description of its HTTP API, asked one thing: whether an exchange is as it says. Strict where the
/// real API is silent: a member that it does not name is an offence, since the real one would drop it without a word.
/// </summary>
internal sealed class OpenApiSpec
{
    private static readonly Lazy<OpenApiSpec> Loaded = new(() => Load("commercetools-api.openapi.yaml"));
    private static readonly Lazy<OpenApiSpec> ByHand = new(() => Load("commercetools-import-and-token.openapi.yaml"));

    private readonly YamlMappingNode _root;
    private readonly List<(Regex Path, string Template, int Literals, YamlMappingNode Node)> _paths = [];

    private OpenApiSpec(YamlMappingNode root)
    {
        _root = root;
        foreach (var (path, node) in Map(root, "paths")!.Children)
        {
            var template = ((YamlScalarNode)path).Value!;
            var pattern = Regex.Replace(Regex.Escape(template), @"\\\{[^}]+}", "[^/]+", RegexOptions.NonBacktracking);
            _paths.Add((new Regex($"^{pattern}$", RegexOptions.NonBacktracking), template, template.Count(c => c is not '{'), (YamlMappingNode)node));
        }
    }

    /// <summary>The description of the main API.</summary>
    public static OpenApiSpec Instance => Loaded.Value;

    /// <summary>Everything about an exchange with any of the vendor's services that is not as described; empty when all is
    /// well.</summary>
    public static List<string> OffencesOfAny(WireRequest request, WireReply reply) =>
        (ByHand.Value.Find(request) is not null ? ByHand.Value : Instance).OffencesOf(request, reply);

    /// <summary>What an exchange is: its method and the path as described; null when it is not.</summary>
    public static string? KindOf(WireRequest request) =>
        (ByHand.Value.Find(request) ?? Instance.Find(request)) is { } found ? $"{request.Method} {found.Template}" : null;

    /// <summary>Everything about an exchange that is not as described; empty when all is well.</summary>
    public List<string> OffencesOf(WireRequest request, WireReply reply)
    {
        var offences = new List<string>();
        var address = new Uri(new Uri("http://api"), request.Target);
        var path = address.AbsolutePath;
        if (Find(request) is not { Operation: var operation })
        {
            return [$"{request.Method} {path} is not described"];
        }

        CheckQuery(operation, address, offences);
        if (Map(operation, "requestBody") is { } body && Schema(body) is { } wanted)
        {
            using var sent = request.ContentType == "application/x-www-form-urlencoded"
                ? Form(request.Body)
                : JsonDocument.Parse(request.Body);
            Check(sent.RootElement, wanted, "request", offences);
        }

        var status = reply.Status.ToString(CultureInfo.InvariantCulture);
        if (Map(operation, "responses") is not { } replies || Map(replies, status) is not { } described)
        {
            // None of the limits is described: 429 is not in the document at all.
            if (reply.Status is not (429 or 409))
            {
                offences.Add($"{request.Method} {path} answers {status}, which is not described");
            }
        }
        else if (Schema(Resolved(described)) is { } schema && reply.Body.Length > 0)
        {
            using var answer = JsonDocument.Parse(reply.Body);
            Check(answer.RootElement, schema, "reply", offences);
        }

        return offences;
    }

    /// <summary>Whether a value is as a named schema says.</summary>
    public List<string> OffencesOf(JsonElement value, string schema)
    {
        var offences = new List<string>();
        Check(value, Map(Map(Map(_root, "components")!, "schemas")!, schema)!, schema, offences);
        return offences;
    }

    private (string Template, YamlMappingNode Operation)? Find(WireRequest request)
    {
        var path = new Uri(new Uri("http://api"), request.Target).AbsolutePath;
        var found = _paths.Where(known => known.Path.IsMatch(path)).OrderByDescending(known => known.Literals).FirstOrDefault();
        return found.Node is not null && Map(found.Node, request.Method.ToLowerInvariant()) is { } operation
            ? (found.Template, operation)
            : null;
    }

    private static JsonDocument Form(ReadOnlyMemory<byte> body) => JsonDocument.Parse(JsonSerializer.Serialize(
        System.Text.Encoding.UTF8.GetString(body.Span).Split('&').Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]))));

    private static OpenApiSpec Load(string name)
    {
        var file = Repository.PathOf($"tests/Trueup.Tests/Connectors/CommerceTools/Specs/{name}");

        // Descriptions run over lines that are indented less than YAML wants; they say nothing that is asked here.
        var text = new System.Text.StringBuilder();
        var isInside = false;
        foreach (var line in File.ReadLines(file))
        {
            text.Append(isInside ? " " + line.TrimStart() : line);
            isInside = isInside ? !line.EndsWith('"') : Regex.IsMatch(line, "^[^\"]*: \"[^\"]*$", RegexOptions.NonBacktracking);
            text.Append(isInside ? "" : "\n");
        }

        var stream = new YamlStream();
        stream.Load(new StringReader(text.ToString()));
        return new OpenApiSpec((YamlMappingNode)stream.Documents[0].RootNode);
    }

    private static void CheckQuery(YamlMappingNode operation, Uri address, List<string> offences)
    {
        var allowed = List(operation, "parameters").Select(node => Text((YamlMappingNode)node, "name")).OfType<string>().ToList();
        foreach (var pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = pair.Split('=')[0];
            if (!allowed.Contains(name) && !(name.StartsWith("var.", StringComparison.Ordinal) &&
                                             Regex.IsMatch(name, "^var[.][a-zA-Z0-9]+$", RegexOptions.NonBacktracking) && allowed.Exists(known => known.StartsWith("/^var", StringComparison.Ordinal))))
            {
                offences.Add($"{address.AbsolutePath} has no parameter '{name}'");
            }
        }
    }

    private static YamlMappingNode? Schema(YamlMappingNode carrier)
    {
        var content = Map(carrier, "content");
        return content is null
            ? null
            : Map(Map(content, "application/json") ?? Map(content, "application/x-www-form-urlencoded") ?? content, "schema");
    }

    private void Check(JsonElement value, YamlMappingNode declared, string at, List<string> offences)
    {
        var schema = Specific(Resolved(declared), value);
        if (offences.Count > 20 || Text(schema, "nullable") == "true" && value.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        var type = TypeOf(schema);
        if (!Fits(value, type))
        {
            offences.Add($"{at} is {value.ValueKind} instead of {type}");
            return;
        }

        if (List(schema, "enum").Select(word => ((YamlScalarNode)word).Value).ToList() is { Count: > 0 } words &&
            value.ValueKind == JsonValueKind.String && !words.Contains(value.GetString()))
        {
            offences.Add($"{at} is '{value.GetString()}', which is none of {string.Join(", ", words)}");
        }

        if (value.ValueKind == JsonValueKind.Array && Map(schema, "items") is { } items)
        {
            var i = 0;
            foreach (var item in value.EnumerateArray())
            {
                Check(item, items, $"{at}[{i++}]", offences);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            CheckMembers(value, schema, at, offences);
        }
    }

    private void CheckMembers(JsonElement value, YamlMappingNode schema, string at, List<string> offences)
    {
        var (members, required, isOpen) = (new Dictionary<string, YamlMappingNode>(StringComparer.Ordinal), new HashSet<string>(), false);
        Gather(schema, members, required, ref isOpen);
        foreach (var name in required.Where(name => !value.TryGetProperty(name, out _)))
        {
            offences.Add($"{at} lacks {name}");
        }

        foreach (var member in value.EnumerateObject())
        {
            if (members.TryGetValue(member.Name, out var wanted))
            {
                Check(member.Value, wanted, $"{at}.{member.Name}", offences);
            }
            else if (!isOpen && members.Count > 0)
            {
                offences.Add($"{at} has no member {member.Name}");
            }
        }
    }

    private void Gather(
        YamlMappingNode declared, Dictionary<string, YamlMappingNode> members, HashSet<string> required, ref bool isOpen)
    {
        var schema = Resolved(declared);
        isOpen |= schema.Children.ContainsKey("additionalProperties");
        foreach (var part in List(schema, "allOf"))
        {
            Gather((YamlMappingNode)part, members, required, ref isOpen);
        }

        foreach (var (name, node) in Map(schema, "properties") ?? new YamlMappingNode())
        {
            var text = ((YamlScalarNode)name).Value!;
            isOpen |= text.StartsWith('/');
            members[text] = (YamlMappingNode)node;
        }

        required.UnionWith(List(schema, "required").Select(name => ((YamlScalarNode)name).Value!)
            .Where(name => !name.StartsWith('/')));
    }

    /// <summary>The schema that a value's own word chooses, where a base leaves the choice.</summary>
    private YamlMappingNode Specific(YamlMappingNode schema, JsonElement value)
    {
        var carriers = List(schema, "allOf").Select(part => Resolved((YamlMappingNode)part)).Prepend(schema);
        foreach (var carrier in value.ValueKind == JsonValueKind.Object ? carriers : [])
        {
            if (Map(carrier, "discriminator") is { } choice && Text(choice, "propertyName") is { } name &&
                value.TryGetProperty(name, out var word) && Map(choice, "mapping") is { } mapping &&
                (Text(mapping, word.GetString() ?? "") is { } reference
                    ? ByReference(reference)
                    // Messages of orders are named by a base in between, which nothing refers to.
                    : Map(Map(Map(_root, "components")!, "schemas")!, $"{word.GetString()}Message")) is { } chosen)
            {
                return ReferenceEquals(chosen, schema) ? schema : Specific(chosen, value);
            }
        }

        return schema;
    }

    private static string? TypeOf(YamlMappingNode schema) => Text(schema, "type") ??
        (List(schema, "allOf").Any() || schema.Children.ContainsKey("properties") ? "object" : null);

    private static bool Fits(JsonElement value, string? type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => true,
    };

    private YamlMappingNode Resolved(YamlMappingNode node) =>
        Text(node, "$ref") is { } reference ? Resolved(ByReference(reference)) : node;

    private YamlMappingNode ByReference(string reference) =>
        reference.Split('/').Skip(1).Aggregate(_root, (node, part) => Map(node, part)!);

    private static YamlMappingNode? Map(YamlMappingNode node, string name) =>
        node.Children.TryGetValue(name, out var child) ? child as YamlMappingNode : null;

    private static string? Text(YamlMappingNode node, string name) =>
        node.Children.TryGetValue(name, out var child) ? (child as YamlScalarNode)?.Value : null;

    private static YamlSequenceNode List(YamlMappingNode node, string name) =>
        node.Children.TryGetValue(name, out var child) && child is YamlSequenceNode list ? list : new YamlSequenceNode();
}
