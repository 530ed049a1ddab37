using System.Buffers;
using System.IO.Pipelines;
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

    // Pooled parts, however long the answer is; it is read only when it is whole.
    private static readonly PipeOptions Boundless =
        new(pauseWriterThreshold: 0, minimumSegmentSize: 16_384, useSynchronizationContext: false);

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
        var held = new Pipe(Boundless);
        context.Response.Body = held.Writer.AsStream(leaveOpen: true);
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = outside;
            await held.Writer.CompleteAsync();
        }

        try
        {
            await SendAsync(context, (await held.Reader.ReadAsync(context.RequestAborted)).Buffer);
        }
        finally
        {
            await held.Reader.CompleteAsync();
        }
    }

    private static async Task SendAsync(HttpContext context, ReadOnlySequence<byte> answer)
    {
        if (context.Response.StatusCode == StatusCodes.Status200OK)
        {
            var tag = TagOf(answer);
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

        foreach (var part in answer)
        {
            await context.Response.Body.WriteAsync(part, context.RequestAborted);
        }
    }

    private static string TagOf(ReadOnlySequence<byte> answer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in answer)
        {
            hash.AppendData(part.Span);
        }

        return $"\"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16))}\"";
    }

    private static bool Has(Microsoft.Extensions.Primitives.StringValues asked, string tag) =>
        EntityTagHeaderValue.TryParseList(asked, out var tags) &&
        tags.Any(known => known.Tag == tag || known.Tag == "*");
}
