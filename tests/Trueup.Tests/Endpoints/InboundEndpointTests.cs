using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Trueup.Tests.Hosting;
using Trueup.Tests.Storage;

namespace Trueup.Tests.Endpoints;

/// <summary>Every row of the answer table of CONTRACT §3, on a real server and a real store.</summary>
public sealed class InboundEndpointTests
{
    [Fact]
    public async Task A_sound_event_is_durable_when_it_is_answered_202()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        using var answer = await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5));

        Assert.True(hub.Log.At(LogLevel.Error).Count == 0, string.Join("\n", hub.Log.At(LogLevel.Error)));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(
            """{"accepted":1,"duplicates":0}""", await answer.Content.ReadAsStringAsync(CancellationToken.None));
        Assert.Equal(1, (await hub.GetAsync("/api/journal/1")).GetProperty("message").GetInt64());
    }

    [Fact]
    public async Task An_event_sent_twice_is_accepted_once()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        (await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5))).Dispose();

        var batch = $"[{ServedHub.Level("e1", "TEE", 5)},{ServedHub.Level("e2", "TEE", 6)}]";
        var again = await ServedHub.ReadAsync(await hub.DeliverAsync(batch, "application/cloudevents-batch+json"));

        Assert.Equal(1, again.GetProperty("accepted").GetInt32());
        Assert.Equal(1, again.GetProperty("duplicates").GetInt32());
    }

    [Fact]
    public async Task An_id_that_comes_again_with_other_content_is_kept_and_becomes_an_exception()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        (await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5))).Dispose();

        var conflict = await ServedHub.ReadAsync(await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 7)));
        await hub.SettleAsync();

        Assert.Equal(1, conflict.GetProperty("accepted").GetInt32());
        var open = (await hub.GetAsync("/api/exceptions")).GetProperty("items");
        Assert.Contains(
            open.EnumerateArray(),
            each => each.GetProperty("detail").GetString()!.Contains("e1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no json at all", "application/cloudevents+json", 0)]
    [InlineData("""{"specversion":"1.0","source":"/wms","type":"t"}""", "application/cloudevents+json", 0)]
    [InlineData(
        """[{"specversion":"1.0","id":"1","source":"/wms","type":"t"},{"id":"2"}]""",
        "application/cloudevents-batch+json",
        1)]
    public async Task A_malformed_delivery_is_refused_whole_with_the_failing_index(string body, string type, int index)
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        using var answer = await hub.DeliverAsync(body, type);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(CancellationToken.None));
        Assert.Equal(index, problem.RootElement.GetProperty("index").GetInt32());
        Assert.Equal(0, hub.Host.Hub.Journal.End.Value);
    }

    [Theory]
    [InlineData(null, "wms", HttpStatusCode.Unauthorized)]
    [InlineData("wrong", "wms", HttpStatusCode.Forbidden)]
    [InlineData(ServedHub.WarehouseToken, "nobody", HttpStatusCode.NotFound)]
    [InlineData(ServedHub.WarehouseToken, "quiet", HttpStatusCode.Forbidden)]
    public async Task Who_may_not_send_is_refused_before_the_body_is_interpreted(
        string? token, string to, HttpStatusCode expected)
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        using var answer = await hub.DeliverAsync("no json at all", token: token, to: to);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_delivery_of_another_form_is_answered_415()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        using var answer = await hub.DeliverAsync("<xml/>", "application/xml");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_limit_is_answered_413_whether_or_not_its_length_is_told(bool isChunked)
    {
        await using var hub = await ServedHub.StartAsync(
            ServedHub.Warehouse, change: plan => plan with { Intake = plan.Intake with { BodyBytesMax = 100_000 } });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/in/wms")
        {
            Content = new ByteArrayContent(new byte[200_000]),
        };
        request.Headers.TransferEncodingChunked = isChunked;

        using var answer = await hub.Http.SendAsync(request, CancellationToken.None);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_of_the_full_eight_mebibytes_is_taken()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        var level = ServedHub.Level("big", "TEE", 5);
        var padded = level + new string(' ', 8 * 1024 * 1024 - level.Length);

        using var answer = await hub.DeliverAsync(padded);
        using var tooMuch = await hub.DeliverAsync(padded + " ");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooMuch.StatusCode);
    }

    [Fact]
    public async Task Intake_over_its_rate_is_answered_429_with_retry_after()
    {
        await using var hub = await ServedHub.StartAsync(
            ServedHub.Warehouse,
            change: plan => plan with { Intake = plan.Intake with { MessagesPerSecond = 0.001m } });
        (await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5))).Dispose();

        using var answer = await hub.DeliverAsync(ServedHub.Level("e2", "TEE", 6));

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task Too_many_deliveries_under_way_are_answered_429_with_retry_after()
    {
        await using var hub = await ServedHub.StartAsync(
            ServedHub.Warehouse, change: plan => plan with { Intake = plan.Intake with { DeliveriesMax = 0 } });

        using var answer = await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5));

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task While_the_store_cannot_be_written_nothing_is_accepted_and_afterwards_the_same_delivery_is()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path);
        var outsider = new Outsider(Path.Combine(folder.Path, "data", "journal.db"));
        outsider.Ask("BEGIN IMMEDIATE");

        using var refused = await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5));
        outsider.Dispose();
        var accepted = await ServedHub.ReadAsync(await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5)));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(1, accepted.GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task A_signed_delivery_is_let_in_and_an_unsigned_or_forged_one_is_not()
    {
        var yaml = ServedHub.Warehouse.Replace(
            "bearer: test-wms", "hmac_sha256: plain-secret", StringComparison.Ordinal);
        await using var hub = await ServedHub.StartAsync(yaml);

        using var genuine = await SignedAsync(hub, ServedHub.Level("e1", "TEE", 5), forged: false);
        using var forged = await SignedAsync(hub, ServedHub.Level("e2", "TEE", 5), forged: true);
        using var unsigned = await hub.DeliverAsync(ServedHub.Level("e3", "TEE", 5), token: null);

        Assert.Equal(HttpStatusCode.Accepted, genuine.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unsigned.StatusCode);
    }

    [Fact]
    public async Task Reading_the_address_is_not_allowed_where_no_vendor_wants_it()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        using var answer = await hub.Http.GetAsync(new Uri("/in/wms", UriKind.Relative), CancellationToken.None);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    private static Task<HttpResponseMessage> SignedAsync(ServedHub hub, string body, bool forged)
    {
        var stamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var signature = Convert.ToBase64String(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes("plain-secret"), Encoding.UTF8.GetBytes($"m1.{stamp}.{body}{(forged ? "!" : "")}")));
        var request = new HttpRequestMessage(HttpMethod.Post, "/in/wms")
        {
            Content = new StringContent(body, Encoding.UTF8),
        };
        request.Content.Headers.ContentType = new("application/cloudevents+json");
        request.Headers.Add("webhook-id", "m1");
        request.Headers.Add("webhook-timestamp", stamp.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", $"v1,{signature}");
        return hub.Http.SendAsync(request, CancellationToken.None);
    }
}
