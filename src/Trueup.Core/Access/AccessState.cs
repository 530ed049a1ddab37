using Trueup.Core.Values;

namespace Trueup.Core.Access;

/// <summary>What a person is to the hub. The numbers are on disk: never change one.</summary>
public enum Role
{
    /// <summary>Looks at everything but personal data, changes nothing.</summary>
    Viewer = 1,

    /// <summary>Deals with problems: retries, assigns, approves, compares.</summary>
    Operator = 2,

    /// <summary>Looks at everything, and deals with what belongs to finance.</summary>
    Finance = 3,

    /// <summary>Does everything, and says who else may.</summary>
    Admin = 4,
}

/// <summary>What a token may do. The numbers are on disk: never change one.</summary>
public enum Scope
{
    /// <summary>Look at everything but personal data.</summary>
    Read = 1,

    /// <summary>Deal with problems, and see whom they concern.</summary>
    Operate = 2,

    /// <summary>Deal with what belongs to finance.</summary>
    Finance = 3,

    /// <summary>See personal data.</summary>
    Personal = 4,

    /// <summary>Everything.</summary>
    Admin = 5,
}

/// <summary>Somebody who may sign in.</summary>
/// <param name="Name">The name to sign in with, in lower case.</param>
/// <param name="Roles">What they may do; at least one.</param>
/// <param name="Secret">The password's hash, salt and cost included; null: signs in at the provider only.</param>
public sealed record User(string Name, Items<Role> Roles, string? Secret)
{
    /// <summary>Raised whenever every session of theirs must end.</summary>
    public int Stamp { get; init; }

    /// <summary>Their id at the sign-in provider; null: no sign-in there.</summary>
    public string? Subject { get; init; }

    /// <summary>Whether the provider made them a user, so that they are one only as long as it says so.</summary>
    public bool IsFromProvider { get; init; }

    /// <summary>Whether they are kept out for the time being.</summary>
    public bool Disabled { get; init; }

    /// <summary>Kept out until then after too many wrong passwords; null: not locked. UTC.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>Since when, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A token that a program presents, of which only the digest is kept.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is for; shown in the audit.</param>
/// <param name="Digest">SHA-256 of the token, in hexadecimal.</param>
/// <param name="Scopes">What it may do; at least one.</param>
/// <param name="By">Who made it.</param>
/// <param name="CreatedAt">When, UTC.</param>
public sealed record ApiKey(
    string Id, string Name, string Digest, Items<Scope> Scopes, string By, DateTimeOffset CreatedAt)
{
    /// <summary>Not valid from then on, UTC; null: does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked, UTC; null: it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>A session that was ended before its time.</summary>
/// <param name="Id">The session.</param>
/// <param name="Until">When it would have ended anyway, UTC; from then on nobody need remember it.</param>
public sealed record EndedSession(string Id, DateTimeOffset Until);

/// <summary>A change in who may do what. Journalled; every version ever written stays readable.</summary>
public abstract record AccessEvent
{
    private AccessEvent()
    {
    }

    /// <summary>A user is new, or is now like this.</summary>
    public sealed record UserSet(User User) : AccessEvent;

    /// <summary>A user is no more.</summary>
    public sealed record UserRemoved(string Name) : AccessEvent;

    /// <summary>A token is new, or is now like this.</summary>
    public sealed record KeySet(ApiKey Key) : AccessEvent;

    /// <summary>A session was ended.</summary>
    public sealed record SessionEnded(EndedSession Session, DateTimeOffset At) : AccessEvent;
}

/// <summary>Who may do what.</summary>
public sealed record AccessState
{
    /// <summary>Nobody yet.</summary>
    public static AccessState Nobody { get; } = new();

    /// <summary>Those who may sign in.</summary>
    public Items<User> Users { get; init; }

    /// <summary>Tokens that were made, revoked ones included.</summary>
    public Items<ApiKey> Keys { get; init; }

    /// <summary>Sessions that were ended and would still be valid.</summary>
    public Items<EndedSession> Ended { get; init; }

    /// <summary>The user of a name; null when there is none.</summary>
    public User? Find(string name)
    {
        var place = Users.FindIndex(user => string.Equals(user.Name, name, StringComparison.Ordinal));
        return place < 0 ? null : Users[place];
    }

    /// <summary>Whether a session was ended.</summary>
    public bool HasEnded(string session) =>
        Ended.FindIndex(ended => string.Equals(ended.Id, session, StringComparison.Ordinal)) >= 0;

    /// <summary>The state after a change. Never refuses.</summary>
    public AccessState After(AccessEvent change) => change switch
    {
        AccessEvent.UserSet set => this with
        {
            Users = Users.Where(user => user.Name != set.User.Name).Append(set.User)
                .OrderBy(user => user.Name, StringComparer.Ordinal).ToItems(),
        },
        AccessEvent.UserRemoved removed => this with
        {
            Users = Users.Where(user => user.Name != removed.Name).ToItems(),
        },
        AccessEvent.KeySet set => this with
        {
            Keys = Keys.Where(key => key.Id != set.Key.Id).Append(set.Key).ToItems(),
        },
        AccessEvent.SessionEnded ended => this with
        {
            Ended = Ended.Where(other => other.Until > ended.At).Append(ended.Session).ToItems(),
        },
        _ => throw new System.Diagnostics.UnreachableException($"No evolution for {change?.GetType().Name}."),
    };
}
