using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Access;
using Trueup.Core.Access;
using Trueup.Core.Values;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>An API token, without the token.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Scopes"><c>read</c>, <c>operate</c>, <c>finance</c>, <c>personal</c>, <c>admin</c>.</param>
/// <param name="State"><c>active</c>, <c>expired</c>, <c>revoked</c>, or <c>configured</c> for one of the
/// configuration, which only the configuration can revoke.</param>
internal sealed record TokenView(string Id, string Name, Items<string> Scopes, string State)
{
    /// <summary>Who made it; null for one of the configuration.</summary>
    public string? By { get; init; }

    /// <summary>When, UTC; null for one of the configuration.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Not valid from then on, UTC; null: does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Shows a token at a moment.</summary>
    public static TokenView Of(ApiKey key, DateTimeOffset now) => new(
        key.Id, key.Name, key.Scopes.Select(scope => scope.ToString().ToLowerInvariant()).ToItems(),
        key.RevokedAt is not null ? "revoked" : key.ExpiresAt <= now ? "expired" : "active")
    {
        By = key.By,
        CreatedAt = key.CreatedAt,
        ExpiresAt = key.ExpiresAt,
    };
}

/// <summary>A token to be made.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Days">Days until it expires, 1 to 3,650; null: it does not.</param>
internal sealed record TokenRequest(string? Name, string[]? Scopes, int? Days);

/// <summary>A token that was just made: there is no second chance to read it.</summary>
internal sealed record TokenMade(TokenView Token, string Secret);

/// <summary>Tokens for programs.</summary>
internal static class TokenEndpoints
{
    private const int DaysMax = 3_650;

    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var tokens = server.MapGroup("/api/tokens").WithTags("access").Needs(Permission.Administer);
        tokens.MapGet("/", () => TypedResults.Ok(All(host)))
            .WithName("listTokens").WithSummary("API tokens, revoked ones included; never the tokens themselves.");
        tokens.MapPost("/", (TokenRequest? asked, HttpContext context) => MakeAsync(host, asked, context))
            .WithName("makeToken").WithSummary("Makes a token and shows it this once.");
        tokens.MapDelete("/{id}", (string id, HttpContext context) => RevokeAsync(host, id, context))
            .WithName("revokeToken").WithSummary("Revokes a token at once.");
    }

    private static Items<TokenView> All(HubHost host) => host.Access.Known
        .Select(token => new TokenView($"configured-{token.Name}", token.Name,
            [token.Scope.ToString().ToLowerInvariant()], "configured"))
        .Concat(host.Desk.State.Keys.Select(key => TokenView.Of(key, host.Clock.GetUtcNow()))).ToItems();

    private static async Task<Results<Ok<TokenMade>, ProblemHttpResult>> MakeAsync(
        HubHost host, TokenRequest? asked, HttpContext context)
    {
        var scopes = (asked?.Scopes ?? []).Select(ScopeOf).ToArray();
        if (string.IsNullOrWhiteSpace(asked?.Name) || asked.Name.Length > 100 || scopes.Length == 0 || scopes.Contains(null))
        {
            return Asked.Bad("Give a name of at most 100 characters, and scopes: read, operate, finance, personal or admin.");
        }

        if (asked.Days is < 1 or > DaysMax)
        {
            return Asked.Bad($"days is 1 to {DaysMax}.");
        }

        var now = host.Clock.GetUtcNow();
        var secret = "tru_" + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", length: 40);
        var digest = AccessDesk.Digest(secret);
        var key = new ApiKey(
            digest[..12].ToLowerInvariant(), asked.Name.Trim(), digest, scopes.OfType<Scope>().Distinct().Order().ToItems(),
            AccessGate.NameOf(context), now)
        {
            ExpiresAt = asked.Days is { } days ? now.AddDays(days) : null,
        };
        return await SetAsync(host, "token.make", context, before: null, key)
            ? TypedResults.Ok(new TokenMade(TokenView.Of(key, now), secret))
            : Asked.Unwritable();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(HubHost host, string id, HttpContext context)
    {
        if (host.Desk.State.Keys.FirstOrDefault(key => key.Id == id) is not { } before)
        {
            return Asked.Unknown("There is no such token; those of the configuration are revoked there.");
        }

        if (before.RevokedAt is not null)
        {
            return Asked.Idle("The token is revoked already.");
        }

        var after = before with { RevokedAt = host.Clock.GetUtcNow() };
        return await SetAsync(host, "token.revoke", context, before, after) ? TypedResults.NoContent() : Asked.Unwritable();
    }

    private static Task<bool> SetAsync(HubHost host, string did, HttpContext context, ApiKey? before, ApiKey after) =>
        host.Desk.DoAsync(
            did, AccessGate.NameOf(context), after.Id, new AccessEvent.KeySet(after), (Show(before), Show(after)));

    private static string? Show(ApiKey? key) => key is null ? null
        : $"{key.Name}: {string.Join(' ', key.Scopes).ToLowerInvariant()}" +
          $"{(key.ExpiresAt is { } end ? $", until {end:yyyy-MM-dd}" : "")}{(key.RevokedAt is null ? "" : ", revoked")}";

    private static Scope? ScopeOf(string word) => word switch
    {
        "read" => Scope.Read,
        "operate" => Scope.Operate,
        "finance" => Scope.Finance,
        "personal" => Scope.Personal,
        "admin" => Scope.Admin,
        _ => null,
    };
}
