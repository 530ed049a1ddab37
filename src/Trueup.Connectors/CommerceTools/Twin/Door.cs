using System.Text;
using System.Text.Json.Nodes;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>Hands out tokens and looks at them (commercetools.md §1).</summary>
internal sealed class Door(string project, Archive archive, TwinSwitches switches)
{
    private readonly Dictionary<string, string> _secrets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateTimeOffset Until, string[] Scopes)> _tokens = new(StringComparer.Ordinal);
    private int _issued;

    /// <summary>Tokens handed out so far.</summary>
    public int Issued => _issued;

    public void Admit(string clientId, string secret) => _secrets[clientId] = secret;

    /// <summary>No token is good any more.</summary>
    public void ForgetTokens() => _tokens.Clear();

    public JsonObject Token(WireRequest request)
    {
        var form = Encoding.UTF8.GetString(request.Body.Span).Split('&')
            .Select(pair => pair.Split('=')).Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')), StringComparer.Ordinal);
        if (form.GetValueOrDefault("grant_type") != "client_credentials")
        {
            throw new Refusal(400, "unsupported_grant_type",
                $"Invalid parameter: grant_type: Invalid grant type: {form.GetValueOrDefault("grant_type")}");
        }

        if (!IsClient(request.Header("Authorization")) || switches.SecretIsExpired)
        {
            throw new Refusal(401, "invalid_client", "Please provide valid client credentials using HTTP Basic Authentication.");
        }

        var asked = form.GetValueOrDefault("scope", $"manage_project:{project}").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var scopes = switches.ScopesGranted is { } granted ? [.. granted.Select(scope => $"{scope}:{project}")] : asked;
        var token = $"token-{++_issued}";
        _tokens[token] = (archive.Now + switches.TokenLife, scopes.Select(scope => scope.Split(':')[0]).ToArray());
        return new JsonObject
        {
            ["access_token"] = token,
            ["token_type"] = "Bearer",
            ["expires_in"] = (long)switches.TokenLife.TotalSeconds,
            ["scope"] = string.Join(' ', scopes),
        };
    }

    /// <summary>Lets a call in that has one of the scopes.</summary>
    public void Check(WireRequest request, params string[] scopes)
    {
        var token = request.Header("Authorization") is { } text && text.StartsWith("Bearer ", StringComparison.Ordinal) ? text[7..] : "";
        if (!_tokens.TryGetValue(token, out var known) || known.Until <= archive.Now)
        {
            throw new Refusal(401, "invalid_token", "invalid_token");
        }

        if (!known.Scopes.Contains("manage_project", StringComparer.Ordinal) && !known.Scopes.Intersect(scopes, StringComparer.Ordinal).Any())
        {
            throw new Refusal(403, "insufficient_scope",
                $"Insufficient scope. One of the following scopes is missing: {string.Join(", ", scopes)}.");
        }
    }

    private bool IsClient(string? authorization)
    {
        if (authorization?.StartsWith("Basic ", StringComparison.Ordinal) != true)
        {
            return false;
        }

        var bytes = new byte[authorization.Length];
        return Convert.TryFromBase64String(authorization[6..], bytes, out var length) &&
               Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var id, var secret] &&
               _secrets.TryGetValue(id, out var known) && known == secret;
    }
}
