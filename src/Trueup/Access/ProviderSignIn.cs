using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Trueup.Core.Access;
using Trueup.Core.Values;
using Trueup.Hosting;

namespace Trueup.Access;

/// <summary>
/// Sign-in at a provider, by the framework's OAuth handler: authorisation code with PKCE and a state that is bound to
/// the browser; then who it is, from the provider's user-info address.
/// </summary>
internal static class ProviderSignIn
{
    /// <summary>The scheme.</summary>
    public const string Scheme = "provider";

    /// <summary>Where the provider sends people back to; tell the provider so.</summary>
    public const string Callback = "/signin/callback";

    /// <summary>Adds the provider.</summary>
    public static void Add(AuthenticationBuilder authentication, HubHost host, ProviderSettings provider) =>
        authentication.AddOAuth(Scheme, provider.Name, oauth =>
        {
            oauth.AuthorizationEndpoint = provider.AuthorizeUrl.AbsoluteUri;
            oauth.TokenEndpoint = provider.TokenUrl.AbsoluteUri;
            oauth.UserInformationEndpoint = provider.UserUrl.AbsoluteUri;
            oauth.ClientId = provider.ClientId;
            oauth.ClientSecret = provider.ClientSecret.Reveal();
            oauth.CallbackPath = Callback;
            oauth.SignInScheme = Sessions.Scheme;
            oauth.UsePkce = true;
            oauth.TimeProvider = host.Clock;
            oauth.CorrelationCookie.SameSite = SameSiteMode.Lax;
            oauth.CorrelationCookie.SecurePolicy = Sessions.MayBePlain(host.Plan.Listen)
                ? CookieSecurePolicy.SameAsRequest
                : CookieSecurePolicy.Always;
            oauth.Scope.Clear();
            foreach (var scope in provider.Scopes)
            {
                oauth.Scope.Add(scope);
            }

            oauth.Events.OnCreatingTicket = context => IdentifyAsync(context, provider);
            oauth.Events.OnTicketReceived = context => ReceiveAsync(context, host, provider);
            oauth.Events.OnRemoteFailure = context => Refuse(context.Response, context.HandleResponse, "failed");
        });

    private static async Task IdentifyAsync(OAuthCreatingTicketContext context, ProviderSettings provider)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, provider.UserUrl);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", context.AccessToken);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var answer = await context.Backchannel.SendAsync(request, context.HttpContext.RequestAborted);
        answer.EnsureSuccessStatusCode();
        using var told = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(context.HttpContext.RequestAborted));
        foreach (var claim in new[] { provider.UserClaim, provider.RolesClaim }.OfType<string>())
        {
            foreach (var value in Texts(told.RootElement, claim))
            {
                context.Identity!.AddClaim(new Claim(claim, value));
            }
        }
    }

    private static IEnumerable<string> Texts(JsonElement told, string claim) =>
        !told.TryGetProperty(claim, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(each => each.ToString())
        : [value.ToString()];

    private static async Task ReceiveAsync(TicketReceivedContext context, HubHost host, ProviderSettings provider)
    {
        // The cookie is ours to write: what the provider's handler would put into it is more than we keep.
        context.HandleResponse();
        var who = context.Principal!;
        if (who.FindFirstValue(provider.UserClaim) is not { Length: > 0 } subject)
        {
            await Refuse(context.Response, () => { }, "unknown");
            return;
        }

        var roles = provider.RolesClaim is { } claim
            ? who.FindAll(claim).Select(group => provider.Roles.TryGetValue(group.Value, out var role) ? role : (Role?)null)
                .OfType<Role>().Distinct().Order().ToItems()
            : [];
        var user = await UserOfAsync(host, provider, subject, roles);
        if (user is not { Disabled: false })
        {
            await Refuse(context.Response, () => { }, user is null ? "unknown" : "disabled");
            return;
        }

        var isIn = await host.Sessions.BeginAsync(context.HttpContext, user, $"signed in at {provider.Name}");
        context.Response.Redirect(isIn ? "/" : "/sign-in?error=unavailable");
    }

    /// <summary>The user of a provider's id: one that is known, brought to the roles that the provider says, or a new
    /// one where the provider says any; null when nobody says what they may do. Whom the provider made a user, and of
    /// whom it says nothing any more, loses every role: open sessions are worth nothing then.</summary>
    private static async Task<User?> UserOfAsync(
        HubHost host, ProviderSettings provider, string subject, Items<Role> roles)
    {
        var known = host.Desk.State.Users.FirstOrDefault(user => user.Subject == subject);
        if (known is { IsFromProvider: true } && roles.IsEmpty)
        {
            if (!known.Roles.IsEmpty)
            {
                await host.Desk.SetAsync("user.change", $"provider {provider.Name}", known, known with { Roles = [] });
            }

            return null;
        }

        if (known is not null && (roles.IsEmpty || roles == known.Roles))
        {
            return known;
        }

        if (known is null && roles.IsEmpty)
        {
            return null;
        }

        var after = known is null
            ? new User(NameFor(host, subject), roles, Secret: null)
            {
                Subject = subject,
                IsFromProvider = true,
                CreatedAt = host.Clock.GetUtcNow(),
            }
            : known with { Roles = roles };
        return await host.Desk.SetAsync(
            known is null ? "user.create" : "user.change", $"provider {provider.Name}", known, after)
            ? after
            : null;
    }

    private static string NameFor(HubHost host, string subject)
    {
        var name = new string(subject.ToLowerInvariant().Where(sign => AccessDesk.IsName($"{sign}{sign}")).Take(40).ToArray());
        var sound = AccessDesk.IsName(name) ? name : "user";
        return host.Desk.State.Find(sound) is null ? sound : $"{sound}-{AccessDesk.Digest(subject)[..8].ToLowerInvariant()}";
    }

    private static Task Refuse(HttpResponse response, Action handled, string why)
    {
        handled();
        response.Redirect($"/sign-in?error={why}");
        return Task.CompletedTask;
    }
}
