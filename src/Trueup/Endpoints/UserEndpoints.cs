using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Access;
using Trueup.Core.Access;
using Trueup.Core.Values;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>Somebody who may sign in.</summary>
/// <param name="Name">The name to sign in with.</param>
/// <param name="Roles"><c>viewer</c>, <c>operator</c>, <c>finance</c>, <c>admin</c>.</param>
/// <param name="State"><c>active</c>, <c>locked</c> or <c>disabled</c>.</param>
/// <param name="HasPassword">Whether they have a password; otherwise they sign in at the provider.</param>
internal sealed record UserView(string Name, Items<string> Roles, string State, bool HasPassword)
{
    /// <summary>Their id at the sign-in provider; null: no sign-in there.</summary>
    public string? Subject { get; init; }

    /// <summary>Until when they are locked out, UTC; null: they are not.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>Since when, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Shows a user at a moment.</summary>
    public static UserView Of(User user, DateTimeOffset now) => new(
        user.Name, user.Roles.Select(AccessDesk.WordOf).ToItems(),
        user.Disabled ? "disabled" : user.LockedUntil > now ? "locked" : "active", user.Secret is not null)
    {
        Subject = user.Subject,
        LockedUntil = user.LockedUntil > now ? user.LockedUntil : null,
        CreatedAt = user.CreatedAt,
    };
}

/// <summary>A user to be made, or what is to change in one; null members stay as they are.</summary>
/// <param name="Name">The name to sign in with; only when making one.</param>
/// <param name="Roles">Roles; at least one.</param>
/// <param name="Password">A password to begin with.</param>
/// <param name="Subject">The id at the sign-in provider; empty text takes it away.</param>
/// <param name="Disabled">Whether they are kept out.</param>
/// <param name="Unlock">True lets them try again after too many wrong passwords.</param>
internal sealed record UserRequest(
    string? Name, string[]? Roles, string? Password, string? Subject, bool? Disabled, bool? Unlock);

/// <summary>Those who may sign in.</summary>
internal static class UserEndpoints
{
    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var users = server.MapGroup("/api/users").WithTags("access").Needs(Permission.Administer);
        users.MapGet("/", () => TypedResults.Ok(
                host.Desk.State.Users.Select(user => UserView.Of(user, host.Clock.GetUtcNow())).ToItems()))
            .WithName("listUsers").WithSummary("Those who may sign in.");
        users.MapPost("/", (UserRequest? asked, HttpContext context) => CreateAsync(host, asked, context))
            .WithName("createUser").WithSummary("Makes a user.");
        users.MapPatch("/{name}", (string name, UserRequest? asked, HttpContext context) =>
                ChangeAsync(host, name, asked, context))
            .WithName("changeUser").WithSummary("Changes a user; what takes rights away ends their sessions.");
        users.MapDelete("/{name}", (string name, HttpContext context) => RemoveAsync(host, name, context))
            .WithName("removeUser").WithSummary("Removes a user; their sessions end.");
    }

    /// <summary>Everything that keeps a name and a password from being somebody's.</summary>
    public static Items<string> FaultsOf(string name, string password)
    {
        var faults = Passwords.FaultsOf(password, name);
        return AccessDesk.IsName(name)
            ? faults
            : faults.Add("A name is 2 to 64 of a–z, 0–9, dot, hyphen, underscore and @.");
    }

    private static async Task<Results<Ok<UserView>, ProblemHttpResult>> CreateAsync(
        HubHost host, UserRequest? asked, HttpContext context)
    {
        var name = asked?.Name?.Trim().ToLowerInvariant() ?? "";
        var faults = new List<string>(asked?.Password is { } password
            ? FaultsOf(name, password)
            : FaultsOf(name, "only the name counts here"));
        if (asked?.Password is null && string.IsNullOrEmpty(asked?.Subject))
        {
            faults.Add("Give a password, or the subject at the sign-in provider.");
        }

        if (host.Desk.State.Find(name) is not null)
        {
            faults.Add("There is a user of this name already.");
        }

        var roles = RolesOf(asked?.Roles, faults);
        if (faults.Count > 0)
        {
            return Asked.Bad(string.Join(' ', faults));
        }

        var user = new User(name, roles, asked!.Password is { } secret ? host.Desk.Passwords.Hash(secret) : null)
        {
            Subject = string.IsNullOrEmpty(asked.Subject) ? null : asked.Subject,
            CreatedAt = host.Clock.GetUtcNow(),
        };
        return await host.Desk.SetAsync("user.create", AccessGate.NameOf(context), before: null, user)
            ? TypedResults.Ok(UserView.Of(user, host.Clock.GetUtcNow()))
            : Asked.Unwritable();
    }

    private static async Task<Results<Ok<UserView>, ProblemHttpResult>> ChangeAsync(
        HubHost host, string name, UserRequest? asked, HttpContext context)
    {
        if (host.Desk.State.Find(name) is not { } before)
        {
            return Asked.Unknown("There is no such user.");
        }

        var faults = new List<string>(asked?.Password is { } password ? Passwords.FaultsOf(password, name) : []);
        var roles = asked?.Roles is null ? before.Roles : RolesOf(asked.Roles, faults);
        var after = before with
        {
            Roles = roles,
            Secret = asked?.Password is { } secret && faults.Count == 0 ? host.Desk.Passwords.Hash(secret) : before.Secret,
            Subject = asked?.Subject is { } subject ? subject.Length == 0 ? null : subject : before.Subject,
            Disabled = asked?.Disabled ?? before.Disabled,
            LockedUntil = asked?.Unlock == true ? null : before.LockedUntil,
        };
        if (after.Secret != before.Secret || after.Disabled || after.Roles != before.Roles)
        {
            after = after with { Stamp = before.Stamp + 1 };
        }

        if (!host.Desk.LeavesAdmin(name, after))
        {
            faults.Add("Somebody must be left who may administer.");
        }

        if (faults.Count > 0)
        {
            return Asked.Bad(string.Join(' ', faults));
        }

        if (!await host.Desk.SetAsync("user.change", AccessGate.NameOf(context), before, after))
        {
            return Asked.Unwritable();
        }

        if (asked?.Unlock == true)
        {
            host.Desk.Attempts.Forget(name);
        }

        return TypedResults.Ok(UserView.Of(after, host.Clock.GetUtcNow()));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        HubHost host, string name, HttpContext context)
    {
        if (host.Desk.State.Find(name) is not { } user)
        {
            return Asked.Unknown("There is no such user.");
        }

        if (!host.Desk.LeavesAdmin(name, after: null))
        {
            return Asked.Bad("Somebody must be left who may administer.");
        }

        var removed = new AccessEvent.UserRemoved(name);
        return await host.Desk.DoAsync(
            "user.remove", AccessGate.NameOf(context), name, removed, (AccessDesk.Show(user), null))
            ? TypedResults.NoContent()
            : Asked.Unwritable();
    }

    private static Items<Role> RolesOf(string[]? words, List<string> faults)
    {
        var roles = (words ?? []).Select(AccessDesk.RoleOf).ToArray();
        if (roles.Length == 0 || roles.Contains(null))
        {
            faults.Add("Roles are one or more of viewer, operator, finance and admin.");
        }

        return roles.OfType<Role>().Distinct().Order().ToItems();
    }
}
