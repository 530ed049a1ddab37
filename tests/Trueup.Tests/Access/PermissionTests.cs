using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Trueup.Tests.Architecture;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Access;

/// <summary>Every route that the program serves, asked by everybody: the answers are those of the table in
/// docs/operations/security.md.</summary>
public sealed class PermissionTests
{
    private static readonly string[] Roles = ["viewer", "operator", "finance", "admin"];

    /// <summary>The role that a scope of a token stands for.</summary>
    private static readonly (string Scope, string Role)[] Scopes =
        [("read", "viewer"), ("personal", "viewer"), ("operate", "operator"), ("finance", "finance"), ("admin", "admin")];

    [Fact]
    public async Task Every_route_is_in_the_table_once_and_nothing_else_is()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        var served = RoutesOf(hub).Select(route => route.Name).Order(StringComparer.Ordinal);
        var listed = Table().Select(row => row.Name).Order(StringComparer.Ordinal);

        Assert.Equal(served.Distinct(StringComparer.Ordinal), listed);
    }

    [Fact]
    public async Task Whoever_is_not_known_is_let_in_nowhere_but_at_the_doors()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        var open = Table().Where(row => row.Who.StartsWith("anybody", StringComparison.Ordinal)).Select(row => row.Name).ToHashSet();
        var offences = new List<string>();

        foreach (var route in RoutesOf(hub))
        {
            foreach (var bearer in new[] { null, "nobody-knows-this" })
            {
                var status = await AskAsync(hub.Http, route, bearer);
                var isRefused = IsInbound(route) ? status >= HttpStatusCode.BadRequest : status == HttpStatusCode.Unauthorized;
                if (open.Contains(route.Name) == isRefused)
                {
                    offences.Add($"{route} with {bearer ?? "nothing"}: {(int)status}");
                }
            }
        }

        Assert.Empty(offences);
    }

    [Fact]
    public async Task A_session_without_its_proof_changes_nothing()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        using var admin = await AdminAsync(hub);
        var routes = RoutesOf(hub).Where(route => route.IsWrite && !IsDoor(route) && !IsInbound(route)).ToArray();
        var offences = new List<string>();

        foreach (var route in routes)
        {
            foreach (var (csrf, from) in new[] { ((string?)null, (string?)null), ("forged", null), (admin.Csrf, "cross-site") })
            {
                if (await AskAsync(admin, route, csrf, from) is var status and not HttpStatusCode.Forbidden)
                {
                    offences.Add($"{route} with {csrf ?? "nothing"} from {from ?? "here"}: {(int)status}");
                }
            }
        }

        Assert.True(routes.Length >= 30, $"only {routes.Length} routes write");
        Assert.Empty(offences);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/api/users")).StatusCode);
    }

    [Fact]
    public async Task Every_role_may_what_the_table_says_and_nothing_else()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        using var admin = await AdminAsync(hub);
        var allowed = Table().ToDictionary(row => row.Name, row => row.Roles, StringComparer.Ordinal);
        var offences = new List<string>();

        foreach (var role in Roles)
        {
            await admin.UserAsync($"a-{role}", role);
            using var someone = Browser.On(hub);
            await someone.SignInAsync($"a-{role}", Browser.Password);

            // Signing out comes last: nobody is let in after it.
            foreach (var route in RoutesOf(hub).Where(route => !IsDoor(route) && !IsInbound(route)).OrderBy(route => route.Name == "signOut"))
            {
                var isIn = IsIn(route, await AskAsync(someone, route, someone.Csrf, from: null));
                if (isIn != allowed[route.Name].Contains(role))
                {
                    offences.Add($"{route} as {role}: {(isIn ? "let in" : "kept out")}");
                }
            }
        }

        Assert.Empty(offences);
    }

    [Fact]
    public async Task Every_scope_may_what_its_role_may_and_nothing_else()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        using var admin = await AdminAsync(hub);
        var allowed = Table().ToDictionary(row => row.Name, row => row.Roles, StringComparer.Ordinal);
        var offences = new List<string>();

        foreach (var (scope, role) in Scopes)
        {
            var made = await ServedHub.ReadAsync(
                await admin.PostAsync("/api/tokens", new { name = $"for-{scope}", scopes = new[] { scope }, days = 1 }));
            var secret = made.GetProperty("secret").GetString()!;
            foreach (var route in RoutesOf(hub).Where(route => !IsDoor(route) && !IsInbound(route)))
            {
                var isIn = IsIn(route, await AskAsync(hub.Http, route, secret));
                if (isIn != allowed[route.Name].Contains(role))
                {
                    offences.Add($"{route} with {scope}: {(isIn ? "let in" : "kept out")}");
                }
            }
        }

        Assert.Empty(offences);
    }

    private static bool IsDoor(Route route) => route.Path.StartsWith("/api/session", StringComparison.Ordinal)
        && route.Name is "getSession" or "signIn" or "makeFirstAdmin" or "signInAtProvider";

    /// <summary>Deliveries are proved by the sender; InboundAuthenticationTests says how.</summary>
    private static bool IsInbound(Route route) => route.Path.StartsWith("/in/", StringComparison.Ordinal);

    /// <summary>Whether an answer says that the caller may: whoever may change their password and names a wrong one is told so with
    /// 401.</summary>
    private static bool IsIn(Route route, HttpStatusCode status) =>
        status is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized) ||
        (status == HttpStatusCode.Unauthorized && route.Name == "changeOwnPassword");

    private static async Task<Browser> AdminAsync(ServedHub hub)
    {
        var admin = Browser.On(hub);
        await admin.FirstAsync(hub.Host.FirstLink!.Query["?code=".Length..]);
        return admin;
    }

    private static Route[] RoutesOf(ServedHub hub) =>
    [
        .. hub.Host.Endpoints.OfType<RouteEndpoint>().SelectMany(endpoint =>
        {
            var path = $"/{endpoint.RoutePattern.RawText!.Trim('/')}";
            var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"];
            var name = endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;
            return methods.Select(method => new Route(
                name ?? (methods.Count == 1 ? $"{method} {path}" : path), method, path));
        }),
    ];

    /// <summary>The operations of the table, each with who may call it.</summary>
    private static Listed[] Table()
    {
        var lines = File.ReadAllLines(Path.Combine(SourceTree.Root, "docs", "operations", "security.md"));
        return
        [
            .. lines.SkipWhile(line => !line.StartsWith("| who may call |", StringComparison.Ordinal)).Skip(2)
                .TakeWhile(line => line.StartsWith('|'))
                .Select(line => line.Split('|')[1..^1])
                .SelectMany(cells => cells[^1].Split('`').Where((_, i) => i % 2 == 1).Select(name => new Listed(
                    name, cells[0].Trim(), [.. Roles.Where((_, column) => cells[column + 1].Trim() == "●")]))),
        ];
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient http, Route route, string? bearer)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Target);
        request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
        request.Content = route.IsWrite ? new StringContent("{}", Encoding.UTF8, "application/json") : null;
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, CancellationToken.None);
        return answer.StatusCode;
    }

    private static Task<HttpStatusCode> AskAsync(Browser browser, Route route, string? csrf, string? from) =>
        browser.TryAsync(new HttpMethod(route.Method), route.Target, csrf, from);

    private sealed record Listed(string Name, string Who, string[] Roles);

    private sealed record Route(string Name, string Method, string Path)
    {
        public bool IsWrite => Method is not ("GET" or "OPTIONS");

        /// <summary>The path with something that does not exist in each place.</summary>
        public string Target => string.Join('/', Path.Split('/').Select(part =>
            part == "{documentName}.json" ? "v1.json" : part == "{connection}" ? "wms" : part.StartsWith('{') ? "none" : part));

        public override string ToString() => $"{Method} {Path} ({Name})";
    }
}
