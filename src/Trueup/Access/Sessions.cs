using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Trueup.Core.Access;
using Trueup.Core.Values;
using Trueup.Hosting;

namespace Trueup.Access;

/// <summary>
/// Sessions in a cookie that the framework encrypts. The cookie says who and since when; what they may do is looked up
/// at every request, so a role that was taken away is gone at once.
/// </summary>
internal sealed class Sessions(HubHost host, SignInSettings settings)
{
    /// <summary>The scheme of the cookie.</summary>
    public const string Scheme = "session";

    /// <summary>The header that proves that a request was made by our own pages.</summary>
    public const string CsrfHeader = "X-CSRF-Token";

    private const string IdClaim = "sid";
    private const string StampClaim = "stamp";
    private const string SinceClaim = "since";

    private IDataProtector? _csrf;

    /// <summary>Whether the cookie may travel without encryption: only where it never leaves the machine.</summary>
    public static bool MayBePlain(Uri listen) => listen.IsLoopback && listen.Scheme == Uri.UriSchemeHttp;

    /// <summary>Adds cookies, and the provider where one is configured, to a server.</summary>
    public void Add(IServiceCollection services)
    {
        services.AddDataProtection()
            .SetApplicationName("trueup")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(host.Plan.Folder, "keys")));
        var authentication = services.AddAuthentication(Scheme).AddCookie(Scheme, Configure);
        if (settings.Provider is { } provider)
        {
            ProviderSignIn.Add(authentication, host, provider);
        }
    }

    /// <summary>Takes what it needs from a server that was put together.</summary>
    public void Attach(IServiceProvider services) =>
        _csrf = services.GetRequiredService<IDataProtectionProvider>().CreateProtector("trueup.csrf");

    /// <summary>Opens a session for a user, and has that journalled.</summary>
    /// <returns>False when the journal cannot be written; then there is no session.</returns>
    public async Task<bool> BeginAsync(HttpContext context, User user, string how)
    {
        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        if (!await host.Desk.DoAsync("session.begin", user.Name, user.Name, change: null, (null, how)))
        {
            return false;
        }

        await context.SignInAsync(Scheme, PrincipalOf(user, id, host.Clock.GetUtcNow()));
        context.Items[typeof(Caller)] = new Caller(user.Name, Caller.Of(user.Roles), id);
        return true;
    }

    /// <summary>Ends the session of a request for good: a copy of its cookie opens nothing any more.</summary>
    public async Task<bool> EndAsync(HttpContext context, Caller caller)
    {
        var now = host.Clock.GetUtcNow();
        var ended = new AccessEvent.SessionEnded(new EndedSession(caller.Session!, now + settings.Longest), now);
        if (!await host.Desk.DoAsync("session.end", caller.Name, caller.Name, ended, (null, "signed out")))
        {
            return false;
        }

        await context.SignOutAsync(Scheme);
        return true;
    }

    /// <summary>Whose session a request belongs to; null when it has none, or none that is valid.</summary>
    public async Task<Caller?> FindAsync(HttpContext context)
    {
        var outcome = await context.AuthenticateAsync(Scheme);
        if (outcome.Principal is not { } who || who.FindFirstValue(IdClaim) is not { } id ||
            host.Desk.State.Find(who.Identity?.Name ?? "") is not { } user)
        {
            return null;
        }

        return new Caller(user.Name, Caller.Of(user.Roles), id);
    }

    /// <summary>Whether a request carries a session's cookie at all.</summary>
    public bool HasCookie(HttpContext context) => context.Request.Cookies.ContainsKey(CookieName);

    /// <summary>What proves that a request of this session was made by our own pages.</summary>
    public string CsrfOf(string session) => _csrf!.Protect(session);

    /// <summary>What is wrong with the proof that a request carries; null when nothing is.</summary>
    public string? CsrfFault(string session, string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return $"The request lacks the header {CsrfHeader}: read it from GET /api/session.";
        }

        try
        {
            return _csrf!.Unprotect(token) == session
                ? null
                : $"The {CsrfHeader} belongs to an earlier session: read the new one from GET /api/session.";
        }
        catch (CryptographicException)
        {
            return $"The {CsrfHeader} was not made by this hub.";
        }
    }

    private string CookieName => MayBePlain(host.Plan.Listen) ? "trueup-session" : "__Host-trueup-session";

    private void Configure(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = CookieName;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.Path = "/";
        cookie.Cookie.SecurePolicy =
            MayBePlain(host.Plan.Listen) ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        cookie.ExpireTimeSpan = settings.Idle;
        cookie.SlidingExpiration = true;
        cookie.TimeProvider = host.Clock;
        cookie.Events.OnValidatePrincipal = Validate;

        // An API answers with a status; it never sends anybody to a page.
        cookie.Events.OnRedirectToLogin = Plain(StatusCodes.Status401Unauthorized);
        cookie.Events.OnRedirectToAccessDenied = Plain(StatusCodes.Status403Forbidden);
    }

    private static Func<RedirectContext<CookieAuthenticationOptions>, Task> Plain(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    private Task Validate(CookieValidatePrincipalContext context)
    {
        var who = context.Principal!;
        var user = host.Desk.State.Find(who.Identity?.Name ?? "");
        var isValid = user is { Disabled: false } &&
            who.FindFirstValue(StampClaim) == user.Stamp.ToString(CultureInfo.InvariantCulture) &&
            who.FindFirstValue(IdClaim) is { } id && !host.Desk.State.HasEnded(id) &&
            DateTimeOffset.TryParse(who.FindFirstValue(SinceClaim), CultureInfo.InvariantCulture, out var since) &&
            since + settings.Longest > host.Clock.GetUtcNow();
        if (!isValid)
        {
            context.RejectPrincipal();
        }

        return Task.CompletedTask;
    }

    private static ClaimsPrincipal PrincipalOf(User user, string id, DateTimeOffset since) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.Name, user.Name),
            new Claim(IdClaim, id),
            new Claim(StampClaim, user.Stamp.ToString(CultureInfo.InvariantCulture)),
            new Claim(SinceClaim, since.ToString("O", CultureInfo.InvariantCulture)),
        ],
        Scheme));
}

