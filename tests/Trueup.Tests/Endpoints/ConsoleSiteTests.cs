using System.Net;
using System.Net.Http.Headers;
using Trueup.Hosting;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Endpoints;

/// <summary>The console as the hub serves it, with and without a console in the build.</summary>
public sealed class ConsoleSiteTests
{
    private static bool IsBuiltIn { get; } =
        typeof(HubHost).Assembly.GetManifestResourceInfo("console/index.html") is not null;

    [Fact]
    public async Task The_front_page_is_the_console_or_says_how_to_get_it()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        using var answer = await LookAsync(hub, "/");
        var text = await answer.Content.ReadAsStringAsync(CancellationToken.None);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(IsBuiltIn ? "<div id=\"root\">" : "./trueup", text, StringComparison.Ordinal);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/nothing")]
    [InlineData("/in/nobody")]
    [InlineData("/openapi/nothing")]
    public async Task An_address_of_the_hub_itself_never_becomes_a_page(string path)
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        using var answer = await LookAsync(hub, path);

        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEqual("text/html", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_program_that_mistook_an_address_is_told_so()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        using var answer = await hub.Http.GetAsync(new Uri("/stocks", UriKind.Relative), CancellationToken.None);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_deep_link_is_the_page_and_its_files_are_kept_for_ever()
    {
        if (!IsBuiltIn)
        {
            // Built without Node.js: the first test covers what is served then.
            return;
        }

        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        using var page = await LookAsync(hub, "/stock/TENT-2P?location=leeds");
        var text = await page.Content.ReadAsStringAsync(CancellationToken.None);
        var script = text[text.IndexOf("/assets/", StringComparison.Ordinal)..];
        using var file = await LookAsync(hub, script[..script.IndexOf('"', StringComparison.Ordinal)], encoding: "br");
        using var again = await LookAsync(hub, "/", tag: page.Headers.ETag);

        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.True(page.Headers.CacheControl!.NoCache);
        Assert.DoesNotContain("http://", text, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.Equal(["br"], file.Content.Headers.ContentEncoding);
        Assert.Equal(TimeSpan.FromDays(365), file.Headers.CacheControl!.MaxAge);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    private static async Task<HttpResponseMessage> LookAsync(
        ServedHub hub, string path, string? encoding = null, EntityTagHeaderValue? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Accept.ParseAdd("text/html,*/*;q=0.8");
        if (encoding is not null)
        {
            request.Headers.AcceptEncoding.ParseAdd(encoding);
        }

        if (tag is not null)
        {
            request.Headers.IfNoneMatch.Add(tag);
        }

        return await hub.Http.SendAsync(request, CancellationToken.None);
    }
}
