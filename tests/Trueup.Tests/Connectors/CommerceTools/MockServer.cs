using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Trueup.Core.Connecting;
using Trueup.Tests.Connectors.AdobeCommerce;

namespace Trueup.Tests.Connectors.CommerceTools;

/// <summary>
/// A fact about the third-party mock server. Without its packages it is skipped with a reason; on the build server, where
/// <c>./trueup test</c> has installed them, that would be a failure.
/// </summary>
internal sealed class MockFactAttribute : FactAttribute
{
    public MockFactAttribute()
    {
        if (!Directory.Exists(Path.Combine(MockServer.Folder, "node_modules")) &&
            Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "The packages of the third-party mock are not installed; ./trueup test installs them.";
        }
    }
}

/// <summary>
/// A project of the third-party mock (@labdigital/commercetools-mock 4.4.0), with a connection to it: a reading of the wire
/// by people who use the real API. It has no stock semantics, no messages, no deltas and no sorting
/// (commercetools-mock.md §4), so what depends on those is the twin's to prove.
/// </summary>
internal sealed class MockServer : IWire, IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;
    private readonly HttpClient _other;

    private MockServer(Process process, Uri address)
    {
        _process = process;
        _client = new HttpClient { BaseAddress = address };
        _other = new HttpClient { BaseAddress = address };
    }

    public static string Folder => Repository.PathOf("tests/CommerceToolsMock");

    /// <summary>Something that happens just before a request goes out.</summary>
    public Func<WireRequest, Task>? Before { get; set; }

    public IConnection Connection { get; } = Assert.IsType<ConnectionOpening.Ready>(Project.Opening(
        ("project", "demo"), ("stock.write", "absolute"), ("stock.create", "true"), ("messages.enabled", "false"),
        ("orders.export_channel", "erp"))).Connection;

    public static async Task<MockServer> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo("node", "start.mjs")
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            Environment = { ["CT_MOCK_PORT"] = "0" },
        })!;
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System);
        if (line?.StartsWith("ready ", StringComparison.Ordinal) != true)
        {
            process.Kill();
            throw new InvalidOperationException($"The mock said '{line}' instead of being ready.");
        }

        var server = new MockServer(process, new Uri($"http://127.0.0.1:{line[6..]}"));
        await server.SignInAsync();
        return server;
    }

    public T As<T>()
        where T : class, IConnection => Assert.IsAssignableFrom<T>(Connection);

    /// <summary>Somebody else's call.</summary>
    public async Task<JsonElement> PostAsync(string resource, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var reply = await _other.PostAsync($"/demo/{resource}", content);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, $"{resource}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public async Task<JsonElement> GetAsync(string resource) =>
        JsonDocument.Parse(await _other.GetStringAsync($"/demo/{resource}")).RootElement;

    public async ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        if (Before is { } before)
        {
            await before(request);
        }

        using var call = new HttpRequestMessage(new HttpMethod(request.Method), request.Target);
        if (request.Body.Length > 0)
        {
            call.Content = new ByteArrayContent(request.Body.ToArray());
            call.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType!);
        }

        foreach (var header in request.Headers)
        {
            call.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        using var reply = await _client.SendAsync(call, cancellationToken);
        return new WireOutcome.Answered(new WireReply(
            (int)reply.StatusCode, await reply.Content.ReadAsByteArrayAsync(cancellationToken)));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _other.Dispose();
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task SignInAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token?grant_type=client_credentials&scope=manage_project:demo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("id:secret"u8));
        using var reply = await _other.SendAsync(request);
        var token = JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString();
        _other.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>What an order needs to exist: a way of shipping, and a product.</summary>
    public async Task FurnishAsync()
    {
        await PostAsync("tax-categories", """{"name":"t","key":"t","rates":[{"name":"19","amount":0.19,"includedInPrice":true,"country":"DE"}]}""");
        await PostAsync("zones", """{"name":"de","key":"de","locations":[{"country":"DE"}]}""");
        await PostAsync("shipping-methods", """
            {"key":"std","name":"Std","taxCategory":{"typeId":"tax-category","key":"t"},"isDefault":true,
             "zoneRates":[{"zone":{"typeId":"zone","key":"de"},"shippingRates":[{"price":{"currencyCode":"EUR","centAmount":490}}]}]}
            """);
        await PostAsync("product-types", """{"key":"pt","name":"pt","description":"x"}""");
        await PostAsync("products", """
            {"key":"prod","name":{"en":"Cap"},"slug":{"en":"cap"},"productType":{"typeId":"product-type","key":"pt"},
             "masterVariant":{"sku":"CAP","prices":[{"value":{"currencyCode":"EUR","centAmount":1999}}]},"publish":true}
            """);
        await PostAsync("channels", """{"key":"leeds","roles":["InventorySupply"]}""");
        await PostAsync("channels", """{"key":"erp","roles":["OrderExport"]}""");
    }

    /// <summary>An order of three caps.</summary>
    public Task<JsonElement> ImportAsync(string number) => PostAsync("orders/import", """
        {"orderNumber":"NUMBER","totalPrice":{"currencyCode":"EUR","centAmount":6487},"customerEmail":"a@example.com",
         "shippingAddress":{"country":"DE","firstName":"Ada","lastName":"S"},
         "lineItems":[{"name":{"en":"Cap"},"variant":{"sku":"CAP"},"quantity":3,"price":{"value":{"currencyCode":"EUR","centAmount":1999}}}],
         "shippingInfo":{"shippingMethodName":"Std","shippingMethod":{"typeId":"shipping-method","key":"std"},
          "price":{"currencyCode":"EUR","centAmount":490},"shippingRate":{"price":{"currencyCode":"EUR","centAmount":490}},
          "taxRate":{"name":"19","amount":0.19,"includedInPrice":true,"country":"DE"}}}
        """.Replace("NUMBER", number, StringComparison.Ordinal));
}
