namespace Trueup.Endpoints;

/// <summary>
/// Names in an address may hold a slash, as SKUs and order numbers do, and are sent with it escaped. The server leaves that one character
/// escaped in the values of a route, or it would not know where a name ends; here it is what it was.
/// </summary>
internal sealed class EscapedSlashes(RequestDelegate next)
{
    private const string Escaped = "%2F";

    /// <summary>Passes the request on with the names as they were meant.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var values = context.Request.RouteValues;
        foreach (var (name, value) in values.ToArray())
        {
            if (value is string text && text.Contains(Escaped, StringComparison.OrdinalIgnoreCase))
            {
                values[name] = text.Replace(Escaped, "/", StringComparison.OrdinalIgnoreCase);
            }
        }

        return next(context);
    }
}
