namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>One route of the shop's REST interface.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Pattern">Path below <c>V1/</c>; a segment in braces is a parameter.</param>
/// <param name="Resource">The right it needs; null for everybody.</param>
/// <param name="Handle">What it does.</param>
internal sealed record Route(string Method, string Pattern, string? Resource, Func<Call, Answer> Handle)
{
    public string[] Segments { get; } = Pattern.Split('/');

    /// <summary>The topic of its queue when it is called asynchronously; null when it cannot be.</summary>
    public string? Topic { get; init; }

    /// <summary>What its service calls itself when it reports success asynchronously.</summary>
    public string? Service { get; init; }

    /// <summary>Whether the shop's edition has it.</summary>
    public Func<bool> Exists { get; init; } = () => true;

    /// <summary>What is wrong with a body before it is queued; null for nothing.</summary>
    public Func<Call, Refusal?> Validate { get; init; } = _ => null;

    /// <summary>Answers a call. A number that no column can hold crashes the real shop's call, and so it does
    /// here.</summary>
    public Answer Run(Call call)
    {
        try
        {
            return Handle(call);
        }
        catch (OverflowException)
        {
            return Answer.InternalError($"{Pattern} {call.Shop.Now}");
        }
    }

    /// <summary>The path's parameters when it fits; null when it does not.</summary>
    public Dictionary<string, string>? Match(IReadOnlyList<string> path)
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        for (var i = 0; i < Segments.Length; i++)
        {
            if (Segments[i].StartsWith('{'))
            {
                found[Segments[i][1..^1]] = path[i];
            }
            else if (!string.Equals(Segments[i], path[i], StringComparison.Ordinal))
            {
                return null;
            }
        }

        return found;
    }
}

/// <summary>All routes; a literal segment wins over a parameter.</summary>
internal sealed class RouteTable
{
    private readonly Dictionary<(string, int), List<Route>> _routes = [];

    public void Add(Route route)
    {
        var key = (route.Method, route.Segments.Length);
        if (!_routes.TryGetValue(key, out var routes))
        {
            _routes[key] = routes = [];
        }

        routes.Add(route);
        routes.Sort((a, b) => Parameters(a).CompareTo(Parameters(b)));
    }

    public void Get(string pattern, string? resource, Func<Call, Answer> handle) =>
        Add(new Route("GET", pattern, resource, handle));

    public void Post(string pattern, string? resource, Func<Call, Answer> handle) =>
        Add(new Route("POST", pattern, resource, handle));

    public void Put(string pattern, string? resource, Func<Call, Answer> handle) =>
        Add(new Route("PUT", pattern, resource, handle));

    public void Delete(string pattern, string? resource, Func<Call, Answer> handle) =>
        Add(new Route("DELETE", pattern, resource, handle));

    public (Route Route, Dictionary<string, string> Path)? Find(string method, IReadOnlyList<string> path)
    {
        foreach (var route in _routes.GetValueOrDefault((method, path.Count)) ?? [])
        {
            if (route.Exists() && route.Match(path) is { } found)
            {
                return (route, found);
            }
        }

        return null;
    }

    private static int Parameters(Route route) => route.Segments.Count(s => s.StartsWith('{'));
}
