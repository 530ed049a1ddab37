namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>What the shop shows when it cannot speak JSON.</summary>
/// <remarks>Source: adobe-commerce-observed.md §5.</remarks>
internal static class ErrorPages
{
    public static string Maintenance { get; } = Page(
        "Error 503: Service Unavailable",
        """
        <h1>Service Temporarily Unavailable</h1>
        <p>
            The server is temporarily unable to service your request due to maintenance downtime or capacity problems.
            Please try again later.
        </p>
        """);

    public static string Crash { get; } = Page(
        "There has been an error processing your request",
        """
        <h1>There has been an error processing your request</h1>
            <p><em>Exception printing is disabled by default for security reasons.</em></p>
        """);

    private static string Page(string title, string body) => $"""
        <!doctype html>
        <html xmlns="http://www.w3.org/1999/xhtml" >
        <head>
            <title>{title}</title>
        </head>
        <body>
            <main class="page-main">
        {body}
            </main>
        </body>
        </html>

        """;
}
