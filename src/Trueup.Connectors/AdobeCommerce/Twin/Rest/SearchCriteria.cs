using System.Globalization;
using System.Text.Json.Nodes;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>One condition on a field.</summary>
internal sealed record SearchFilter(string Field, string Value, string Condition)
{
    private decimal? _number;

    /// <summary>The values of a list, for many rows to be compared with.</summary>
    public HashSet<string> Texts => field ??= new HashSet<string>(Value.Split(','), StringComparer.OrdinalIgnoreCase);

    /// <summary>The same values as numbers.</summary>
    public HashSet<decimal> Numbers => field ??= [.. Value.Split(',').Select(NumberOf)];

    /// <summary>The same values as moments.</summary>
    public HashSet<DateTimeOffset> Times => field ??= [.. Value.Split(',').Select(Moments.Parse)];

    /// <summary>The value as a number.</summary>
    public decimal Number => _number ??= NumberOf(Value);

    /// <summary>The value as a moment.</summary>
    public DateTimeOffset Moment => field != default ? field : field = Moments.Parse(Value);

    /// <summary>A text as a number; one that is none counts as 0, as the shop's database has it.</summary>
    public static decimal NumberOf(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public bool IsOneOf(params ReadOnlySpan<string> conditions) => conditions.Contains(Condition);

    /// <summary>The values an <c>eq</c> or <c>in</c> asks for; null for any other condition.</summary>
    public IReadOnlyList<string>? Wanted => Condition switch
    {
        "eq" => [Value],
        "in" => Value.Split(','),
        _ => null,
    };
}

/// <summary>One sort order.</summary>
internal sealed record SearchSort(string Field, bool IsDescending);

/// <summary>A list query: groups are AND-ed, filters within a group OR-ed.</summary>
/// <remarks>Source: adobe-commerce.md §1.6; adobe-commerce-observed.md §4.</remarks>
internal sealed record SearchCriteria(
    IReadOnlyList<IReadOnlyList<SearchFilter>> Groups, IReadOnlyList<SearchSort> Sorts, int? PageSize, int? CurrentPage)
{
    /// <summary>Reads the query; refuses one without searchCriteria, and a page larger than allowed.</summary>
    public static Outcome<SearchCriteria> Read(QueryTree query, TwinSwitches switches)
    {
        if (query.Any("searchCriteria", "search_criteria") is not { } root)
        {
            return Refusal.Required("searchCriteria");
        }

        var groups = root.Any("filter_groups", "filterGroups")?.Children.Select(FiltersOf).ToList() ?? [];
        var sorts = root.Any("sort_orders", "sortOrders")?.Children
            .Select(s => new SearchSort(
                s["field"]?.Value ?? "",
                string.Equals(s["direction"]?.Value, "DESC", StringComparison.OrdinalIgnoreCase)))
            .ToList() ?? [];
        var size = Integer(root.Any("page_size", "pageSize"));
        if (switches.IsInputLimited && size > switches.LimitedPageSizeMax)
        {
            return new Refusal(400, "Maximum SearchCriteria pageSize is %max", [new RefusalParameter(
                "max", switches.LimitedPageSizeMax.ToString(CultureInfo.InvariantCulture), IsNumber: true)]);
        }

        return new SearchCriteria(
            groups,
            sorts,
            size ?? (switches.IsInputLimited ? switches.LimitedPageSizeDefault : null),
            Integer(root.Any("current_page", "currentPage")));
    }

    /// <summary>The query as the answer repeats it.</summary>
    public JsonObject Echo()
    {
        var echo = new JsonObject
        {
            ["filter_groups"] = Vendor.List(Groups.Select(g => new JsonObject
            {
                ["filters"] = Vendor.List(g.Select(f => new JsonObject
                {
                    ["field"] = f.Field,
                    ["value"] = f.Value,
                    ["condition_type"] = f.Condition,
                })),
            })),
        };
        if (Sorts.Count > 0)
        {
            echo["sort_orders"] = Vendor.List(Sorts.Select(s => new JsonObject
            {
                ["field"] = s.Field,
                ["direction"] = s.IsDescending ? "DESC" : "ASC",
            }));
        }

        if (PageSize is { } size)
        {
            echo["page_size"] = size;
        }

        if (CurrentPage is { } page)
        {
            echo["current_page"] = page;
        }

        return echo;
    }

    /// <summary>The echo of a query that the shop made itself.</summary>
    public static JsonObject Echo(string field, int value) => new SearchCriteria(
        [[new SearchFilter(field, value.ToString(CultureInfo.InvariantCulture), "eq")]],
        [],
        PageSize: null,
        CurrentPage: null)
        .Echo();

    /// <summary>The rows of the asked page: no size is everything, a negative one is a single row, page 0 is page 1,
    /// and past the end there is nothing.</summary>
    public IEnumerable<T> PageOf<T>(IReadOnlyList<T> rows)
    {
        if (PageSize is null or 0)
        {
            return rows;
        }

        var size = Math.Max(PageSize.Value, 1);
        var first = (long)(Math.Max(CurrentPage ?? 1, 1) - 1) * size;
        return first >= rows.Count ? [] : Slice(rows, (int)first, Math.Min(size, rows.Count - (int)first));
    }

    /// <summary>The first group that is a single filter on one of the fields; every row must pass it, so it can choose
    /// candidates.</summary>
    public SearchFilter? Narrowing(params ReadOnlySpan<string> fields)
    {
        foreach (var filter in Narrowings)
        {
            if (fields.Contains(filter.Field))
            {
                return filter;
            }
        }

        return null;
    }

    /// <summary>Filters that every row must pass.</summary>
    public IEnumerable<SearchFilter> Narrowings => Groups.Where(group => group.Count == 1).Select(group => group[0]);

    /// <summary>Whether no other fields decide which rows are found, and in which order.</summary>
    public bool IsOnlyAbout(params ReadOnlySpan<string> fields)
    {
        foreach (var field in Groups.SelectMany(group => group).Select(filter => filter.Field).Concat(Sorts.Select(sort => sort.Field)))
        {
            if (!fields.Contains(field))
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<T> Slice<T>(IReadOnlyList<T> rows, int first, int count)
    {
        for (var i = first; i < first + count; i++)
        {
            yield return rows[i];
        }
    }

    private static IReadOnlyList<SearchFilter> FiltersOf(QueryTree group) =>
    [
        .. (group["filters"]?.Children ?? []).Select(f => new SearchFilter(
            f["field"]?.Value ?? "",
            f["value"]?.Value ?? "",
            f.Any("condition_type", "conditionType")?.Value ?? "eq")),
    ];

    private static int? Integer(QueryTree? node) =>
        int.TryParse(node?.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}
