using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>The hub itself.</summary>
public sealed record HubSettings
{
    /// <summary>Name of the shop, for people.</summary>
    public required string Name { get; init; }

    /// <summary>Time zone of times of day in the configuration and on screens. Default UTC.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>ISO 4217 code of the currency in which figures over all storefronts are told.</summary>
    public required string Currency { get; init; }

    /// <summary>Address the hub serves on. Default http://127.0.0.1:8080.</summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:8080");

    /// <summary>Address at which people open the console, for links in notices; null: that of <see cref="Listen"/>.</summary>
    public Uri? Url { get; init; }

    /// <summary>Where state is kept.</summary>
    public required StoreSettings Store { get; init; }

    /// <summary>Bearer tokens of the HTTP API; empty: the host makes one at the first start.</summary>
    public Items<ApiToken> Tokens { get; init; }

    /// <summary>How people sign in.</summary>
    public Access.SignInSettings SignIn { get; init; } = new();

    /// <summary>Limits of what the hub takes in.</summary>
    public HubLimits Limits { get; init; } = new();
}

/// <summary>A bearer token of the HTTP API.</summary>
/// <param name="Name">Whose token it is; shown in the audit.</param>
/// <param name="Token">The token.</param>
/// <param name="Scopes">What it may do; at least one.</param>
public sealed record ApiToken(string Name, Secret Token, Items<ApiScope> Scopes);

/// <summary>What a token may do. <c>Operate</c> includes <c>Read</c>, <c>Admin</c> includes both.</summary>
public enum ApiScope
{
    /// <summary>Look at everything.</summary>
    Read,

    /// <summary>Retry, resolve, reconcile, replay.</summary>
    Operate,

    /// <summary>Everything.</summary>
    Admin,
}

/// <summary>Limits of what the hub takes in.</summary>
public sealed record HubLimits
{
    /// <summary>Largest request body, in bytes; larger ones get 413. Default 8 MiB.</summary>
    public long BodyBytesMax { get; init; } = 8 * 1024 * 1024;

    /// <summary>Messages taken in over all connections; null: as fast as the store writes.</summary>
    public Rate? Intake { get; init; }
}

/// <summary>Where state is kept: embedded SQLite in a folder.</summary>
/// <param name="Path">Full path.</param>
public sealed record StoreSettings(string Path)
{
    /// <summary>Whether a text is the address of a PostgreSQL database: scheme, host and database name.</summary>
    public static bool IsPostgres(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "postgres" or "postgresql" &&
        address.Host.Length > 0 && address.AbsolutePath.Length > 1;
}
