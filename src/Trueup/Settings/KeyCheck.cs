namespace Trueup.Settings;

/// <summary>
/// Compares the file with the declared keys: unknown, doubled and missing ones, and values of the wrong form.
/// </summary>
internal sealed class KeyCheck(ProblemList problems)
{
    private const string KindKey = "kind";

    /// <summary>Checks a piece of the file and everything below it.</summary>
    public void Check(Node node, KeyTree keys, string path)
    {
        var section = keys.Form.Shape is FormShape.Section or FormShape.AnyMap;
        switch (node)
        {
            case Node.Scalar { Written: "" } when section:
                CheckMap(new Node.Map(node.Place, []), keys, path);
                break;
            case Node.Map map when section && keys.Member is null:
                CheckMap(map, keys, path);
                break;
            case Node.List list when section && keys.Member is { } member:
                for (var i = 0; i < list.Members.Count; i++)
                {
                    Check(list.Members[i], member, $"{path}[{i}]");
                }

                break;
            case Node.List when keys.Form.Shape is FormShape.AnyList:
                break;
            case Node.List list when keys.Form.Shape is FormShape.Many or FormShape.OneOrMany:
                CheckMembers(list, keys.Form, path);
                break;
            case Node.Scalar scalar when keys.Form.Shape is FormShape.Value or FormShape.OneOrMany:
                CheckValue(scalar, keys.Form, path);
                break;
            default:
                problems.Error(node.Place, path, $"expected {ExpectedAt(keys)}");
                break;
        }
    }

    private static string ExpectedAt(KeyTree keys) => (keys.Member, keys.Form.Shape) switch
    {
        (not null, _) => "a list of sections",
        (_, FormShape.Many) => $"a list, each member {keys.Form.Expected}",
        (_, FormShape.OneOrMany) => $"{keys.Form.Expected}, or a list of such",
        _ => keys.Form.Expected,
    };

    private void CheckMap(Node.Map map, KeyTree keys, string path)
    {
        var written = new Dictionary<string, Place>(StringComparer.Ordinal);
        var below = keys.Kinds.Count == 0 ? keys : OfKind(map, keys, path);
        foreach (var entry in map.Entries)
        {
            var at = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
            if (!written.TryAdd(entry.Key, entry.KeyPlace))
            {
                problems.Error(entry.KeyPlace, at, $"is written twice; the first is on line {written[entry.Key].Line}");
            }
            else if (below?.Below(entry.Key) is { } known)
            {
                Check(entry.Value, known, at);
            }
            else if (below is not null && below.Form.Shape != FormShape.AnyMap)
            {
                var hint = DidYouMean.Hint(entry.Key, below.Names.Select(key => key.Name));
                problems.Error(entry.KeyPlace, at, $"unknown key{hint}");
            }
        }

        var required = below?.Keys.Where(key => key.Rule is { Required: true }) ?? [];
        foreach (var missing in required.Where(key => !written.ContainsKey(key.Segment)))
        {
            problems.Error(map.Place, path, $"\"{missing.Segment}\" is missing: expected {ExpectedAt(missing)}");
        }
    }

    /// <summary>
    /// The keys of the kind that a section names; null, with a problem noted, when there is no such kind.
    /// </summary>
    private KeyTree? OfKind(Node.Map map, KeyTree keys, string path)
    {
        if (map.Entries.FirstOrDefault(entry => entry.Key == KindKey) is not { Value: Node.Scalar kind })
        {
            var kinds = string.Join(", ", keys.Kinds.Keys);
            problems.Error(map.Place, path, $"\"{KindKey}\" is missing: expected one of {kinds}");
            return null;
        }

        if (kind.Text is { } text && !keys.Kinds.ContainsKey(text))
        {
            var hint = DidYouMean.Hint(text, keys.Kinds.Keys);
            problems.Error(kind.Place, $"{path}.{KindKey}", $"no connector is of the kind \"{kind.Written}\"{hint}");
        }

        return kind.Text is null ? null : keys.Kinds.GetValueOrDefault(kind.Text);
    }

    private void CheckMembers(Node.List list, Form form, string path)
    {
        for (var i = 0; i < list.Members.Count; i++)
        {
            if (list.Members[i] is Node.Scalar scalar)
            {
                CheckValue(scalar, form, $"{path}[{i}]");
            }
            else
            {
                problems.Error(list.Members[i].Place, $"{path}[{i}]", $"expected {form.Expected}");
            }
        }
    }

    private void CheckValue(Node.Scalar scalar, Form form, string path)
    {
        if (scalar.Text is not { } text || form.Accepts(text))
        {
            return;
        }

        var found = scalar.Written.Length == 0 ? "nothing" : $"\"{scalar.Written}\"";
        var hint = DidYouMean.Nearest(text, form.Choices) is { } meant ? $"; did you mean \"{meant}\"?" : "";
        var why = form.Why?.Invoke(text) is { } reason ? $": {reason}" : "";
        problems.Error(scalar.Place, path, $"expected {form.Expected}, found {found}{hint}{why}");
    }
}
