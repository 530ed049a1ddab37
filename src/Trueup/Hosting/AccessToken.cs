using System.Security.Cryptography;
using System.Text;
using Trueup.Core.Values;
using Trueup.Settings;

namespace Trueup.Hosting;

/// <summary>A bearer token of the HTTP API, of which only the digest is kept.</summary>
/// <param name="Name">Whose it is; journalled with whatever is asked with it.</param>
/// <param name="Digest">SHA-256 of the token's UTF-8 bytes.</param>
/// <param name="Scope">The widest thing that it may do.</param>
public sealed record AccessToken(string Name, Items<byte> Digest, ApiScope Scope)
{
    /// <summary>The token that a text is.</summary>
    public static AccessToken Of(string name, string token, ApiScope scope) => new(name, DigestOf(token), scope);

    internal static Items<byte> DigestOf(string token) =>
        Items.Of<byte>(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>The tokens that let somebody into the HTTP API.</summary>
/// <param name="tokens">The tokens; at least one.</param>
public sealed class AccessTokens(Items<AccessToken> tokens)
{
    /// <summary>The tokens.</summary>
    public Items<AccessToken> Known => tokens;

    private const string FileName = "api-token.sha256";
    private const string Scheme = "Bearer ";

    /// <summary>Finds whose token an Authorization header carries; null when it is nobody's. Takes the same time
    /// whatever is sent.</summary>
    public AccessToken? Find(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var digest = AccessToken.DigestOf(authorization[Scheme.Length..].Trim());
        AccessToken? found = null;
        foreach (var token in tokens)
        {
            found = CryptographicOperations.FixedTimeEquals(digest.Span, token.Digest.Span) ? token : found;
        }

        return found;
    }

    /// <summary>The configured tokens; where there are none, the one made at the first start, of which the folder keeps
    /// the digest.</summary>
    /// <param name="configured">Tokens of the configuration.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="made">Told the token when it was just made: there is no second chance to read it.</param>
    public static AccessTokens For(Items<AccessToken> configured, string folder, Action<string> made)
    {
        ArgumentNullException.ThrowIfNull(made);
        if (!configured.IsEmpty)
        {
            return new AccessTokens(configured);
        }

        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            var token = "tru_" + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", length: 40);
            File.WriteAllText(path, Convert.ToHexString(AccessToken.DigestOf(token).Span));
            made(token);
        }

        var digest = Convert.FromHexString(File.ReadAllText(path).Trim());
        return new AccessTokens([new AccessToken("first", Items.Of<byte>(digest), ApiScope.Admin)]);
    }
}
