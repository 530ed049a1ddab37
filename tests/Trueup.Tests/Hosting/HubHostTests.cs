using System.Net;
using Microsoft.Extensions.Logging;
using Trueup.Hosting;
using Trueup.Settings;
using Trueup.Storage.Sqlite;
using Trueup.Tests.Storage;

namespace Trueup.Tests.Hosting;

public sealed class HubHostTests
{
    [Fact]
    public async Task What_was_decided_before_a_stop_is_true_after_the_next_start()
    {
        using var folder = new TemporaryFolder();
        await using (var hub = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path))
        {
            (await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5))).Dispose();
            await hub.SettleAsync();
        }

        await using var again = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path);

        var stock = await again.GetAsync("/api/stock/TEE");
        Assert.Equal(5, stock.GetProperty("locations")[0].GetProperty("sellable").GetDecimal());
        var duplicate = await ServedHub.ReadAsync(await again.DeliverAsync(ServedHub.Level("e1", "TEE", 5)));
        Assert.Equal(1, duplicate.GetProperty("duplicates").GetInt32());
    }

    [Fact]
    public async Task A_second_hub_on_the_same_folder_is_told_why_it_cannot_start()
    {
        using var folder = new TemporaryFolder();
        await using var first = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path);

        var refused = await Assert.ThrowsAsync<StorageException>(
            () => ServedHub.StartAsync(ServedHub.Warehouse, folder.Path));

        Assert.Contains("another trueup is running", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliveries_under_way_when_the_hub_is_stopped_are_durable_or_told_that_they_are_not()
    {
        using var folder = new TemporaryFolder();
        var hub = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path);
        var sending = Enumerable.Range(0, 200).Select(async n =>
        {
            try
            {
                using var answer = await hub.DeliverAsync(ServedHub.Level($"e{n}", $"SKU-{n}", 5));
                return answer.StatusCode;
            }
            catch (HttpRequestException)
            {
                // The listener is closed already: a refused connection accepts nothing.
                return HttpStatusCode.ServiceUnavailable;
            }
        }).ToArray();

        await hub.Host.DisposeAsync();
        var answers = await Task.WhenAll(sending);
        hub.Http.Dispose();

        Assert.All(answers, answer => Assert.True(
            answer is HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable, $"{answer}"));
        await using var again = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path);
        await again.SettleAsync();
        Assert.Equal(
            answers.Count(answer => answer == HttpStatusCode.Accepted),
            await again.Host.Thread.PostAsync(loop => loop.State.Stock.Count));
    }

    [Fact]
    public async Task A_stopped_hub_is_not_ready_and_says_so_to_senders()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        using var ready = await hub.Http.GetAsync(new Uri("/readyz", UriKind.Relative), CancellationToken.None);
        hub.Host.Intake.Close();

        using var notReady = await hub.Http.GetAsync(new Uri("/readyz", UriKind.Relative), CancellationToken.None);
        using var alive = await hub.Http.GetAsync(new Uri("/healthz", UriKind.Relative), CancellationToken.None);
        using var delivery = await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5));

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK),
            (ready.StatusCode, notReady.StatusCode, alive.StatusCode));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, delivery.StatusCode);
        Assert.NotNull(delivery.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_fault_on_the_hubs_thread_ends_the_hub_and_is_told()
    {
        using var folder = new TemporaryFolder();
        var hub = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path);

        hub.Host.Thread.TryPost(_ => throw new InvalidOperationException("A bug."), state: null);

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Host.Ended);
        Assert.Equal("A bug.", fault.Message);
        using var health = await hub.Http.GetAsync(new Uri("/healthz", UriKind.Relative), CancellationToken.None);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        hub.Http.Dispose();
        await hub.Host.DisposeAsync();
        Assert.Contains(hub.Log.At(LogLevel.Critical), line => line.Contains("A bug.", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_configured_tokens_one_is_made_once_and_only_its_digest_is_kept()
    {
        using var folder = new TemporaryFolder();
        var made = new List<string>();

        var first = AccessTokens.For([], folder.Path, made.Add);
        var second = AccessTokens.For([], folder.Path, made.Add);

        var token = Assert.Single(made);
        Assert.Equal(ApiScope.Admin, first.Find($"Bearer {token}")!.Scope);
        Assert.NotNull(second.Find($"bearer {token}"));
        Assert.Null(second.Find("Bearer other"));
        Assert.Null(second.Find(authorization: null));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(folder.Path).Select(File.ReadAllText),
            text => text.Contains(token, StringComparison.Ordinal));
    }
}
