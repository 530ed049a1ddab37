using System.Text.Json.Nodes;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>Answers list queries over one kind of row.</summary>
/// <param name="columns">What can be filtered and sorted by; anything else is an internal error, as in the
/// shop.</param>
/// <param name="candidates">The rows a query can concern, in the order of their keys: an index chooses where it
/// can.</param>
/// <param name="json">A row as the shop writes it.</param>
internal sealed class Listing<T>(
    IReadOnlyDictionary<string, Column<T>> columns,
    Func<SearchCriteria, IEnumerable<T>> candidates,
    Func<T, JsonNode> json)
{
    private string? _lastSelection;
    private List<T> _lastRows = [];

    /// <summary>A number that grows whenever the rows that a query finds, or their order, might change. The rows of the
    /// last query that has one are remembered, so that a caller can page through a large table without sorting it anew
    /// for each page; null for a query that is answered quickly anyway.</summary>
    public Func<SearchCriteria, long?> Version { get; init; } = _ => null;

    /// <summary>A row with at least these members, for kinds of which a whole row is a lot of work.</summary>
    public Func<T, IReadOnlyCollection<string>, JsonNode>? Sparse { get; init; }

    public Answer Answer(Call call)
    {
        var read = SearchCriteria.Read(call.Query, call.Shop.Switches);
        if (!read.IsDone)
        {
            return Rest.Answer.Of(read.Refusal);
        }

        var criteria = read.Value;
        if (criteria.Groups.SelectMany(g => g).Any(f => !columns.ContainsKey(f.Field))
            || criteria.Sorts.Any(s => !columns.ContainsKey(s.Field)))
        {
            return Rest.Answer.InternalError($"{call.Shop.Now} {criteria.Echo().ToJsonString()}");
        }

        var rows = Select(criteria);
        return Rest.Answer.Ok(new JsonObject
        {
            ["items"] = Vendor.List(criteria.PageOf(rows).Select(RowFor(call))),
            ["search_criteria"] = criteria.Echo(),
            ["total_count"] = rows.Count,
        });
    }

    private Func<T, JsonNode> RowFor(Call call) =>
        Sparse is { } sparse && FieldSelection.OfRows(call.Query["fields"]?.Value) is { } wanted ? row => sparse(row, wanted) : json;

    /// <summary>All rows a query finds, sorted.</summary>
    public IReadOnlyList<T> Select(SearchCriteria criteria)
    {
        var selection = Version(criteria) is { } version
            ? $"{version} {(criteria with { PageSize = null, CurrentPage = null }).Echo().ToJsonString()}"
            : null;
        if (selection is not null && string.Equals(selection, _lastSelection, StringComparison.Ordinal))
        {
            return _lastRows;
        }

        var tests = criteria.Groups.Where(group => group.Count > 0)
            .Select(group => group.Select(filter => (columns[filter.Field], filter)).ToArray()).ToArray();
        var found = candidates(criteria).Where(row => IsFound(row, tests));
        var rows = (criteria.Sorts.Count == 0 ? found : found.Order(By(criteria.Sorts))).ToList();
        if (selection is not null)
        {
            (_lastSelection, _lastRows) = (selection, rows);
        }

        return rows;
    }

    /// <summary>Whether a row passes one test of every group.</summary>
    private static bool IsFound(T row, (Column<T> Column, SearchFilter Filter)[][] tests)
    {
        foreach (var group in tests)
        {
            var isFound = false;
            for (var place = 0; place < group.Length && !isFound; place++)
            {
                isFound = group[place].Column.Matches(row, group[place].Filter);
            }

            if (!isFound)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The first named decides; the next where rows are alike in it.</summary>
    private Comparer<T> By(IReadOnlyList<SearchSort> sorts)
    {
        var keys = sorts.Select(sort => (Column: columns[sort.Field], Sign: sort.IsDescending ? -1 : 1)).ToArray();
        return Comparer<T>.Create((one, other) =>
        {
            foreach (var (column, sign) in keys)
            {
                if (column.Compare(one, other) is not 0 and var order)
                {
                    return Math.Sign(order) * sign;
                }
            }

            return 0;
        });
    }
}
