using Trueup.Access;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>
/// Lets into the API whoever carries a token or a session that allows what is asked: reading wants <c>read</c>,
/// everything else <c>operate</c>, unless the address says otherwise (docs/operations/security.md lists them all). A session must also prove, for anything but
/// reading, that the request was made by our own pages. Asked before the body is looked at.
/// </summary>
internal sealed class AccessGate(RequestDelegate next, HubHost host)
{
    private const string Prefix = "/api";
    private const string Bearer = "Bearer ";

    /// <summary>Whoever asks, for the journal.</summary>
    public static string NameOf(HttpContext context) => Caller.Of(context).Name;

    /// <summary>Answers 401, 403 or 503, or passes the request on.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        if (await FindAsync(context) is not { } caller)
        {
            if (IsOpen(context))
            {
                await PassAsync(context);
                return;
            }

            context.Response.Headers.WWWAuthenticate = "Bearer";
            await Problem.WriteAsync(context, StatusCodes.Status401Unauthorized, host.Sessions.HasCookie(context)
                ? "The session is over: sign in again."
                : "The request has no token or session that the hub knows.");
            return;
        }

        context.Items[typeof(Caller)] = caller;
        if (FaultOf(context, caller) is { } fault)
        {
            await Problem.WriteAsync(context, StatusCodes.Status403Forbidden, fault);
            return;
        }

        await PassAsync(context);
    }

    private Task PassAsync(HttpContext context) => host.IsReady
        ? next(context)
        : Problem.WriteAsync(
            context, StatusCodes.Status503ServiceUnavailable, "The hub is starting or stopping.", retryAfter: 1);

    private async Task<Caller?> FindAsync(HttpContext context)
    {
        string? authorization = context.Request.Headers.Authorization;
        if (authorization is null)
        {
            return await host.Sessions.FindAsync(context);
        }

        if (host.Access.Find(authorization) is { } token)
        {
            return new Caller(token.Name, Caller.Of(token.Scope));
        }

        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? host.Desk.CallerOf(authorization[Bearer.Length..].Trim())
            : null;
    }

    private string? FaultOf(HttpContext context, Caller caller)
    {
        var isReading = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (caller.Session is { } session && !isReading && !IsOpen(context))
        {
            if (context.Request.Headers["Sec-Fetch-Site"] is [{ } from] && from is not ("same-origin" or "none"))
            {
                return "The request comes from another site.";
            }

            if (host.Sessions.CsrfFault(session, context.Request.Headers[Sessions.CsrfHeader]) is { } fault)
            {
                return fault;
            }
        }

        var needed = NeededBy(context)
            ?? (isReading ? Permission.Read : Permission.Operate);
        return needed == Permission.None || (caller.May & needed) != Permission.None
            ? null
            : $"This needs the permission to {Words(needed)}, which you do not have.";
    }

    private static string Words(Permission needed) =>
        string.Join(" or ", Caller.Words(needed));

    private static Permission? NeededBy(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<Needs>()?.Needed;

    /// <summary>Whether the address is for those who are not in yet.</summary>
    private static bool IsOpen(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<OpenDoor>() is not null;
}

/// <summary>Marks an address that is for those who are not in yet.</summary>
internal sealed record OpenDoor;
