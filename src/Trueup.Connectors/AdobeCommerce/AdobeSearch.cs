using System.Globalization;
using System.Text;

namespace Trueup.Connectors.AdobeCommerce;

/// <summary>
/// Builds the query of a list: conditions that must all hold, order, page and fields (adobe-commerce.md §1.6).
/// </summary>
internal sealed class AdobeSearch(string resource)
{
    private readonly StringBuilder _query = new(resource + "?");
    private int _groups;
    private int _sorts;

    /// <summary>Demands a condition.</summary>
    public AdobeSearch Where(string field, string condition, string value)
    {
        var filter = string.Create(
            CultureInfo.InvariantCulture, $"searchCriteria[filter_groups][{_groups++}][filters][0]");
        Add($"{filter}[field]", field);
        Add($"{filter}[condition_type]", condition);
        Add($"{filter}[value]", value);
        return this;
    }

    /// <summary>Sorts ascending; what was named before goes first.</summary>
    public AdobeSearch OrderBy(string field)
    {
        var sort = string.Create(CultureInfo.InvariantCulture, $"searchCriteria[sortOrders][{_sorts++}]");
        Add($"{sort}[field]", field);
        Add($"{sort}[direction]", "ASC");
        return this;
    }

    /// <summary>Asks for one page; the first is 1.</summary>
    public AdobeSearch Page(int size, int page = 1)
    {
        Add("searchCriteria[pageSize]", size.ToString(CultureInfo.InvariantCulture));
        Add("searchCriteria[currentPage]", page.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>Asks for these fields only.</summary>
    public AdobeSearch Fields(string fields)
    {
        Add("fields", fields);
        return this;
    }

    /// <summary>Path and query, percent-encoded, below the API's root.</summary>
    public override string ToString() => _query.ToString(0, _query.Length - 1);

    private void Add(string name, string value) =>
        _query.Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value)).Append('&');
}
