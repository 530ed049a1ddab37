using System.Globalization;
using System.Text;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.AdobeCommerce.Signing;

/// <summary>
/// Sends an IMS access token, fetched when there is none or it is about to run out (adobe-commerce.md §1.2).
/// </summary>
internal sealed class ImsSigner(AdobeAccess.Ims access, string storeView, TimeProvider? clock) : RequestSigner
{
    /// <summary>
    /// A token is renewed this long before it runs out, so that no call carries one that dies on the way.
    /// </summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    private string? _token;
    private DateTimeOffset _expires;

    public override async ValueTask<SignedRequest> SignAsync(
        IWire wire, WireRequest request, CancellationToken cancellationToken)
    {
        if ((_token is null || Now(clock) >= _expires) && await FetchAsync(wire, cancellationToken) is { } failure)
        {
            return new SignedRequest(request, failure);
        }

        return new SignedRequest(request with
        {
            Headers = request.Headers
                .Add(new WireHeader("Authorization", $"Bearer {_token}"))
                .Add(new WireHeader("x-api-key", access.ClientId))
                .Add(new WireHeader("x-gw-ims-org-id", access.Organization))
                .Add(new WireHeader("Store", storeView)),
        });
    }

    public override bool Renew()
    {
        var had = _token is not null;
        _token = null;
        return had;
    }

    private async ValueTask<AdobeAnswer?> FetchAsync(IWire wire, CancellationToken cancellationToken)
    {
        var form = $"grant_type=client_credentials&client_id={Uri.EscapeDataString(access.ClientId)}" +
                   $"&client_secret={Uri.EscapeDataString(access.ClientSecret)}" +
                   $"&scope={Uri.EscapeDataString(access.Scope)}";
        var request = new WireRequest(
            "POST",
            access.TokenUrl,
            Body: Encoding.UTF8.GetBytes(form),
            ContentType: "application/x-www-form-urlencoded");
        var answer = AdobeAnswer.Of(await wire.SendAsync(request, cancellationToken), clock);
        if (answer.Kind != AnswerKind.Done)
        {
            // A refused credential comes as 400; nothing was asked of the shop, so this call had no effect there.
            return answer.Kind == AnswerKind.Invalid
                ? answer with { Kind = AnswerKind.AccessDenied, Detail = $"Adobe IMS: {answer.Detail}" }
                : answer with { Kind = AnswerKind.NotSent, Detail = $"Adobe IMS: {answer.Detail}" };
        }

        return Keep(answer.Body)
            ? null
            : answer with { Kind = AnswerKind.NotSent, Detail = "Adobe IMS: the answer holds no access token." };
    }

    private bool Keep(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var answer = JsonText.Parse(body);
            if (answer.RootElement.ValueKind != JsonValueKind.Object ||
                !answer.RootElement.TryGetProperty("access_token", out var token) ||
                token.ValueKind != JsonValueKind.String)
            {
                return false;
            }

            var seconds = answer.RootElement.TryGetProperty("expires_in", out var life) &&
                          int.TryParse(life.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
                ? given
                : 3_600;
            _token = token.GetString();
            _expires = Now(clock) + TimeSpan.FromSeconds(seconds) - Margin;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
