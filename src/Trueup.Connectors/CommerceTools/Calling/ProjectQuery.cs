using System.Globalization;
using System.Text;

namespace Trueup.Connectors.CommerceTools.Calling;

/// <summary>
/// A query over one resource. Values never go into a predicate: they are variables, so no SKU can break out of it. Every
/// query sorts, for there is no order by default (commercetools.md §4.4).
/// </summary>
internal sealed class ProjectQuery(string resource)
{
    /// <summary>The most rows of one page.</summary>
    public const int PageMax = 500;

    /// <summary>Characters of values in one query: a URL may have about 8 kB, and each may be escaped.</summary>
    public const int ValuesMax = 4_000;

    private readonly StringBuilder _text = new();

    /// <summary>A predicate; several are all to hold.</summary>
    public ProjectQuery Where(string predicate) => Add("where", predicate);

    /// <summary>A value of a predicate.</summary>
    public ProjectQuery With(string name, string value) => Add($"var.{name}", value);

    /// <summary>The order, most significant first.</summary>
    public ProjectQuery By(string order) => Add("sort", order);

    /// <summary>References to be shown in full.</summary>
    public ProjectQuery Expand(string path) => Add("expand", path);

    /// <summary>Any other parameter.</summary>
    public ProjectQuery Add(string name, string value)
    {
        _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    /// <summary>The resource with its query, for one document.</summary>
    public string Text => resource + _text;

    /// <summary>The resource with its query, for one page.</summary>
    public string Page(int limit = PageMax) =>
        resource + _text + string.Create(
            CultureInfo.InvariantCulture, $"{(_text.Length == 0 ? '?' : '&')}limit={limit}&withTotal=false");

    /// <summary>Values in groups that a URL can carry.</summary>
    public static IEnumerable<List<string>> Groups(IEnumerable<string> values, int countMax)
    {
        var group = new List<string>();
        var length = 0;
        foreach (var value in values)
        {
            var size = Uri.EscapeDataString(value).Length + 12;
            if (group.Count > 0 && (group.Count >= countMax || length + size > ValuesMax))
            {
                yield return group;
                group = [];
                length = 0;
            }

            group.Add(value);
            length += size;
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    /// <summary>A predicate that a field is one of several values, each a variable.</summary>
    public ProjectQuery WhereIn(string field, IReadOnlyList<string> values)
    {
        var names = Enumerable.Range(0, values.Count).Select(i => $":v{i.ToString(CultureInfo.InvariantCulture)}");
        Where($"{field} in ({string.Join(", ", names)})");
        for (var i = 0; i < values.Count; i++)
        {
            With($"v{i.ToString(CultureInfo.InvariantCulture)}", values[i]);
        }

        return this;
    }
}
