using System.Globalization;
using System.Text.Unicode;
using Trueup.Core.Connecting;
using Trueup.Engine.Intake;

namespace Trueup.Endpoints;

/// <summary>Writes what a sender is told.</summary>
internal static class InboundReply
{
    private const int LengthMax = 64;

    /// <summary>Writes 202 with the counts; the server sends it when the request ends.</summary>
    public static void Write(HttpResponse response, IntakeReply.Accepted accepted)
    {
        Span<byte> buffer = stackalloc byte[LengthMax];
        Utf8.TryWrite(
            buffer, CultureInfo.InvariantCulture,
            $"{{\"accepted\":{accepted.Fresh},\"duplicates\":{accepted.Duplicates}}}", out var length);
        response.StatusCode = StatusCodes.Status202Accepted;
        response.ContentType = "application/json";
        response.ContentLength = length;
        buffer[..length].CopyTo(response.BodyWriter.GetSpan(length));
        response.BodyWriter.Advance(length);
    }

    /// <summary>Writes the answer that a vendor's scheme wants.</summary>
    public static async Task WriteAsync(HttpContext context, WireReply answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var header in answer.Headers)
        {
            context.Response.Headers[header.Name] = header.Value;
        }

        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}
