using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trueup.Core.Access;
using Trueup.Engine.Access;
using Trueup.Engine.Lanes;
using Trueup.Hosting;

namespace Trueup.Access;

/// <summary>
/// Knows who may do what, and has every change in it journalled before it is true: the hub's own state is the only
/// store there is.
/// </summary>
internal sealed class AccessDesk(HubHost host)
{
    private readonly string _firstCode = RandomNumberGenerator.GetHexString(40, lowercase: true);

    /// <summary>Who may do what now.</summary>
    public AccessState State => host.Hub.State.Access;

    /// <summary>Passwords.</summary>
    public Passwords Passwords { get; } = new();

    /// <summary>Wrong ones.</summary>
    public Attempts Attempts { get; } = new(host.Clock);

    /// <summary>Whether nobody may administer yet.</summary>
    public bool IsFirstRun => host.IsReady && !State.Users.Any(user => user.Roles.Contains(Role.Admin));

    /// <summary>What makes the first administrator, valid until there is one or the hub stops; null when there is
    /// one.</summary>
    public string? FirstCode => IsFirstRun ? _firstCode : null;

    /// <summary>Whether a text is the code that makes the first administrator.</summary>
    public bool IsFirstCode(string? code) => FirstCode is { } known && code is not null &&
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(code));

    /// <summary>Whose token a text is; null when it is nobody's, or not valid any more.</summary>
    public Caller? CallerOf(string token)
    {
        var digest = Digest(token);
        var key = State.Keys.FirstOrDefault(key => key.Digest == digest);
        return key is { RevokedAt: null } && !(key.ExpiresAt <= host.Clock.GetUtcNow())
            ? new Caller(key.Name, Caller.Of(key.Scopes))
            : null;
    }

    /// <summary>The digest under which a token is kept.</summary>
    public static string Digest(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Journals a change and waits until it is true; false when the journal cannot be written.</summary>
    /// <param name="did">What is done, without the prefix: <c>user.create</c>.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="subject">The user, token or session.</param>
    /// <param name="change">The change; null for something that only the audit is told.</param>
    /// <param name="told">What the audit shows: as it was, and as it is to be.</param>
    public async Task<bool> DoAsync(
        string did, string by, string subject, AccessEvent? change, (string? Before, string? After) told)
    {
        var request = new Request(Request.AccessPrefix + did, by, subject)
        {
            Before = told.Before,
            After = told.After,
            Data = change is null ? null : AccessCodec.Write(change),
        };
        return await host.Thread.RunAsync(hub => hub.AskAsync(request, CancellationToken.None));
    }

    /// <summary>Sets a user.</summary>
    public Task<bool> SetAsync(string did, string by, User? before, User after) =>
        DoAsync(did, by, after.Name, new AccessEvent.UserSet(after), (Show(before), Show(after)));

    /// <summary>A user as the audit shows them: never a secret.</summary>
    public static string? Show(User? user) => user is null ? null : JsonSerializer.Serialize(
        new SortedDictionary<string, string?>(StringComparer.Ordinal)
        {
            ["roles"] = string.Join(' ', user.Roles).ToLowerInvariant(),
            ["password"] = user.Secret is null ? "none" : $"set, version {user.Stamp}",
            ["subject"] = user.Subject,
            ["disabled"] = user.Disabled ? "yes" : "no",
            ["lockedUntil"] = user.LockedUntil?.ToString("O"),
        },
        ShownJson.Default.SortedDictionaryStringString);

    /// <summary>Whether a text can be a user's name.</summary>
    public static bool IsName(string? name) => name is { Length: >= 2 and <= 64 } &&
        name.All(sign => char.IsAsciiLetterLower(sign) || char.IsAsciiDigit(sign) || sign is '.' or '-' or '_' or '@');

    /// <summary>The role of a word; null for an unknown one.</summary>
    public static Role? RoleOf(string word) => word switch
    {
        "viewer" => Role.Viewer,
        "operator" => Role.Operator,
        "finance" => Role.Finance,
        "admin" => Role.Admin,
        _ => null,
    };

    /// <summary>The word for a role.</summary>
    public static string WordOf(Role role) => role.ToString().ToLowerInvariant();

    /// <summary>Whether an administrator would be left if a user became like this, or went.</summary>
    public bool LeavesAdmin(string name, User? after) => State.Users
        .Select(user => user.Name == name ? after : user)
        .Any(user => user is { Disabled: false } && user.Roles.Contains(Role.Admin));
}

[System.Text.Json.Serialization.JsonSerializable(typeof(SortedDictionary<string, string?>))]
internal sealed partial class ShownJson : System.Text.Json.Serialization.JsonSerializerContext;
