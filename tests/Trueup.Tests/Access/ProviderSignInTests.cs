using System.Net;
using System.Text.Json;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Access;

/// <summary>Signing in at a real OpenID Connect provider, with everything that can be forged on the way.</summary>
public sealed class ProviderSignInTests
{
    [ProviderFact]
    public async Task Somebody_of_a_group_that_has_a_role_comes_in_with_that_role()
    {
        await using var provider = await OidcServer.StartAsync();
        await using var hub = await StartAsync(provider);
        using var browser = new Visitor();

        var end = await browser.SignInAsync(hub, "olga");

        Assert.Equal("/", end.PathAndQuery);
        var session = await browser.ReadAsync(hub, "/api/session");
        Assert.Equal(("olga", "operator"), (session.GetProperty("name").GetString(), Assert.Single(Roles(session))));
        Assert.False(session.GetProperty("masked").GetBoolean());
        using var users = await browser.GetAsync(new Uri(hub.Host.Address, "/api/users"));
        Assert.Equal(HttpStatusCode.Forbidden, users.StatusCode);
        var audit = (await hub.GetAsync("/api/audit?order=newest")).GetProperty("items").EnumerateArray().ToArray();
        Assert.Contains(audit, entry => entry.GetProperty("did").GetString() == "access.session.begin" &&
            entry.GetProperty("after").GetString() == "signed in at Test provider");
        Assert.Contains(audit, entry => entry.GetProperty("did").GetString() == "access.user.create" &&
            entry.GetProperty("by").GetString() == "provider Test provider");
    }

    [ProviderFact]
    public async Task Somebody_of_no_group_stays_out_and_leaves_no_user_behind()
    {
        await using var provider = await OidcServer.StartAsync();
        await using var hub = await StartAsync(provider);
        using var browser = new Visitor();

        var end = await browser.SignInAsync(hub, "guest");

        Assert.Equal("/sign-in?error=unknown", end.PathAndQuery);
        Assert.False((await browser.ReadAsync(hub, "/api/session")).GetProperty("signedIn").GetBoolean());
        Assert.Empty(hub.Host.Hub.State.Access.Users);
    }

    [ProviderFact]
    public async Task Roles_follow_the_provider_and_who_loses_every_group_loses_what_is_open()
    {
        await using var provider = await OidcServer.StartAsync();
        await using var hub = await StartAsync(provider);
        using var before = new Visitor();
        await before.SignInAsync(hub, "olga");
        await provider.GroupsAsync("olga", "shop-finance", "choir");
        using var between = new Visitor();
        await between.SignInAsync(hub, "olga");
        var changed = await between.ReadAsync(hub, "/api/session");
        await provider.GroupsAsync("olga", "choir");
        using var after = new Visitor();

        var end = await after.SignInAsync(hub, "olga");

        Assert.Equal(["finance"], Roles(changed));
        Assert.Equal("/sign-in?error=unknown", end.PathAndQuery);
        using var left = await between.GetAsync(new Uri(hub.Host.Address, "/api/status"));
        Assert.True(left.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized, $"{left.StatusCode}");
    }

    [ProviderFact]
    public async Task A_callback_that_was_forged_repeated_or_stolen_opens_nothing()
    {
        await using var provider = await OidcServer.StartAsync();
        await using var hub = await StartAsync(provider);
        using var browser = new Visitor();
        var callback = await browser.CallbackAsync(hub, "olga");
        using var thief = new Visitor();
        using var stranger = new Visitor();

        var stolen = await thief.FollowAsync(callback);
        var forged = await stranger.FollowAsync(new Uri(hub.Host.Address, "/signin/callback?code=guess&state=guess"));
        var refused = await stranger.FollowAsync(new Uri(hub.Host.Address, "/signin/callback?error=access_denied"));
        var own = await browser.FollowAsync(callback);
        var again = await browser.FollowAsync(callback);

        Assert.All([stolen, forged, refused, again], end => Assert.Equal("/sign-in?error=failed", end.PathAndQuery));
        Assert.Equal("/", own.PathAndQuery);
        Assert.False((await thief.ReadAsync(hub, "/api/session")).GetProperty("signedIn").GetBoolean());
        Assert.False((await stranger.ReadAsync(hub, "/api/session")).GetProperty("signedIn").GetBoolean());
    }

