using System.Text;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.AdobeCommerce.Twin.Access;

/// <summary>Who gets in, and to what.</summary>
/// <remarks>Source: adobe-commerce.md §1.2 to §1.4; adobe-commerce-observed.md §5.</remarks>
internal sealed class Door(Shop shop)
{
    private const int NoncesMax = 100_000;

    private static readonly TimeSpan AdministratorTokenLifetime = TimeSpan.FromHours(4);

    private readonly List<TwinIntegration> _integrations = [];
    private readonly Dictionary<string, string> _passwords = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _administratorTokens = new(StringComparer.Ordinal);
    private readonly HashSet<string> _nonces = new(StringComparer.Ordinal);
    private readonly Queue<string> _nonceOrder = new();

    public void Admit(TwinIntegration integration)
    {
        _integrations.RemoveAll(i => string.Equals(i.Token, integration.Token, StringComparison.Ordinal));
        _integrations.Add(integration);
    }

    public void AddAdministrator(string userName, string password) => _passwords[userName] = password;

    /// <summary>Trades a name and a password for a token that lives four hours.</summary>
    public Outcome<string> AdministratorToken(string userName, string password)
    {
        if (!_passwords.TryGetValue(userName, out var known)
            || !string.Equals(known, password, StringComparison.Ordinal))
        {
            return new Refusal(
                401,
                "The account sign-in was incorrect or your account is disabled temporarily. "
                + "Please wait and try again later.");
        }

        var number = _administratorTokens.Count + 1;
        var token = string.Join('.',
            Base64Url("""{"kid":"1","alg":"HS256"}"""),
            Base64Url(FormattableString.Invariant($$"""{"uid":1,"utypid":2,"iat":{{shop.Now.ToUnixTimeSeconds()}}}""")),
            DerivedText.Alphanumeric(FormattableString.Invariant($"administrator token {number}"), 32));
        _administratorTokens[token] = shop.Now + AdministratorTokenLifetime;
        return token;
    }

    /// <summary>Null when the caller may use the resource.</summary>
    public Refusal? Check(WireRequest request, string resource)
    {
        var header = request.Header("Authorization") ?? "";
        if (header.StartsWith("OAuth ", StringComparison.OrdinalIgnoreCase))
        {
            return CheckSigned(request, OAuthSignature.Parse(header[6..]), resource);
        }

        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : null;
        var isLetIn = token is not null
            && (IsAdministrator(token) || (shop.Switches.AcceptsIntegrationBearer
                && _integrations.Exists(i =>
                    string.Equals(i.Token, token, StringComparison.Ordinal) && !i.IsRevoked && i.May(resource))));
        return isLetIn ? null : Denied(resource);
    }

    private Refusal? CheckSigned(WireRequest request, OAuthSignature signature, string resource)
    {
        if (signature["signature_method"] is not OAuthSignature.Method)
        {
            return Refusal.BadRequest("Signature method %1 is not supported", signature["signature_method"]);
        }

        var place = _integrations.FindIndex(
            i => i.ConsumerKey.Length > 0
                && string.Equals(i.ConsumerKey, signature["consumer_key"], StringComparison.Ordinal));
        if (place < 0)
        {
            return new Refusal(401, "A consumer having the specified key does not exist");
        }

        var integration = _integrations[place];
        if (!string.Equals(integration.Token, signature["token"], StringComparison.Ordinal) || integration.IsRevoked)
        {
            return new Refusal(401, "Specified token does not exist");
        }

        // A nonce counts as used only together with its moment; an old moment is accepted.
        if (!Remember($"{place} {signature["timestamp"]} {signature["nonce"]}"))
        {
            return new Refusal(
                401,
                "The nonce is already being used by the consumer with ID %1",
                [new RefusalParameter(Name: null, FormattableString.Invariant($"{place + 1}"))]);
        }

        var (path, query) = Split(request.Target);
        var key = OAuthSignature.Encode(integration.ConsumerSecret) + "&"
            + OAuthSignature.Encode(integration.TokenSecret);
        if (!signature.Fits(request.Method, $"{BaseOf(request)}{path}", query, key))
        {
            return new Refusal(401, "The signature is invalid. Verify and try again.");
        }

        return integration.May(resource) ? null : Denied(resource);
    }

    private bool IsAdministrator(string token) =>
        _administratorTokens.TryGetValue(token, out var until) && shop.Now < until;

    private bool Remember(string nonce)
    {
        if (!_nonces.Add(nonce))
        {
            return false;
        }

        _nonceOrder.Enqueue(nonce);
        if (_nonceOrder.Count > NoncesMax)
        {
            _nonces.Remove(_nonceOrder.Dequeue());
        }

        return true;
    }

    /// <summary>The shop signs for the host it was asked by, port included.</summary>
    private static string BaseOf(WireRequest request) =>
        $"{request.Header("X-Forwarded-Proto") ?? "http"}://{request.Header("Host") ?? "127.0.0.1:8081"}";

    private static (string Path, string Query) Split(string target)
    {
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? (target, "") : (target[..mark], target[(mark + 1)..]);
    }

    private static Refusal Denied(string resource) =>
        Refusal.Named(401, "The consumer isn't authorized to access %resources.", "resources", resource);

    private static string Base64Url(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
