using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>The declared keys as a tree: what may stand at one place of the file.</summary>
internal sealed class KeyTree
{
    private const string AnyName = "*";
    private const string MemberMark = "[]";

    private readonly Dictionary<string, KeyTree> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KeyTree> _named = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    private KeyTree(string segment) => Segment = segment;

    /// <summary>The last part of the path.</summary>
    public string Segment { get; }

    /// <summary>What is declared of this very place; null for a mere step on the way.</summary>
    public KeyRule? Rule { get; private set; }

    /// <summary>What stands below a name that is not declared; null when only declared names may stand here.</summary>
    public KeyTree? Any { get; private set; }

    /// <summary>What a member of the list here is; null when this is no list of sections.</summary>
    public KeyTree? Member { get; private set; }

    /// <summary>What is expected here.</summary>
    public Form Form => Rule?.Form ?? Form.Section;

    /// <summary>The declared keys, in order of declaration.</summary>
    public IEnumerable<KeyTree> Keys => _names.Select(name => _named[name]);

    /// <summary>
    /// The names that may stand here. Below a step that only a connector's paths make, several steps may be one name
    /// (<c>order.create</c> below <c>operations</c>): connectors read settings by dotted path, however it is nested.
    /// </summary>
    public IEnumerable<(string Name, KeyTree Below)> Names => Keys.SelectMany(key => IsStep && key.IsStep
        ? key.Names.Select(below => ($"{key.Segment}.{below.Name}", below.Below)).Prepend((key.Segment, key))
        : [(key.Segment, key)]);

    /// <summary>
    /// What may stand here for each value of the key <c>kind</c>; empty where that makes no difference.
    /// </summary>
    public IReadOnlyDictionary<string, KeyTree> Kinds => _kinds;

    /// <summary>The tree of a whole file with the given connectors.</summary>
    public static KeyTree Of(ConnectorCatalogue connectors)
    {
        var root = Of(KeyRules.OfFile);
        var connection = root.Step("connections").Step(AnyName);
        foreach (var manifest in connectors.Manifests)
        {
            connection._kinds[manifest.Kind] = Of(KeyRules.OfConnection(manifest));
        }

        return root;
    }

    /// <summary>What stands below a key; null when it may not be there.</summary>
    public KeyTree? Below(string key) => _named.GetValueOrDefault(key) ??
        (IsStep ? Names.FirstOrDefault(name => name.Name == key).Below : null) ?? Any;

    private bool IsStep => Rule is null && Segment.Length > 0 && Segment != AnyName;

    private static KeyTree Of(Items<KeyRule> rules)
    {
        var root = new KeyTree("");
        foreach (var rule in rules)
        {
            var place = root;
            var segments = rule.Path.Replace(MemberMark, $".{MemberMark}", StringComparison.Ordinal).Split('.');
            foreach (var segment in segments)
            {
                place = place.Step(segment);
            }

            place.Rule = rule;
        }

        return root;
    }

    private KeyTree Step(string segment)
    {
        switch (segment)
        {
            case AnyName:
                return Any ??= new KeyTree(segment);
            case MemberMark:
                return Member ??= new KeyTree(segment);
            default:
                if (!_named.TryGetValue(segment, out var child))
                {
                    child = new KeyTree(segment);
                    _named.Add(segment, child);
                    _names.Add(segment);
                }

                return child;
        }
    }
}
