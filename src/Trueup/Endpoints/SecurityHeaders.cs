using Trueup.Access;

namespace Trueup.Endpoints;

/// <summary>
/// Puts on every answer what keeps a page from loading, framing or leaking anything that is not ours. Source: OWASP
/// HTTP Headers Cheat Sheet, 2025.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next, Uri listen)
{
    /// <summary>Nothing from outside, no script that is not a file of ours. Styles may stand in the page: the console's
    /// component library computes them.</summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private readonly bool _isPlain = Sessions.MayBePlain(listen);

    /// <summary>Passes the request on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (!_isPlain)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }

        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            headers.CacheControl = "no-store";
        }

        return next(context);
    }
}
