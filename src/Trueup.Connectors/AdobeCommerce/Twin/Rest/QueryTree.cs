namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>A query string as PHP reads it: <c>a[b][0]=c</c> is a tree.</summary>
internal sealed class QueryTree
{
    private const int DepthMax = 16;

    /// <summary>In the order they were first named; a query is short, so they are looked through. Null for a leaf.</summary>
    private List<(string Name, QueryTree Tree)>? _children;

    public string? Value { get; private set; }

    public QueryTree? this[ReadOnlySpan<char> name]
    {
        get
        {
            foreach (var (known, tree) in _children ?? [])
            {
                if (name.SequenceEqual(known))
                {
                    return tree;
                }
            }

            return null;
        }
    }

    /// <summary>Children in the order they were first named.</summary>
    public IEnumerable<QueryTree> Children => (_children ?? []).Select(child => child.Tree);

    public IEnumerable<string> Names => (_children ?? []).Select(child => child.Name);

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

    private QueryTree Descend(ReadOnlySpan<char> name)
    {
        var node = this;
        for (var depth = 1; ; depth++)
        {
            var end = depth < DepthMax ? name.IndexOf('[') : -1;
            node = node.Child((end < 0 ? name : name[..end]).TrimEnd(']'));
            if (end < 0)
            {
                return node;
            }

            name = name[(end + 1)..];
        }
    }

    private QueryTree Child(ReadOnlySpan<char> name)
    {
        if (this[name] is { } known)
        {
            return known;
        }

        var child = new QueryTree();
        (_children ??= []).Add((name.ToString(), child));
        return child;
    }
}
