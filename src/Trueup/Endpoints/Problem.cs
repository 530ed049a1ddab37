using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Trueup.Endpoints;

/// <summary>Answers that say what is wrong (RFC 9457).</summary>
internal static class Problem
{
    private const string ContentType = "application/problem+json";

    /// <summary>Writes a problem as the answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">Status of the answer.</param>
    /// <param name="detail">What is wrong and what to do, in one sentence.</param>
    /// <param name="index">Zero-based place of the event at fault; null when it is not about one.</param>
    /// <param name="retryAfter">Seconds after which another try may succeed; null when it will not.</param>
    public static async Task WriteAsync(
        HttpContext context, int status, string detail, int? index = null, int? retryAfter = null)
    {
        var problem = Of(status, detail);
        if (index is { } place)
        {
            problem.Extensions["index"] = place;
        }

        if (retryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        await JsonSerializer.SerializeAsync(
            context.Response.Body, problem, ApiJson.Default.ProblemDetails, context.RequestAborted);
    }

    private static ProblemDetails Of(int status, string detail) => new()
    {
        Status = status,
        Title = ReasonPhrases.GetReasonPhrase(status),
        Detail = detail,
    };
}
