using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Trueup.Endpoints;

/// <summary>
/// Marks every answer to a question about the hub with a tag of its content, and answers 304 to whoever has that
/// content already: a console that looks again and again is told only what is new.
/// </summary>
internal sealed class EntityTags(RequestDelegate next)
{
    private const string Prefix = "/api";

    /// <summary>Answers, with a tag where it helps.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) ||
            !context.Request.Path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase) ||

            // What never ends must not be held until it does.
            context.Request.Path.StartsWithSegments("/api/live", StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        var outside = context.Response.Body;
        using var held = new MemoryStream();
        context.Response.Body = held;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = outside;
        }

        if (context.Response.StatusCode == StatusCodes.Status200OK)
        {
            var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(held.GetBuffer().AsSpan(0, (int)held.Length))[..16])}\"";
            context.Response.Headers.ETag = tag;
            context.Response.Headers.CacheControl = "private, no-cache";
            if (Has(context.Request.Headers.IfNoneMatch, tag))
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                context.Response.ContentLength = null;
                context.Response.Headers.ContentType = default;
                return;
            }
        }

        held.Position = 0;
        await held.CopyToAsync(outside, context.RequestAborted);
    }

    private static bool Has(Microsoft.Extensions.Primitives.StringValues asked, string tag) =>
        EntityTagHeaderValue.TryParseList(asked, out var tags) &&
        tags.Any(known => known.Tag == tag || known.Tag == "*");
}
