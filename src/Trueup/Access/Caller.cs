using Trueup.Core.Access;
using Trueup.Core.Values;
using Trueup.Settings;

namespace Trueup.Access;

/// <summary>What somebody may do.</summary>
[Flags]
internal enum Permission
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Look at everything but personal data.</summary>
    Read = 1,

    /// <summary>Deal with problems that are not finance's.</summary>
    Operate = 2,

    /// <summary>Deal with problems that are finance's.</summary>
    Finance = 4,

    /// <summary>See names, addresses and whatever else tells who a customer is.</summary>
    Personal = 8,

    /// <summary>Say who may do what, and amend the contract.</summary>
    Administer = 16,

    /// <summary>Everything.</summary>
    All = Read | Operate | Finance | Personal | Administer,
}

/// <summary>Whoever asks the API something.</summary>
/// <param name="Name">The name that is journalled.</param>
/// <param name="May">What they may do.</param>
/// <param name="Session">The session; null for a token.</param>
internal sealed record Caller(string Name, Permission May, string? Session = null)
{
    /// <summary>Whoever asks with a request that was let in.</summary>
    public static Caller Of(HttpContext context) => (Caller)context.Items[typeof(Caller)]!;

    /// <summary>Whether personal data is kept from them.</summary>
    public bool SeesMasked => !May.HasFlag(Permission.Personal);

    /// <summary>What a role may do.</summary>
    public static Permission Of(Role role) => role switch
    {
        Role.Admin => Permission.All,
        Role.Operator => Permission.Read | Permission.Operate | Permission.Personal,
        Role.Finance => Permission.Read | Permission.Finance | Permission.Personal,
        Role.Viewer => Permission.Read,
        _ => Permission.None,
    };

    /// <summary>What roles may do together.</summary>
    public static Permission Of(Items<Role> roles) =>
        roles.Aggregate(Permission.None, (may, role) => may | Of(role));

    /// <summary>What a token's scopes let it do.</summary>
    public static Permission Of(Items<Scope> scopes) => scopes.Aggregate(Permission.None, (may, scope) => may | scope switch
    {
        Scope.Admin => Permission.All,
        Scope.Operate => Permission.Read | Permission.Operate | Permission.Personal,
        Scope.Finance => Permission.Read | Permission.Finance | Permission.Personal,
        Scope.Personal => Permission.Read | Permission.Personal,
        Scope.Read => Permission.Read,
        _ => Permission.None,
    });

    /// <summary>What a token of the configuration may do.</summary>
    public static Permission Of(ApiScope scope) => scope switch
    {
        ApiScope.Admin => Permission.All,
        ApiScope.Operate => Permission.All & ~Permission.Administer,
        _ => Permission.Read,
    };

    /// <summary>The words for what somebody may do, as the console is told them.</summary>
    public static Items<string> Words(Permission may) =>
        new[] { Permission.Read, Permission.Operate, Permission.Finance, Permission.Personal, Permission.Administer }
            .Where(each => may.HasFlag(each)).Select(each => each.ToString().ToLowerInvariant()).ToItems();
}

/// <summary>What an address asks of whoever calls it; without it, reading asks for reading and the rest for operating.</summary>
/// <param name="Needed">Any one of these will do.</param>
internal sealed record Needs(Permission Needed);

/// <summary>Says on an address what it asks of whoever calls it.</summary>
internal static class NeedsExtensions
{
    /// <summary>Lets in whoever has any one of these permissions.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder builder, Permission needed)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Needs(needed));
}
