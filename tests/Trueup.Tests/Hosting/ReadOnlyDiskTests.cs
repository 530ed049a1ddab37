using System.Net;
using System.Text.Json;
using Trueup.Tests.Storage;

namespace Trueup.Tests.Hosting;

/// <summary>A hub that runs while its disk turns read-only under it, and can be written again later.</summary>
public sealed class ReadOnlyDiskTests : IDisposable
{
    private const int PerDelivery = 20;

    private readonly TemporaryFolder _folder = new();
    private readonly List<int> _acknowledged = [];

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public async Task A_disk_that_turns_read_only_is_told_in_a_sentence_read_from_and_written_again_when_it_can_be()
    {
        await using (var hub = await ServedHub.StartAsync(ServedHub.Warehouse, _folder.Path))
        {
            Assert.Equal(HttpStatusCode.Accepted, await SendAsync(hub, 0));
            await hub.SettleAsync();
            using (var disk = new ReadOnlyDisk(Data))
            {
                for (var i = 0; i < 3; i++)
                {
                    Assert.Equal(HttpStatusCode.ServiceUnavailable, await SendAsync(hub, 1));
                }

                await ExpectUnreadyAsync(hub);
                await ExpectUnchangedAsync(hub);
                await ExpectReadableAsync(hub);
                Assert.NotEqual(0, disk.Refused);
            }

            await ExpectReadyAsync(hub);
            Assert.Equal(HttpStatusCode.Accepted, await SendAsync(hub, 1));
            await hub.SettleAsync();
            await ExpectAllAsync(hub);
        }

        await ExpectSoundAsync();
    }

    /// <summary>What was acknowledged and not yet decided when the disk turned, and deliveries of which some got through.</summary>
    [LinuxFact]
    public async Task A_disk_that_turns_read_only_under_load_refuses_whole_deliveries_and_loses_none_that_it_acknowledged()
    {
        await using (var hub = await ServedHub.StartAsync(ServedHub.Warehouse, _folder.Path))
        {
            for (var turn = 0; turn < 4; turn++)
            {
                var sending = Enumerable.Range(turn * 40, 10).Select(number => SendAsync(hub, number)).ToList();
                await Task.WhenAny(sending);
                using (new ReadOnlyDisk(Data))
                {
                    await Task.WhenAll(sending);
                    Assert.Equal(HttpStatusCode.ServiceUnavailable, await SendAsync(hub, (turn * 40) + 39));
                }

                await ExpectReadyAsync(hub);
            }

            await hub.SettleAsync();
            await ExpectAllAsync(hub);
        }

        await ExpectSoundAsync();
    }

    private async Task<HttpStatusCode> SendAsync(ServedHub hub, int number)
    {
        var events = Enumerable.Range(0, PerDelivery).Select(i => ServedHub.Level($"{number}/{i}", $"{number}/{i}", i));
        using var answer = await hub.DeliverAsync($"[{string.Join(',', events)}]", "application/cloudevents-batch+json");
        if (answer.StatusCode == HttpStatusCode.Accepted)
        {
            lock (_acknowledged)
            {
                _acknowledged.Add(number);
            }
        }
        else
        {
            Assert.Equal("The journal cannot be written; nothing was accepted.", await DetailAsync(answer));
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        return answer.StatusCode;
    }

    private static async Task<string?> DetailAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(CancellationToken.None));
        return problem.RootElement.GetProperty("detail").GetString();
    }

    private static async Task ExpectUnreadyAsync(ServedHub hub)
    {
        using var ready = await hub.Http.GetAsync(new Uri("/readyz", UriKind.Relative), CancellationToken.None);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("journal", await ready.Content.ReadAsStringAsync(CancellationToken.None), StringComparison.Ordinal);
        Assert.Equal("alive", await hub.Http.GetStringAsync("/healthz"));
    }

    /// <summary>What a person asks for is refused as well, and in words.</summary>
    private static async Task ExpectUnchangedAsync(ServedHub hub)
    {
        using var paused = await hub.AskAsync(HttpMethod.Post, "/api/connections/wms/pause");
        Assert.Equal("The journal cannot be written; nothing was changed.", await DetailAsync(paused));
    }

    private static async Task ExpectReadableAsync(ServedHub hub)
    {
        Assert.Equal(PerDelivery, (await hub.GetAsync("/api/stock?limit=1000")).GetProperty("items").GetArrayLength());
        foreach (var path in new[] { "/api/status", "/api/journal/1", "/api/exceptions", "/api/orders" })
        {
            await hub.GetAsync(path);
        }
    }

    /// <summary>By itself: nobody sends anything meanwhile.</summary>
    private static async Task ExpectReadyAsync(ServedHub hub)
    {
        using var patience = new CancellationTokenSource(ServedHub.Patience, TimeProvider.System);
        while (true)
        {
            using var answer = await hub.Http.GetAsync(new Uri("/readyz", UriKind.Relative), patience.Token);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }
        }
    }

    private async Task ExpectAllAsync(ServedHub hub)
    {
        Assert.NotEmpty(_acknowledged);
        var known = (await hub.GetAsync("/api/stock?limit=1000")).GetProperty("items").EnumerateArray()
            .Select(item => (item.GetProperty("sku").GetString()!, item.GetProperty("sellable").GetInt32())).Order().ToList();

        // Whole deliveries, and no others.
        Assert.Equal(
            _acknowledged.SelectMany(number => Enumerable.Range(0, PerDelivery).Select(i => ($"{number}/{i}", i))).Order().ToList(), known);
    }

    /// <summary>The files are whole, and a hub that begins with them knows the same.</summary>
    private async Task ExpectSoundAsync()
    {
        foreach (var path in Directory.GetFiles(Data, "*.db"))
        {
            using var outsider = new Outsider(path);
            Assert.Equal("ok", outsider.Ask("PRAGMA integrity_check"));
        }

        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse, _folder.Path);
        await hub.SettleAsync();
        await ExpectAllAsync(hub);
    }
}