/// <summary>How people sign in.</summary>
public sealed record SignInSettings
{
    /// <summary>A session that nobody uses ends after this. Default 30 minutes.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>A session ends after this, however busy. Default 12 hours.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Where else people may sign in; null: nowhere.</summary>
    public ProviderSettings? Provider { get; init; }
}

/// <summary>A sign-in provider that speaks OAuth 2 with a user-info address (OpenID Connect).</summary>
public sealed record ProviderSettings
{
    /// <summary>Its name on the button.</summary>
    public required string Name { get; init; }

    /// <summary>Where people are sent.</summary>
    public required Uri AuthorizeUrl { get; init; }

    /// <summary>Where the code is exchanged.</summary>
    public required Uri TokenUrl { get; init; }

    /// <summary>Where the hub reads who it is.</summary>
    public required Uri UserUrl { get; init; }

    /// <summary>The hub's id there.</summary>
    public required string ClientId { get; init; }

    /// <summary>The hub's secret there.</summary>
    public required Settings.Secret ClientSecret { get; init; }

    /// <summary>What is asked for. Default openid, profile, email.</summary>
    public Items<string> Scopes { get; init; } = ["openid", "profile", "email"];

    /// <summary>The claim that identifies a person. Default sub.</summary>
    public string UserClaim { get; init; } = "sub";

    /// <summary>The claim that lists groups; null: only users that an administrator made may come in.</summary>
    public string? RolesClaim { get; init; }

    /// <summary>The role of a group. There is no default: whoever has none stays out.</summary>
    public IReadOnlyDictionary<string, Role> Roles { get; init; } = new Dictionary<string, Role>(StringComparer.Ordinal);
}
