using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Access;
using Trueup.Core.Access;
using Trueup.Core.Values;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>Who is asking, and what the console may show them.</summary>
/// <param name="SignedIn">Whether anybody is.</param>
/// <param name="FirstRun">Whether there is no user yet: the link printed at the start makes the first.</param>
/// <param name="Provider">The name of the sign-in provider; null: there is none. Sign in there at
/// <c>/api/session/provider</c>.</param>
internal sealed record SessionView(bool SignedIn, bool FirstRun, string? Provider)
{
    /// <summary>The user, or the token's name; null for nobody.</summary>
    public string? Name { get; init; }

    /// <summary><c>viewer</c>, <c>operator</c>, <c>finance</c>, <c>admin</c>; empty for a token.</summary>
    public Items<string> Roles { get; init; }

    /// <summary><c>read</c>, <c>operate</c>, <c>finance</c>, <c>personal</c>, <c>administer</c>.</summary>
    public Items<string> Permissions { get; init; }

    /// <summary>Whether personal data is masked in answers.</summary>
    public bool Masked { get; init; }

    /// <summary>Send it as <c>X-CSRF-Token</c> with everything but reading; null for a token.</summary>
    public string? Csrf { get; init; }

    /// <summary>The shop's name.</summary>
    public string Hub { get; init; } = "";

    /// <summary>IANA id of the hub's time zone.</summary>
    public string TimeZone { get; init; } = "";

    /// <summary>ISO 4217 code of the hub's currency.</summary>
    public string Currency { get; init; } = "";
}

/// <summary>Signing in.</summary>
internal sealed record SignInRequest(string? Name, string? Password);

/// <summary>Making the first administrator.</summary>
/// <param name="Code">The code of the link printed at the start.</param>
/// <param name="Name">The name to sign in with.</param>
/// <param name="Password">The password.</param>
internal sealed record FirstRunRequest(string? Code, string? Name, string? Password);

/// <summary>A new password for oneself.</summary>
internal sealed record PasswordRequest(string? Current, string? Password);

/// <summary>Signing in and out.</summary>
internal static class SessionEndpoints
{
    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var session = server.MapGroup("/api/session").WithTags("session").WithMetadata(new OpenDoor());
        session.MapGet("/", (HttpContext context) => TypedResults.Ok(View(host, context))).Needs(Permission.None)
            .WithName("getSession").WithSummary("Who is asking, what they may do, and the CSRF token.");
        session.MapPost("/", (SignInRequest? asked, HttpContext context) => SignInAsync(host, asked, context))
            .Needs(Permission.None).WithName("signIn").WithSummary("Signs in with a name and a password.");
        session.MapPost("/first", (FirstRunRequest? asked, HttpContext context) => FirstAsync(host, asked, context))
            .Needs(Permission.None).WithName("makeFirstAdmin")
            .WithSummary("Makes the first administrator, with the code of the link printed at the start.");
        session.MapGet(
            "/provider",
            async Task<Results<EmptyHttpResult, ProblemHttpResult>> (HttpContext context) =>
                await ProviderAsync(host, context))
            .Needs(Permission.None)
            .WithName("signInAtProvider").WithSummary("Sends the browser to the sign-in provider.");

