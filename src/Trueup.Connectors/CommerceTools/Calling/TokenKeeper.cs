using System.Text;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.CommerceTools.Calling;

/// <summary>
/// The one access token of a connection (commercetools.md §1.2): fetched once however many calls wait for it, renewed
/// before it runs out, and given up when the project no longer takes it.
/// </summary>
internal sealed class TokenKeeper(CommerceToolsOptions options, TimeProvider? clock)
{
    /// <summary>A token is renewed this long before it runs out, so that no call carries one that dies on the way.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    private string? _token;
    private DateTimeOffset _renewAt;
    private Task<Answer?>? _fetch;

    /// <summary>Scopes that the token was given, without the project; null before the first.</summary>
    public IReadOnlyList<string>? Granted { get; private set; }

    /// <summary>The token; or why there is none.</summary>
    public async ValueTask<(string? Token, Answer? Failure)> GetAsync(IWire wire, CancellationToken cancellationToken)
    {
        if (_token is not null && Now < _renewAt)
        {
            return (_token, null);
        }

        // One fetch for everybody: parallel fetches were a bug in two of the vendor's libraries (commercetools.md §8).
        if (_fetch is null or { IsCompleted: true })
        {
            _fetch = FetchAsync(wire, cancellationToken);
        }

        var failure = await _fetch;
        return failure is null ? (_token, null) : (null, failure);
    }

    /// <summary>The project does not take this token any more.</summary>
    /// <returns>Whether a new one may help.</returns>
    public bool Reject(string token)
    {
        if (_token == token)
        {
            _token = null;
        }

        return true;
    }

    private DateTimeOffset Now => clock?.GetUtcNow() ?? DateTimeOffset.MinValue;

    private async Task<Answer?> FetchAsync(IWire wire, CancellationToken cancellationToken)
    {
        var scopes = string.Join(' ', options.Scopes.Select(scope =>
            scope.Contains(':', StringComparison.Ordinal) ? scope : $"{scope}:{options.Project}"));
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ClientId}:{options.ClientSecret}"));
        var request = new WireRequest(
            "POST",
            options.TokenTarget,
            [new WireHeader("Authorization", $"Basic {basic}")],
            Encoding.UTF8.GetBytes($"grant_type=client_credentials&scope={Uri.EscapeDataString(scopes)}"),
            "application/x-www-form-urlencoded");
        var answer = Answer.Of(await wire.SendAsync(request, cancellationToken), clock);
        if (!answer.IsDone)
        {
            // A refused or expired secret comes as 400 or 401; the API itself was asked nothing, so nothing was done.
            return answer.Status is 400 or 401 or 403
                ? answer with { Status = 401, Detail = $"The token service refuses the API client: {answer.Detail}" }
                : answer with { IsNotSent = true, Detail = $"Token service: {answer.Detail}" };
        }

        if (Loose.Parse(answer.Body) is not { } body || body.Text("access_token") is not { Length: > 0 } token)
        {
            return answer with { Status = 0, IsNotSent = true, Detail = "The token service's answer holds no token." };
        }

        _token = token;
        var life = TimeSpan.FromSeconds(Math.Clamp(body.Whole("expires_in") ?? 172_800, 1, 31_536_000));

        // A client may be made with tokens that live shorter than the margin.
        _renewAt = clock is null ? DateTimeOffset.MaxValue : Now + (life > Margin * 2 ? life - Margin : life / 2);
        Granted = (body.Text("scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(scope => scope.Split(':')[0]).ToArray();
        return null;
    }
}
