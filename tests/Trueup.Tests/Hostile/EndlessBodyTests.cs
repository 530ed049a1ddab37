using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Trueup.Core.Connecting;
using Trueup.Tests.Hosting;
using Trueup.Wires;

namespace Trueup.Tests.Hostile;

/// <summary>Bodies without end, or that grow when they are unpacked, at every door and in the answers of remotes: nobody reads more than its limit.</summary>
public sealed class EndlessBodyTests
{
    private const int DeliveryBytesMax = 1024 * 1024;
    private const int ApiBytesMax = 1024 * 1024;
    private const int Unpacked = 3 * HttpWire.ReplyBytesMax / 2;

    private static readonly string Everybody = ServedHub.Warehouse.Replace("locations:", $$"""
          shop: { kind: adobe-commerce, url: "http://127.0.0.1:1", auth: { bearer: x }, website: base, stock_id: 2, inbound: { auth: { bearer: test-wms } } }
          project:
            kind: commercetools
            url: http://127.0.0.1:1
            project: demo
            auth: { client_id: x, client_secret: x }
            inbound: { auth: { bearer: test-wms } }
          tills: { kind: square, url: "http://127.0.0.1:1", auth: { bearer: x }, inbound: { auth: { bearer: test-wms } } }
        locations:
        """, StringComparison.Ordinal);

    private static readonly string[] Types = ["application/cloudevents+json", "application/cloudevents-batch+json", "application/x-ndjson", "application/json"];

    [Fact]
    public async Task A_delivery_without_end_is_answered_413_at_every_connections_door_and_its_rest_is_not_read()
    {
        await using var hub = await ServedHub.StartAsync(
            Everybody, change: plan => plan with { Intake = plan.Intake with { BodyBytesMax = DeliveryBytesMax } });
        foreach (var connection in hub.Host.Plan.Connections.Where(planned => planned.TakesDeliveries))
        {
            foreach (var type in Types)
            {
                var (status, sent) = await Flood.SendAsync(
                    hub.Host.Address, $"POST /in/{connection.Connection.Name} HTTP/1.1\r\nAuthorization: Bearer test-wms\r\nContent-Type: {type}", CancellationToken.None);

                Assert.Equal(413, status);
                Assert.InRange(sent, 1, DeliveryBytesMax + Flood.UnderWay);
            }
        }

        Assert.Equal(4, hub.Host.Plan.Connections.Count(planned => planned.TakesDeliveries));

        // Nothing of it was kept, and what is sound is taken.
        var sound = await ServedHub.ReadAsync(await hub.DeliverAsync(ServedHub.Level("1", "TEE", 6)));
        Assert.Equal(1, sound.GetProperty("accepted").GetInt32());
    }

    /// <summary>A sender may begin and never come to an end, and many may. What has come of them is weighed as it comes.</summary>
    [Fact]
    public async Task Many_deliveries_that_never_come_to_their_end_are_held_to_the_room_that_there_is()
    {
        await using var hub = await ServedHub.StartAsync(
            Everybody, change: plan => plan with { Intake = plan.Intake with { BodyBytesMax = DeliveryBytesMax, BytesMax = 4 * DeliveryBytesMax } });
        var begun = new List<Flood.Unfinished>();
        for (var i = 0; i < 6; i++)
        {
            begun.Add(await Flood.BeginAsync(
                hub.Host.Address, "POST /in/wms HTTP/1.1\r\nAuthorization: Bearer test-wms\r\nContent-Type: application/cloudevents+json", DeliveryBytesMax * 9 / 10));
        }

        var answered = await Task.WhenAny(begun.Select(delivery => delivery.Status)).WaitAsync(ServedHub.Patience, TimeProvider.System);

        Assert.Equal(429, await answered);
        begun.ForEach(delivery => delivery.Dispose());
        using var sound = await hub.DeliverAsync(ServedHub.Level("1", "TEE", 6));
        Assert.Equal(HttpStatusCode.Accepted, sound.StatusCode);
    }

