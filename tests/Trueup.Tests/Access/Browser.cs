using System.Net;
using System.Text;
using System.Text.Json;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Access;

/// <summary>Somebody at the console: keeps the cookie, and sends the proof that goes with it.</summary>
internal sealed class Browser : IDisposable
{
    public const string Password = "correct horse battery";

    private readonly HttpClient _http;

    private Browser(Uri address, string cookie)
    {
        _http = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = address,
            Timeout = ServedHub.Patience,
        };
        Cookie = cookie;
    }

    /// <summary>The cookie as it is sent.</summary>
    public string Cookie { get; private set; }

    /// <summary>The cookie as it was set last.</summary>
    public string SetCookie { get; private set; } = "";

    /// <summary>The proof of our own pages.</summary>
    public string Csrf { get; private set; } = "";

    public static Browser On(ServedHub hub, string cookie = "") => new(hub.Host.Address, cookie);

    public async Task<JsonElement> FirstAsync(string code, string name = "kim") =>
        await EnterAsync("/api/session/first", new { code, name, password = Password });

    public async Task<JsonElement> SignInAsync(string name, string password) =>
        await EnterAsync("/api/session", new { name, password });

    public async Task UserAsync(string name, params string[] roles) =>
        await ServedHub.ReadAsync(await PostAsync("/api/users", new { name, roles, password = Password }));

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path, body: null);

    public Task<HttpResponseMessage> PostAsync(string path, object? body) => SendAsync(HttpMethod.Post, path, body);

    /// <summary>Tries something harmless that writes, with a proof of the caller's choice.</summary>
    public Task<HttpStatusCode> TryAsync(string? csrf, string? from = null) =>
        TryAsync(HttpMethod.Post, "/api/parity/runs", csrf, from);

    /// <summary>Tries anything, with a proof of the caller's choice.</summary>
    public async Task<HttpStatusCode> TryAsync(HttpMethod method, string path, string? csrf, string? from)
    {
        using var request = Request(method, path, method == HttpMethod.Get ? null : new { }, csrf);
        if (from is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", from);
        }

        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, CancellationToken.None);
        return answer.StatusCode;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = Request(method, path, body, Csrf);
        var answer = await _http.SendAsync(request, CancellationToken.None);
        Keep(answer);
        return answer;
    }

    /// <summary>Goes to an address of another server with nothing but what that server gave.</summary>
    public async Task<HttpResponseMessage> FollowAsync(Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (address.Authority == _http.BaseAddress!.Authority && Cookie.Length > 0)
        {
            request.Headers.Add("Cookie", Cookie);
        }

        var answer = await _http.SendAsync(request, CancellationToken.None);
        Keep(answer);
        return answer;
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> EnterAsync(string path, object body)
    {
        var session = await ServedHub.ReadAsync(await PostAsync(path, body));
        Csrf = session.GetProperty("csrf").GetString()!;
        return session;
    }

    private HttpRequestMessage Request(HttpMethod method, string path, object? body, string? csrf)
    {
        var request = new HttpRequestMessage(method, path);
        if (Cookie.Length > 0)
        {
            request.Headers.Add("Cookie", Cookie);
        }

        if (!string.IsNullOrEmpty(csrf))
        {
            request.Headers.Add("X-CSRF-Token", csrf);
        }

        if (body is not null)
        {
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        }

        return request;
    }

    private void Keep(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("Set-Cookie", out var set))
        {
            return;
        }

        var jar = Cookie.Split("; ", StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(each => each.Split('=')[0], each => each, StringComparer.Ordinal);
        foreach (var cookie in set)
        {
            SetCookie = cookie;
            jar[cookie.Split('=')[0]] = cookie.Split(';')[0];
        }

        Cookie = string.Join("; ", jar.Values);
    }
}
