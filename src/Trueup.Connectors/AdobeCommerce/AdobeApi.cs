using System.Text;
using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Connectors.AdobeCommerce.Signing;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.AdobeCommerce;

/// <summary>Calls a shop's REST API: address, credentials, and what the answer means.</summary>
internal sealed class AdobeApi(AdobeCommerceOptions options, TimeProvider? clock)
{
    private readonly RequestSigner _signer = RequestSigner.For(options, clock);
    private int _pageMax = int.MaxValue;

    /// <summary>The options.</summary>
    public AdobeCommerceOptions Options => options;

    /// <summary>Reads a resource below the API's root.</summary>
    public ValueTask<AdobeAnswer> GetAsync(IWire wire, string resource, CancellationToken cancellationToken) =>
        SendAsync(wire, new WireRequest("GET", options.ApiRoot + resource), cancellationToken);

    /// <summary>
    /// Reads a page of a list, smaller than wanted where the shop's input limit says so. A shop without a stated page
    /// size may answer everything, so every list is asked for by page (adobe-commerce.md §4.3).
    /// </summary>
    public async ValueTask<(AdobeAnswer Answer, int Size)> GetPageAsync(
        IWire wire, Func<int, AdobeSearch> page, int size, CancellationToken cancellationToken)
    {
        var asked = Math.Min(size, _pageMax);
        var answer = await GetAsync(wire, page(asked).ToString(), cancellationToken);
        if (answer is { Kind: AnswerKind.TooMany, Max: { } max } && max < asked)
        {
            _pageMax = max;
            asked = max;
            answer = await GetAsync(wire, page(asked).ToString(), cancellationToken);
        }

        return (answer, asked);
    }

    /// <summary>Posts a JSON body to a resource below the API's root.</summary>
    public ValueTask<AdobeAnswer> PostAsync(
        IWire wire, string resource, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        SendAsync(
            wire,
            new WireRequest("POST", options.ApiRoot + resource, Body: body, ContentType: "application/json"),
            cancellationToken);

    private async ValueTask<AdobeAnswer> SendAsync(IWire wire, WireRequest request, CancellationToken cancellationToken)
    {
        // Without this header the shop may answer in XML or, to a browser's wishes, with status 500 (observed §5).
        request = request with { Headers = request.Headers.Add(new WireHeader("Accept", "application/json")) };
        var answer = await SendOnceAsync(wire, request, cancellationToken);

        // A refused call had no effect, so it may be repeated with fresh credentials.
        return answer.Kind == AnswerKind.AccessDenied && _signer.Renew()
            ? await SendOnceAsync(wire, request, cancellationToken)
            : answer;
    }

    private async ValueTask<AdobeAnswer> SendOnceAsync(
        IWire wire, WireRequest request, CancellationToken cancellationToken)
    {
        var signed = await _signer.SignAsync(wire, request, cancellationToken);
        return signed.Failure ?? AdobeAnswer.Of(await wire.SendAsync(signed.Request, cancellationToken), clock);
    }

    /// <summary>A body of text, for the few that need no writer.</summary>
    public static ReadOnlyMemory<byte> Json(string text) => Encoding.UTF8.GetBytes(text);
}
