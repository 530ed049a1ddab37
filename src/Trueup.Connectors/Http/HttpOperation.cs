using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http;

/// <summary>One configured exchange with the remote, compiled.</summary>
/// <param name="Line">Method and target.</param>
/// <param name="ContentType">Media type of the body.</param>
internal sealed record HttpOperation(RequestLine Line, string ContentType)
{
    /// <summary>The media type of bodies unless the headers name another.</summary>
    public const string DefaultContentType = "application/json";

    /// <summary>The body; null for none.</summary>
    public BodyTemplate? Body { get; init; }

    /// <summary>Headers sent with every request.</summary>
    public Items<WireHeader> Headers { get; init; }

    /// <summary>The header that carries a document's key; null for none.</summary>
    public string? IdempotencyHeader { get; init; }

    /// <summary>Where a reply names the remote's id; null when it does not.</summary>
    public ReplyPath? Id { get; init; }

    /// <summary>Where a reply names the order's status; null when it does not.</summary>
    public ReplyPath? Status { get; init; }

    /// <summary>Where a reply says how the order's payment stands; null when it does not.</summary>
    public ReplyPath? Payment { get; init; }

    /// <summary>Where the answer holds the amount with tax; null when it is not looked for.</summary>
    public ReplyPath? Gross { get; init; }

    /// <summary>Where the answer holds the tax; null when it is not looked for.</summary>
    public ReplyPath? Tax { get; init; }

    /// <summary>The request, filled in.</summary>
    /// <param name="tree">What the placeholders stand for.</param>
    /// <param name="key">The document's key; null for a read.</param>
    /// <param name="fault">Why it cannot be sent; null when it can.</param>
    public WireRequest Request(IReadOnlyDictionary<string, object?> tree, string? key, out string? fault)
    {
        fault = null;
        var body = Body is null ? default : Body.Render(tree, out fault);
        var headers = IdempotencyHeader is not null && key is not null
            ? Headers.Add(new WireHeader(IdempotencyHeader, HeaderText(key)))
            : Headers;
        return new WireRequest(Line.Method, Line.Target(tree), headers, body, Body is null ? null : ContentType);
    }

    // Header values are visible ASCII; anything else travels percent-encoded.
    private static string HeaderText(string text) =>
        text.All(static character => character is > ' ' and <= '~') ? text : Uri.EscapeDataString(text);
}
