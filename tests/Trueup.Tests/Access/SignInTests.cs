using System.Net;
using System.Text.Json;
using Trueup.Tests.Hosting;
using Trueup.Tests.Storage;

namespace Trueup.Tests.Access;

/// <summary>Signing in, staying in and being kept out, on a real server.</summary>
public sealed class SignInTests
{
    private const string Password = Browser.Password;
    private static readonly string[] Operator = ["operator"];
    private static readonly string[] Reading = ["read"];

    [Fact]
    public async Task The_first_administrator_is_made_once_by_the_link_of_the_start()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        var code = CodeOf(hub);
        using var browser = Browser.On(hub);

        using var weak = await browser.PostAsync("/api/session/first", new { code, name = "kim", password = "short" });
        using var forged = await browser.PostAsync("/api/session/first", new { code = "0000", name = "kim", password = Password });
        var session = await browser.FirstAsync(code);
        using var again = await browser.PostAsync("/api/session/first", new { code, name = "eve", password = Password });

        Assert.Equal(HttpStatusCode.BadRequest, weak.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
        Assert.Equal("kim", session.GetProperty("name").GetString());
        Assert.Equal(["admin"], Texts(session, "roles"));
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
        Assert.Null(hub.Host.FirstLink);
    }

    [Fact]
    public async Task A_session_lets_in_and_its_cookie_opens_nothing_after_it_ended()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        using var browser = Browser.On(hub);
        await browser.FirstAsync(CodeOf(hub));
        var stolen = browser.Cookie;

        using var inside = await browser.GetAsync("/api/status");
        using var left = await browser.SendAsync(HttpMethod.Delete, "/api/session", body: null);
        using var thief = Browser.On(hub, stolen);
        using var outside = await thief.GetAsync("/api/status");

