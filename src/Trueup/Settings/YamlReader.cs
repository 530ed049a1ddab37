using Trueup.Core.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using Scalar = YamlDotNet.Core.Events.Scalar;

namespace Trueup.Settings;

/// <summary>
/// Reads YAML into nodes that know their place. Works on the parser's events because the library's own tree stops at
/// the first duplicate key.
/// </summary>
internal sealed class YamlReader
{
    /// <summary>Deepest nesting taken in.</summary>
    public const int DepthMax = 32;

    /// <summary>Most nodes taken in, aliases counted as often as they are used.</summary>
    public const int NodesMax = 200_000;

    private readonly Parser _parser;
    private readonly References _references;
    private readonly Dictionary<string, (Node Node, int Size)> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlReader(string text, References references)
    {
        _parser = new Parser(new StringReader(text));
        _references = references;
    }

    /// <summary>Reads one document; null when there is none or it is not YAML, which is then noted.</summary>
    public static Node? Read(string text, Surroundings surroundings, ProblemList problems)
    {
        try
        {
            return new YamlReader(text, new References(surroundings, problems)).ReadDocument();
        }
        catch (YamlException malformed)
        {
            problems.Error(At(malformed.Start), "", $"this is not sound YAML: {malformed.Message.TrimEnd('.')}");
            return null;
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException)
        {
            // The library's own words for a text that ends, or turns into something else, where it did not expect it.
            problems.Error(new Place(1, 1), "", "this is not sound YAML: something in it ends too early");
            return null;
        }
    }

    private static Place At(in Mark mark) => new(checked((int)mark.Line), checked((int)mark.Column));

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private Node? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            return null;
        }

        var root = ReadNode("", depth: 0);
        _parser.Consume<DocumentEnd>();
        return _parser.TryConsume<DocumentStart>(out var second)
            ? throw new YamlException(second.Start, second.End, "there is a second document in the file")
            : root;
    }

    private Node ReadNode(string path, int depth)
    {
        var start = _parser.Current!;
        if (depth > DepthMax || ++_nodes > NodesMax)
        {
            throw new YamlException(start.Start, start.End, "the file is nested too deeply or is too large");
        }

        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Repeat(alias);
        }

        var before = _nodes;
        var anchor = ((NodeEvent)start).Anchor;
        Node node = start switch
        {
            Scalar => ReadScalar(path),
            SequenceStart => ReadList(path, depth),
            _ => ReadMap(path, depth),
        };
        if (!anchor.IsEmpty)
        {
            _anchors[anchor.Value] = (node, _nodes - before + 1);
        }

        return node;
    }

    private Node Repeat(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var anchored))
        {
            throw new YamlException(alias.Start, alias.End, $"*{alias.Value.Value} repeats something not yet written");
        }

        _nodes += anchored.Size;
        return anchored.Node;
    }

    private Node.Scalar ReadScalar(string path)
    {
        var scalar = _parser.Consume<Scalar>();
        var place = At(scalar.Start);
        return new Node.Scalar(place, scalar.Value, _references.Resolve(scalar.Value, place, path));
    }

    private Node.List ReadList(string path, int depth)
    {
        var start = _parser.Consume<SequenceStart>();
        var members = new List<Node>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            members.Add(ReadNode($"{path}[{members.Count}]", depth + 1));
        }

        return new Node.List(At(start.Start), members.ToItems());
    }

    private Node.Map ReadMap(string path, int depth)
    {
        var start = _parser.Consume<MappingStart>();
        var entries = new List<Entry>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.Consume<Scalar>();
            entries.Add(new Entry(key.Value, At(key.Start), ReadNode(Join(path, key.Value), depth + 1)));
        }

        return new Node.Map(At(start.Start), entries.ToItems());
    }
}