        var own = server.MapGroup("/api/session").WithTags("session").Needs(Permission.None);
        own.MapDelete(
            "/", async Task<Results<NoContent, ProblemHttpResult>> (HttpContext context) => await SignOutAsync(host, context))
            .WithName("signOut").WithSummary("Ends the session.");
        own.MapPut("/password", (PasswordRequest? asked, HttpContext context) => ChangeAsync(host, asked, context))
            .WithName("changeOwnPassword").WithSummary("Changes one's own password; other sessions end.");
    }

    private static SessionView View(HubHost host, HttpContext context)
    {
        var caller = context.Items[typeof(Caller)] as Caller;
        var terms = host.Plan.Contract.Terms;
        return new SessionView(caller is not null, host.Desk.IsFirstRun, host.Plan.SignIn.Provider?.Name)
        {
            Name = caller?.Name,
            Roles = caller?.Session is null ? [] : host.Desk.State.Find(caller.Name)?.Roles.Select(AccessDesk.WordOf).ToItems() ?? [],
            Permissions = caller is null ? [] : Caller.Words(caller.May),
            Masked = caller?.SeesMasked ?? true,
            Csrf = caller?.Session is { } id ? host.Sessions.CsrfOf(id) : null,
            Hub = caller is null ? "" : host.Plan.Name,
            TimeZone = caller is null ? "" : terms.Reconcile.Zone.Id,
            Currency = caller is null ? "" : host.Plan.Currency,
        };
    }

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> SignInAsync(
        HubHost host, SignInRequest? asked, HttpContext context)
    {
        if (IsForeign(context))
        {
            return Refused("The request comes from another site.");
        }

        var name = asked?.Name?.Trim().ToLowerInvariant() ?? "";
        if (name.Length is 0 or > 200 || string.IsNullOrEmpty(asked?.Password))
        {
            return Asked.Bad("Give name and password.");
        }

        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        var user = host.Desk.State.Find(name);
        var now = host.Clock.GetUtcNow();
        if ((host.Desk.Attempts.WaitOf(name, address) ?? (user?.LockedUntil - now)) is { } wait && wait > TimeSpan.Zero)
        {
            return TooMany(context, wait);
        }

        if (!await host.Desk.Passwords.IsRightAsync(user, asked.Password, context.RequestAborted) || user!.Disabled)
        {
            return await WrongAsync(host, context, name, address);
        }

        host.Desk.Attempts.Forget(name);
        return await host.Sessions.BeginAsync(context, user, "signed in with a password")
            ? TypedResults.Ok(View(host, context))
            : Asked.Unwritable();
    }

    private static async Task<ProblemHttpResult> WrongAsync(HubHost host, HttpContext context, string name, string address)
    {
        if (!host.Desk.Attempts.Wrong(name, address))
        {
            return TypedResults.Problem(
                "The name or the password is wrong.", statusCode: StatusCodes.Status401Unauthorized);
        }

        // Journalled, so that a restart does not open the door again; for a name that nobody has there is nothing to say.
        if (host.Desk.State.Find(name) is { } user)
        {
            var until = host.Clock.GetUtcNow() + Attempts.Window;
            await host.Desk.SetAsync("user.lock", "hub", user, user with { LockedUntil = until });
        }

        return TooMany(context, Attempts.Window);
    }

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> FirstAsync(
        HubHost host, FirstRunRequest? asked, HttpContext context)
    {
        if (IsForeign(context) || !host.Desk.IsFirstCode(asked?.Code))
        {
            return Refused("This link makes no administrator: it was used, or the hub was started anew since.");
        }

        var name = asked!.Name?.Trim().ToLowerInvariant() ?? "";
        if (UserEndpoints.FaultsOf(name, asked.Password ?? "") is { IsEmpty: false } faults)
        {
            return Asked.Bad(string.Join(' ', faults));
        }

        var first = new User(name, [Role.Admin], host.Desk.Passwords.Hash(asked.Password!))
        {
            CreatedAt = host.Clock.GetUtcNow(),
        };
        return await host.Desk.SetAsync("user.first", name, before: null, first) &&
               await host.Sessions.BeginAsync(context, first, "signed in by the first link")
            ? TypedResults.Ok(View(host, context))
            : Asked.Unwritable();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SignOutAsync(HubHost host, HttpContext context)
    {
        var caller = Caller.Of(context);
        if (caller.Session is null)
        {
            return Asked.Bad("A token has no session; revoke it instead.");
        }

        return await host.Sessions.EndAsync(context, caller) ? TypedResults.NoContent() : Asked.Unwritable();
    }

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> ChangeAsync(
        HubHost host, PasswordRequest? asked, HttpContext context)
    {
        var caller = Caller.Of(context);
        if (caller.Session is null || host.Desk.State.Find(caller.Name) is not { Secret: not null } user)
        {
            return Asked.Bad("Only somebody who signed in with a password has one to change.");
        }

        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (host.Desk.Attempts.WaitOf(user.Name, address) is { } wait)
        {
            return TooMany(context, wait);
        }

        if (!await host.Desk.Passwords.IsRightAsync(user, asked?.Current ?? "", context.RequestAborted))
        {
            return await WrongAsync(host, context, user.Name, address);
        }

        if (Passwords.FaultsOf(asked?.Password ?? "", user.Name) is { IsEmpty: false } faults)
        {
            return Asked.Bad(string.Join(' ', faults));
        }

        var after = user with { Secret = host.Desk.Passwords.Hash(asked!.Password!), Stamp = user.Stamp + 1 };
        return await host.Desk.SetAsync("user.password", user.Name, user, after) &&
               await host.Sessions.BeginAsync(context, after, "signed in anew after a change of password")
            ? TypedResults.Ok(View(host, context))
            : Asked.Unwritable();
    }

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> ProviderAsync(HubHost host, HttpContext context)
    {
        if (host.Plan.SignIn.Provider is null)
        {
            return Asked.Unknown("No sign-in provider is configured (hub.sign_in.provider).");
        }

        await context.ChallengeAsync(ProviderSignIn.Scheme, new AuthenticationProperties { RedirectUri = "/" });
        return TypedResults.Empty;
    }

    /// <summary>Signing somebody in from another site's page would show them a stranger's account.</summary>
    private static bool IsForeign(HttpContext context) =>
        context.Request.Headers["Sec-Fetch-Site"] is [{ } from] && from is not ("same-origin" or "none");

    private static ProblemHttpResult Refused(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status403Forbidden);

    private static ProblemHttpResult TooMany(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter =
            Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(
            "Too many wrong passwords: try again later, or let an administrator unlock the user.",
            statusCode: StatusCodes.Status429TooManyRequests);
    }
}
