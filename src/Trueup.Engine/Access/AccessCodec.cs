using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trueup.Core.Access;
using Trueup.Core.Values;

namespace Trueup.Engine.Access;

/// <summary>
/// Writes who may do what as JSON, for the journal and the ledger. Members are only ever added, each of them optional:
/// what an older hub wrote stays readable.
/// </summary>
public static class AccessCodec
{
    /// <summary>A change as text.</summary>
    public static string Write(AccessEvent change) => JsonSerializer.Serialize(
        change switch
        {
            AccessEvent.UserSet set => new ChangeForm { User = Form(set.User) },
            AccessEvent.UserRemoved removed => new ChangeForm { Removed = removed.Name },
            AccessEvent.KeySet set => new ChangeForm { Token = Form(set.Key) },
            AccessEvent.SessionEnded ended => new ChangeForm
            {
                Session = ended.Session.Id,
                Until = ended.Session.Until,
                At = ended.At,
            },
            _ => throw new UnreachableException($"No form for {change?.GetType().Name}."),
        },
        AccessJson.Default.ChangeForm);

    /// <summary>Reads a text within a body; one that no version wrote breaks the body.</summary>
    internal static T Take<T>(Journal.Packing.PackReader pack, Func<string, T> read)
    {
        try
        {
            return read(pack.Text());
        }
        catch (JsonException)
        {
            throw pack.Broken("a text in it is not what it should be");
        }
    }

    /// <summary>The change that a text is.</summary>
    /// <exception cref="JsonException">No version of the hub wrote it.</exception>
    public static AccessEvent Read(string text) =>
        JsonSerializer.Deserialize(text, AccessJson.Default.ChangeForm) switch
        {
            { User: { } user } => new AccessEvent.UserSet(Of(user)),
            { Removed: { } name } => new AccessEvent.UserRemoved(name),
            { Token: { } key } => new AccessEvent.KeySet(Of(key)),
            { Session: { } session } form =>
                new AccessEvent.SessionEnded(new EndedSession(session, form.Until), form.At),
            _ => throw new JsonException("This is no change in who may do what."),
        };

    /// <summary>The whole state as text.</summary>
    public static string Write(AccessState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return JsonSerializer.Serialize(
            new StateForm
            {
                Users = state.Users.Select(Form).ToArray(),
                Tokens = state.Keys.Select(Form).ToArray(),
                Ended = state.Ended.Select(ended => new EndedForm(ended.Id, ended.Until)).ToArray(),
            },
            AccessJson.Default.StateForm);
    }

    /// <summary>The whole state that a text is.</summary>
    /// <exception cref="JsonException">No version of the hub wrote it.</exception>
    public static AccessState ReadState(string text)
    {
        var form = JsonSerializer.Deserialize(text, AccessJson.Default.StateForm) ?? new StateForm();
        return new AccessState
        {
            Users = form.Users.Select(Of).ToItems(),
            Keys = form.Tokens.Select(Of).ToItems(),
            Ended = form.Ended.Select(ended => new EndedSession(ended.Id, ended.Until)).ToItems(),
        };
    }

    private static UserForm Form(User user) => new()
    {
        Name = user.Name,
        Roles = user.Roles.Select(role => (int)role).ToArray(),
        Secret = user.Secret,
        Stamp = user.Stamp,
        Subject = user.Subject,
        IsFromProvider = user.IsFromProvider,
        Disabled = user.Disabled,
        LockedUntil = user.LockedUntil,
        CreatedAt = user.CreatedAt,
    };

    private static User Of(UserForm form) => new(form.Name, form.Roles.Select(role => (Role)role).ToItems(), form.Secret)
    {
        Stamp = form.Stamp,
        Subject = form.Subject,
        IsFromProvider = form.IsFromProvider,
        Disabled = form.Disabled,
        LockedUntil = form.LockedUntil,
        CreatedAt = form.CreatedAt,
    };

    private static TokenForm Form(ApiKey key) => new()
    {
        Id = key.Id,
        Name = key.Name,
        Digest = key.Digest,
        Scopes = key.Scopes.Select(scope => (int)scope).ToArray(),
        By = key.By,
        CreatedAt = key.CreatedAt,
        ExpiresAt = key.ExpiresAt,
        RevokedAt = key.RevokedAt,
    };

    private static ApiKey Of(TokenForm form) => new(
        form.Id, form.Name, form.Digest, form.Scopes.Select(scope => (Scope)scope).ToItems(), form.By, form.CreatedAt)
    {
        ExpiresAt = form.ExpiresAt,
        RevokedAt = form.RevokedAt,
    };
}

internal sealed record ChangeForm
{
    public UserForm? User { get; set; }

    public string? Removed { get; set; }

    public TokenForm? Token { get; set; }

    public string? Session { get; set; }

    public DateTimeOffset Until { get; set; }

    public DateTimeOffset At { get; set; }
}

internal sealed record UserForm
{
    public string Name { get; set; } = "";

    public int[] Roles { get; set; } = [];

    public string? Secret { get; set; }

    public int Stamp { get; set; }

    public string? Subject { get; set; }

    public bool IsFromProvider { get; set; }

    public bool Disabled { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed record TokenForm
{
    public string Id { get; set; } = "";

    public string Name { get; set; } = "";

    public string Digest { get; set; } = "";

    public int[] Scopes { get; set; } = [];

    public string By { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}

internal sealed record EndedForm(string Id, DateTimeOffset Until);

internal sealed record StateForm
{
    public UserForm[] Users { get; set; } = [];

    public TokenForm[] Tokens { get; set; } = [];

    public EndedForm[] Ended { get; set; } = [];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ChangeForm))]
[JsonSerializable(typeof(StateForm))]
internal sealed partial class AccessJson : JsonSerializerContext;
