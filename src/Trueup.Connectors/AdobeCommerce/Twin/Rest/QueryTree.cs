namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>A query string as PHP reads it: <c>a[b][0]=c</c> is a tree.</summary>
internal sealed class QueryTree
{
    private const int DepthMax = 16;

    private readonly Dictionary<string, QueryTree> _children = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    public string? Value { get; private set; }

    public QueryTree? this[string name] => _children.GetValueOrDefault(name);

    /// <summary>Children in the order they were first named.</summary>
    public IEnumerable<QueryTree> Children => _order.Select(n => _children[n]);

    public IEnumerable<string> Names => _order;

    /// <summary>The first of several spellings that is there.</summary>
    public QueryTree? Any(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (this[name] is { } child)
            {
                return child;
            }
        }

        return null;
    }

    public static QueryTree Parse(string query)
    {
        var root = new QueryTree();
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = Decode(equals < 0 ? pair : pair[..equals]);
            root.Descend(name).Value = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
        }

        return root;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private QueryTree Descend(string name)
    {
        var node = this;
        foreach (var part in name.Split('[', DepthMax))
        {
            node = node.Child(part.TrimEnd(']'));
        }

        return node;
    }

    private QueryTree Child(string name)
    {
        if (!_children.TryGetValue(name, out var child))
        {
            _children[name] = child = new QueryTree();
            _order.Add(name);
        }

        return child;
    }
}
