using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Trueup.Endpoints;

/// <summary>
/// Serves the web console, which is part of the executable. Files whose name carries a digest of their content are kept by
/// browsers for ever; the page itself is asked for again each time. Whatever path is no file and no other address of the
/// hub is a page of the console, which finds its own way from there.
/// </summary>
internal sealed class ConsoleSite(RequestDelegate next)
{
    private const string Page = "index.html";

    /// <summary>Addresses that are the hub's own: what is not found there is not found.</summary>
    private static readonly string[] Others = ["/api", "/in", "/openapi", "/healthz", "/readyz", "/metrics"];

    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".woff2"] = "font/woff2",
        [".json"] = "application/json",
    };

    private static readonly Assembly Program = typeof(ConsoleSite).Assembly;

    private readonly Dictionary<string, SiteFile> _files = FindFiles();

    /// <summary>Answers with a file or a page of the console, or passes the request on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        var isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (isRead && _files.TryGetValue(path.TrimStart('/'), out var file) && file.Name != Page)
        {
            return SendAsync(context, file);
        }

        if (!isRead || !IsPage(context.Request))
        {
            return next(context);
        }

        return _files.TryGetValue(Page, out var page) ? SendAsync(context, page)
            : path == "/" ? TellHowToGetItAsync(context)
            : next(context);
    }

    /// <summary>Only somebody who looks at pages is shown one: a program that mistook an address is told so.</summary>
    private static bool IsPage(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal) &&
        !Array.Exists(Others, other => request.Path.StartsWithSegments(other, StringComparison.OrdinalIgnoreCase));

    private static Dictionary<string, SiteFile> FindFiles() => Program.GetManifestResourceNames()
        .Where(name => name.StartsWith(SiteFile.Prefix, StringComparison.Ordinal) && SiteFile.EncodingOf(name) is null)
        .Select(name => SiteFile.Of(Program, name))
        .ToDictionary(file => file.Name, StringComparer.Ordinal);

    private static async Task SendAsync(HttpContext context, SiteFile file)
    {
        var answer = context.Response;
        answer.Headers.ETag = file.Tag;
        answer.Headers.CacheControl = file.IsForEver ? "public, max-age=31536000, immutable" : "no-cache";
        answer.Headers.Vary = HeaderNames.AcceptEncoding;
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            answer.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var (resource, encoding) = file.BestFor(context.Request.Headers.AcceptEncoding.ToString());
        answer.ContentType = Kinds.GetValueOrDefault(Path.GetExtension(file.Name), "application/octet-stream");
        if (encoding is not null)
        {
            answer.Headers.ContentEncoding = encoding;
        }

        await using var content = Program.GetManifestResourceStream(resource)!;
        answer.ContentLength = content.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await content.CopyToAsync(answer.Body, context.RequestAborted);
        }
    }

    private static Task TellHowToGetItAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(
            "The hub runs. Its web console is not part of this build.\n" +
            "Install Node.js 20.19 or newer and start the hub with ./trueup, which builds the console into it.\n" +
            "Everything else is here: the API under /api, its description at /openapi/v1.json, /metrics for Prometheus.\n",
            context.RequestAborted);
    }

    /// <summary>One file of the console, with the forms of it that are packed already.</summary>
    private sealed record SiteFile(string Name, string Tag, string? Brotli, string? Gzip)
    {
        public const string Prefix = "console/";

        /// <summary>Names under this folder carry a digest.</summary>
        private const string ForEver = "assets/";

        public bool IsForEver => Name.StartsWith(ForEver, StringComparison.Ordinal);

        public static string? EncodingOf(string name) => Path.GetExtension(name) switch
        {
            ".br" => "br",
            ".gz" => "gzip",
            _ => null,
        };

        public static SiteFile Of(Assembly program, string resource)
        {
            using var content = program.GetManifestResourceStream(resource)!;
            var digest = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12));
            string? Packed(string ending) =>
                program.GetManifestResourceInfo(resource + ending) is null ? null : resource + ending;

            return new SiteFile(resource[Prefix.Length..], $"\"{digest}\"", Packed(".br"), Packed(".gz"));
        }

        public (string Resource, string? Encoding) BestFor(string accepted) =>
            Brotli is not null && accepted.Contains("br", StringComparison.Ordinal) ? (Brotli, "br")
            : Gzip is not null && accepted.Contains("gzip", StringComparison.Ordinal) ? (Gzip, "gzip")
            : (Prefix + Name, null);
    }
}
