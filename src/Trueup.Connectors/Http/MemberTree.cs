using System.Text;
using System.Text.Json;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http;

/// <summary>Paths of member names folded into one tree, so that a reader finds all of them in one pass.</summary>
internal sealed class MemberTree
{
    private readonly List<(byte[] Name, MemberTree Tree)> _members = [];

    /// <summary>Which value stands here; null for none.</summary>
    public StockSlot? Slot { get; private set; }

    /// <summary>Whether something is looked for further down.</summary>
    public bool HasMembers => _members.Count > 0;

    /// <summary>Looks for a value at a path from here.</summary>
    public void Add(Items<string> path, StockSlot slot)
    {
        var tree = this;
        foreach (var name in path)
        {
            tree = tree.MemberFor(Encoding.UTF8.GetBytes(name));
        }

        tree.Slot = slot;
    }

    /// <summary>
    /// The part of the tree under the member whose name the reader stands on; null where nothing is looked for.
    /// </summary>
    public MemberTree? Find(ref Utf8JsonReader reader)
    {
        foreach (var (name, tree) in _members)
        {
            if (reader.ValueTextEquals(name))
            {
                return tree;
            }
        }

        return null;
    }

    private MemberTree MemberFor(byte[] name)
    {
        foreach (var member in _members)
        {
            if (member.Name.AsSpan().SequenceEqual(name))
            {
                return member.Tree;
            }
        }

        var tree = new MemberTree();
        _members.Add((name, tree));
        return tree;
    }
}