    /// <summary>Nobody unpacks at the door: it is taken as it comes, and is then no event.</summary>
    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_delivery_that_is_packed_stays_packed(string encoding)
    {
        await using var hub = await ServedHub.StartAsync(Everybody);
        foreach (var type in Types[..3])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/in/wms") { Content = new ByteArrayContent(Packed(encoding)) };
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer test-wms");
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            request.Content.Headers.ContentEncoding.Add(encoding);

            using var answer = await hub.Http.SendAsync(request, CancellationToken.None);

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Every_address_of_the_api_refuses_what_is_endless_deep_or_packed()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        using var described = JsonDocument.Parse(await hub.Http.GetStringAsync("/openapi/v1.json"));
        var deep = Encoding.ASCII.GetBytes(new string('[', ApiBytesMax - 1));
        var (read, faults) = (0, new List<string>());
        foreach (var (method, path) in Writing(described))
        {
            var (status, sent) = await Flood.SendAsync(
                hub.Host.Address, $"{method} {path} HTTP/1.1\r\nAuthorization: Bearer {ServedHub.Token}\r\nContent-Type: application/json", CancellationToken.None);
            read += status == 413 ? 1 : 0;
            var answers = new[] { status, await AskAsync(hub, method, path, deep, null), await AskAsync(hub, method, path, Packed("gzip"), "gzip") };
            if (sent > ApiBytesMax + Flood.UnderWay || answers.Any(answer => answer is 0 or >= 500))
            {
                faults.Add($"{method} {path}: {string.Join(' ', answers)}, {sent} bytes were taken");
            }
        }

        Assert.Empty(faults);
        Assert.InRange(read, 20, int.MaxValue);
        using var sound = await hub.DeliverAsync(ServedHub.Level("1", "TEE", 6));
        Assert.Equal(HttpStatusCode.Accepted, sound.StatusCode);
    }

    [Fact]
    public async Task An_answer_without_end_is_no_answer_and_its_rest_is_not_read()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        using var wire = new HttpWire(new Uri($"http://{listener.LocalEndpoint}"), TimeProvider.System, ServedHub.Patience);
        var answering = Flood.AnswerAsync(listener, CancellationToken.None);

        var outcome = await wire.SendAsync(new WireRequest("GET", "/orders"), CancellationToken.None);

        Assert.IsType<WireOutcome.NoAnswer>(outcome);
        Assert.InRange(await answering, HttpWire.ReplyBytesMax / 2, HttpWire.ReplyBytesMax + Flood.UnderWay);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task An_answer_that_grows_beyond_the_limit_when_it_is_unpacked_is_no_answer(string encoding)
    {
        var packed = Packed(encoding);
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        using var wire = new HttpWire(new Uri($"http://{listener.LocalEndpoint}"), TimeProvider.System, ServedHub.Patience);
        var asking = wire.SendAsync(new WireRequest("GET", "/orders"), CancellationToken.None).AsTask();
        using var client = await listener.AcceptTcpClientAsync(CancellationToken.None);
        await Flood.ReadHeadAsync(client.GetStream(), CancellationToken.None);
        await client.GetStream().WriteAsync(
            (byte[])[.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {packed.Length}\r\n\r\n"), .. packed],
            CancellationToken.None);

        Assert.IsType<WireOutcome.NoAnswer>(await asking);
        Assert.InRange(packed.Length, 1, HttpWire.ReplyBytesMax / 50);
    }

    private static IEnumerable<(string Method, string Path)> Writing(JsonDocument described) =>
        from path in described.RootElement.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where operation.Name is "post" or "put" or "patch" or "delete"
        select (operation.Name.ToUpperInvariant(), string.Join('/', path.Name.Split('/').Select(part => part.StartsWith('{') ? "1" : part)));

    private static async Task<int> AskAsync(ServedHub hub, string method, string path, byte[] body, string? encoding)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)) { Content = new ByteArrayContent(body) };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {ServedHub.Token}");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        using var answer = await hub.Http.SendAsync(request, CancellationToken.None);
        return (int)answer.StatusCode;
    }

    private static byte[] Packed(string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream packing = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest),
            _ => new ZLibStream(packed, CompressionLevel.Fastest),
        })
        {
            packing.Write(new byte[Unpacked]);
        }

        return packed.ToArray();
    }
}
