using Trueup.Access;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>Reads <c>hub.sign_in</c>.</summary>
internal static class SignInReading
{
    /// <summary>How people sign in; what is missing keeps its default.</summary>
    public static SignInSettings Read(Section section)
    {
        var otherwise = new SignInSettings();
        return new SignInSettings
        {
            Idle = section["idle"].Exists ? section["idle"].DurationAboveZero() ?? otherwise.Idle : otherwise.Idle,
            Longest = section["longest"].Exists
                ? section["longest"].DurationAboveZero() ?? otherwise.Longest
                : otherwise.Longest,
            Provider = section["provider"].Exists ? ProviderOf(section["provider"]) : null,
        };
    }

    private static ProviderSettings? ProviderOf(Section section)
    {
        if (section["authorize_url"].Url is not { } authorize || section["token_url"].Url is not { } token ||
            section["user_url"].Url is not { } user)
        {
            return null;
        }

        foreach (var url in new[] { "authorize_url", "token_url", "user_url" })
        {
            if (section[url].Url is { IsLoopback: false, Scheme: "http" })
            {
                section[url].Error("secrets travel there: use https");
            }
        }

        return new ProviderSettings
        {
            Name = section["name"].Text ?? "Single sign-on",
            AuthorizeUrl = authorize,
            TokenUrl = token,
            UserUrl = user,
            ClientId = section["client_id"].Text ?? "",
            ClientSecret = new Secret(section["client_secret"].Text ?? ""),
            Scopes = section["scopes"].Exists ? section["scopes"].Texts.ToItems() : ["openid", "profile", "email"],
            UserClaim = section["user_claim"].Text ?? "sub",
            RolesClaim = section["roles_claim"].Text,
            Roles = section["roles"].Named.Select(pair => (pair.Name, Role: AccessDesk.RoleOf(pair.Below.Text ?? "")))
                .Where(pair => pair.Role is not null)
                .ToDictionary(pair => pair.Name, pair => pair.Role!.Value, StringComparer.Ordinal),
        };
    }
}