        Assert.Equal(HttpStatusCode.OK, inside.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, outside.StatusCode);
        Assert.Contains("session is over", await outside.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        using var browser = Browser.On(hub);

        await browser.FirstAsync(CodeOf(hub));

        Assert.Contains("httponly", browser.SetCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", browser.SetCookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Writing_needs_a_proof_of_our_own_pages()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        using var browser = Browser.On(hub);
        await browser.FirstAsync(CodeOf(hub));
        var stale = browser.Csrf;
        await browser.SignInAsync("kim", Password);
        var fresh = browser.Csrf;

        HttpStatusCode[] refused =
        [
            await browser.TryAsync(csrf: null), await browser.TryAsync("forged"), await browser.TryAsync(stale),
            await browser.TryAsync(fresh, from: "cross-site"),
        ];

        Assert.All(refused, status => Assert.Equal(HttpStatusCode.Forbidden, status));
        Assert.Equal(HttpStatusCode.OK, await browser.TryAsync(fresh));
    }

    [Fact]
    public async Task Five_wrong_passwords_shut_the_door_and_an_administrator_opens_it()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path);
        using var admin = Browser.On(hub);
        await admin.FirstAsync(CodeOf(hub));
        await admin.UserAsync("sam", "operator");
        using var guesser = Browser.On(hub);

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 6; i++)
        {
            using var answer = await guesser.PostAsync("/api/session", new { name = "sam", password = $"guess number {i}" });
            answers.Add(answer.StatusCode);
        }

        using var shut = await guesser.PostAsync("/api/session", new { name = "sam", password = Password });
        using var nobody = await guesser.PostAsync("/api/session", new { name = "nobody", password = Password });
        using var open = await admin.SendAsync(HttpMethod.Patch, "/api/users/sam", new { unlock = true });
        using var inside = await guesser.PostAsync("/api/session", new { name = "sam", password = Password });

        Assert.Equal(Enumerable.Repeat(HttpStatusCode.Unauthorized, 4), answers.Take(4));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[4]);
        Assert.NotNull(shut.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.TooManyRequests, shut.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        Assert.Equal(HttpStatusCode.OK, inside.StatusCode);
    }

    [Fact]
    public async Task A_role_says_what_may_be_done_and_ends_the_session_when_it_changes()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        using var admin = Browser.On(hub);
        await admin.FirstAsync(CodeOf(hub));
        await admin.UserAsync("vic", "viewer");
        using var viewer = Browser.On(hub);
        await viewer.SignInAsync("vic", Password);

        using var looking = await viewer.GetAsync("/api/status");
        var acting = await viewer.TryAsync(viewer.Csrf);
        using var users = await viewer.GetAsync("/api/users");
        using var changed = await admin.SendAsync(HttpMethod.Patch, "/api/users/vic", new { roles = Operator });
        using var after = await viewer.GetAsync("/api/status");
        using var last = await admin.SendAsync(HttpMethod.Patch, "/api/users/kim", new { disabled = true });

        Assert.Equal(HttpStatusCode.OK, looking.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, acting);
        Assert.Equal(HttpStatusCode.Forbidden, users.StatusCode);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, last.StatusCode);
    }

    [Fact]
    public async Task A_token_is_shown_once_does_what_its_scope_says_and_can_be_revoked()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        using var admin = Browser.On(hub);
        await admin.FirstAsync(CodeOf(hub));

        var made = await ServedHub.ReadAsync(
            await admin.PostAsync("/api/tokens", new { name = "grafana", scopes = Reading, days = 30 }));
        var secret = made.GetProperty("secret").GetString()!;
        var id = made.GetProperty("token").GetProperty("id").GetString();
        using var reads = await hub.AskAsync(HttpMethod.Get, "/api/status", secret);
        using var writes = await hub.AskAsync(HttpMethod.Post, "/api/parity/runs", secret);
        var listed = await (await admin.GetAsync("/api/tokens")).Content.ReadAsStringAsync();
        using var revoked = await admin.SendAsync(HttpMethod.Delete, $"/api/tokens/{id}", body: null);
        using var dead = await hub.AskAsync(HttpMethod.Get, "/api/status", secret);

        Assert.Equal(HttpStatusCode.OK, reads.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, writes.StatusCode);
        Assert.DoesNotContain(secret, listed, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, dead.StatusCode);
    }

    [Fact]
    public async Task Users_and_the_audit_of_them_survive_a_restart_and_no_secret_is_shown()
    {
        using var folder = new TemporaryFolder();
        await using (var hub = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path))
        {
            using var admin = Browser.On(hub);
            await admin.FirstAsync(CodeOf(hub));
            await admin.UserAsync("sam", "operator");
        }

        await using var later = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path);
        using var browser = Browser.On(later);
        await browser.SignInAsync("sam", Password);
        var audit = await later.GetAsync("/api/audit?order=newest&did=access.user");
        var created = audit.GetProperty("items")[0];
        var message = await later.GetAsync($"/api/journal/{created.GetProperty("message").GetInt64()}");

        Assert.Null(later.Host.FirstLink);
        Assert.Equal("access.user.create", created.GetProperty("did").GetString());
        Assert.Equal("kim", created.GetProperty("by").GetString());
        Assert.Contains("operator", created.GetProperty("after").GetString(), StringComparison.Ordinal);
        var secret = later.Host.Hub.State.Access.Find("sam")!.Secret!;
        Assert.DoesNotContain(secret, message.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"data\"", message.GetProperty("body").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_forbids_what_a_page_of_ours_does_not_need()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        using var answer = await hub.Http.GetAsync(new Uri("/api/session", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("default-src 'none'", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.DoesNotContain("public", Header(answer, "Cache-Control"), StringComparison.Ordinal);
    }

    private static string Header(HttpResponseMessage answer, string name) => string.Join(',', answer.Headers.GetValues(name));

    private static string CodeOf(ServedHub hub) => hub.Host.FirstLink!.Query["?code=".Length..];

    private static string[] Texts(JsonElement element, string name) =>
        element.GetProperty(name).EnumerateArray().Select(each => each.GetString()!).ToArray();
}
