using Trueup.Hosting;
using Trueup.Settings;

namespace Trueup.Endpoints;

/// <summary>
/// Lets into the API whoever carries a token that is wide enough: reading wants <c>read</c>, everything else
/// <c>operate</c>. Asked before anything of the request is looked at.
/// </summary>
internal sealed class AccessGate(RequestDelegate next, HubHost host)
{
    private const string Prefix = "/api";

    /// <summary>Whoever asks, for the journal.</summary>
    public static string NameOf(HttpContext context) => ((AccessToken)context.Items[typeof(AccessToken)]!).Name;

    /// <summary>Answers 401, 403 or 503, or passes the request on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return next(context);
        }

        if (host.Access.Find(context.Request.Headers.Authorization) is not { } token)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Problem.WriteAsync(
                context, StatusCodes.Status401Unauthorized, "The request has no token that the hub knows.");
        }

        var needed = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            ? ApiScope.Read
            : ApiScope.Operate;
        if (token.Scope < needed)
        {
            return Problem.WriteAsync(
                context, StatusCodes.Status403Forbidden,
                $"The token may only {token.Scope.ToString().ToLowerInvariant()}.");
        }

        if (!host.IsReady)
        {
            return Problem.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable, "The hub is starting or stopping.", retryAfter: 1);
        }

        context.Items[typeof(AccessToken)] = token;
        return next(context);
    }
}