    [ProviderFact]
    public async Task A_session_ends_when_nobody_uses_it_and_in_any_case_after_a_while()
    {
        await using var provider = await OidcServer.StartAsync();
        var clock = new LateClock();
        await using var hub = await StartByAsync(clock, provider, "longest: 2h");
        using var idle = new Visitor();
        using var busy = new Visitor();
        await idle.SignInAsync(hub, "olga");
        await busy.SignInAsync(hub, "fin");

        for (var i = 0; i < 5; i++)
        {
            clock.Late += TimeSpan.FromMinutes(20);
            using var used = await busy.GetAsync(new Uri(hub.Host.Address, "/api/status"));
            Assert.Equal(HttpStatusCode.OK, used.StatusCode);
        }

        using var forgotten = await idle.GetAsync(new Uri(hub.Host.Address, "/api/status"));
        clock.Late += TimeSpan.FromMinutes(25);
        using var worn = await busy.GetAsync(new Uri(hub.Host.Address, "/api/status"));

        Assert.Equal(HttpStatusCode.Unauthorized, forgotten.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, worn.StatusCode);
        Assert.Contains("session is over", await worn.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static string[] Roles(JsonElement session) =>
        [.. session.GetProperty("roles").EnumerateArray().Select(role => role.GetString()!)];

    private static Task<ServedHub> StartAsync(OidcServer provider) => StartByAsync(TimeProvider.System, provider, "");

    private static Task<ServedHub> StartByAsync(TimeProvider clock, OidcServer provider, string more) => ServedHub.StartByAsync(
        clock, ServedHub.Warehouse.Replace("connections:", provider.Yaml(more) + "\nconnections:", StringComparison.Ordinal));

    /// <summary>A clock that can be put forward.</summary>
    private sealed class LateClock : TimeProvider
    {
        public TimeSpan Late { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Late;
    }

    /// <summary>Somebody with a browser of their own, who types into the provider's forms.</summary>
    private sealed class Visitor : IDisposable
    {
        private const int StepsMax = 20;

        private readonly HttpClient _http = new(
            new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            Timeout = ServedHub.Patience,
        };

        /// <summary>Goes all the way; where it ends.</summary>
        public async Task<Uri> SignInAsync(ServedHub hub, string who) => await FollowAsync(await CallbackAsync(hub, who));

        /// <summary>Goes as far as the provider sends the browser back.</summary>
        public async Task<Uri> CallbackAsync(ServedHub hub, string who)
        {
            var at = new Uri(hub.Host.Address, "/api/session/provider");
            for (var step = 0; step < StepsMax; step++)
            {
                using var answer = await GetAsync(at);
                if (answer.Headers.Location is { } next)
                {
                    at = new Uri(at, next);
                    if (at.Authority == hub.Host.Address.Authority)
                    {
                        return at;
                    }
                }
                else
                {
                    Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                    at = await FillInAsync(at, who, await answer.Content.ReadAsStringAsync());
                }
            }

            throw new InvalidOperationException("The provider never sent the browser back.");
        }

        /// <summary>Follows one address of the hub; where it sends the browser.</summary>
        public async Task<Uri> FollowAsync(Uri address)
        {
            using var answer = await GetAsync(address);
            Assert.NotNull(answer.Headers.Location);
            return new Uri(address, answer.Headers.Location);
        }

        public Task<HttpResponseMessage> GetAsync(Uri address) => _http.GetAsync(address, CancellationToken.None);

        public async Task<JsonElement> ReadAsync(ServedHub hub, string path) =>
            await ServedHub.ReadAsync(await GetAsync(new Uri(hub.Host.Address, path)));

        public void Dispose() => _http.Dispose();

        private async Task<Uri> FillInAsync(Uri form, string who, string page)
        {
            var fields = page.Contains("name=\"login\"", StringComparison.Ordinal)
                ? new Dictionary<string, string>(StringComparer.Ordinal) { ["prompt"] = "login", ["login"] = who, ["password"] = "any" }
                : new Dictionary<string, string>(StringComparer.Ordinal) { ["prompt"] = "consent" };
            using var body = new FormUrlEncodedContent(fields);
            using var answer = await _http.PostAsync(form, body, CancellationToken.None);
            return new Uri(form, answer.Headers.Location!);
        }
    }
}
