using System.Net;
using System.Net.Sockets;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Demo;
using Trueup.Wires;

namespace Trueup.Tests.Wires;

public sealed class HttpWireTests
{
    [Theory]
    [InlineData("/stock/%C3%96D%2FD%20%2B5%25", "/stock/%C3%96D%2FD%20%2B5%25")]
    [InlineData("/stock/ÖD%2FD%20%2B5%25", "/stock/%C3%96D%2FD%20%2B5%25")]
    [InlineData("/a/../b/./c?x=%2e%2E/%41+1", "/a/../b/./c?x=%2e%2E/%41+1")]
    public async Task A_target_goes_out_as_it_is_written(string target, string expected)
    {
        var echo = new Echo();
        await using var server = await TwinServer.StartAsync(
            echo, TimeProvider.System, port: 0, CancellationToken.None);
        using var wire = new HttpWire(server.Address, TimeProvider.System);

        await wire.SendAsync(new WireRequest("GET", target), CancellationToken.None);

        Assert.Equal(expected, echo.Last!.Target);
    }

    [Fact]
    public async Task A_path_in_the_base_address_comes_before_the_target()
    {
        var echo = new Echo();
        await using var server = await TwinServer.StartAsync(
            echo, TimeProvider.System, port: 0, CancellationToken.None);
        using var wire = new HttpWire(new Uri(server.Address, "/shop/"), TimeProvider.System);

        await wire.SendAsync(
            new WireRequest("PUT", "/items", [new WireHeader("X-Key", "k1")], "{}"u8.ToArray(), "application/json"),
            CancellationToken.None);

        Assert.Equal("/shop/items", echo.Last!.Target);
        Assert.Equal("k1", echo.Last.Header("x-key"));
        Assert.Equal("Trueup/1.0", echo.Last.Header("user-agent"));
        Assert.Equal("application/json", echo.Last.ContentType);
        Assert.Equal("{}"u8.ToArray(), echo.Last.Body.ToArray());
    }

    [Fact]
    public async Task An_answer_comes_with_its_status_body_and_headers_but_without_cookies()
    {
        var echo = new Echo
        {
            Reply = new WireReply(302, "moved"u8.ToArray(), [
                new WireHeader("Location", "/elsewhere"),
                new WireHeader("Retry-After", "7"),
                new WireHeader("Set-Cookie", "a=b"),
                new WireHeader("Content-Type", "text/plain"),
            ]),
        };
        await using var server = await TwinServer.StartAsync(
            echo, TimeProvider.System, port: 0, CancellationToken.None);
        using var wire = new HttpWire(server.Address, TimeProvider.System);

        var outcome = await wire.SendAsync(new WireRequest("GET", "/"), CancellationToken.None);

        var reply = Assert.IsType<WireOutcome.Answered>(outcome).Reply;
        Assert.Equal(302, reply.Status);
        Assert.Equal("moved"u8.ToArray(), reply.Body.ToArray());
        Assert.Equal("7", reply.Header("retry-after"));
        Assert.Equal("text/plain", reply.Header("content-type"));
        Assert.Null(reply.Header("set-cookie"));
        Assert.Equal(1, server.Calls);
    }

    [Fact]
    public async Task A_refused_connection_was_certainly_not_sent()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var wire = new HttpWire(new Uri($"http://127.0.0.1:{port}"), TimeProvider.System);

        Assert.IsType<WireOutcome.NotSent>(await wire.SendAsync(new WireRequest("POST", "/"), CancellationToken.None));
    }

    [Fact]
    public async Task A_name_that_nobody_knows_was_certainly_not_sent()
    {
        using var wire = new HttpWire(new Uri("http://nobody.invalid"), TimeProvider.System);

        Assert.IsType<WireOutcome.NotSent>(await wire.SendAsync(new WireRequest("POST", "/"), CancellationToken.None));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task A_connection_lost_after_the_effect_leaves_the_outcome_unknown_and_the_effect_single(string method)
    {
        var echo = new Echo();
        await using var server = await TwinServer.StartAsync(
            echo, TimeProvider.System, port: 0, CancellationToken.None);
        using var wire = new HttpWire(server.Address, TimeProvider.System);
        await wire.SendAsync(new WireRequest("GET", "/warm"), CancellationToken.None);
        server.Faults.DropNextAfter = 1;

        var outcome = await wire.SendAsync(new WireRequest(method, "/orders/1"), CancellationToken.None);

        Assert.IsType<WireOutcome.NoAnswer>(outcome);
        Assert.Equal(2, echo.Answered);
    }

    [Fact]
    public async Task A_time_out_leaves_the_outcome_unknown()
    {
        await using var server = await TwinServer.StartAsync(
            new Echo(), TimeProvider.System, port: 0, CancellationToken.None);
        server.Faults.Latency = TimeSpan.FromMinutes(1);
        using var wire = new HttpWire(server.Address, TimeProvider.System, TimeSpan.FromMilliseconds(200));

        Assert.IsType<WireOutcome.NoAnswer>(await wire.SendAsync(new WireRequest("POST", "/"), CancellationToken.None));
    }

    [Fact]
    public async Task Being_stopped_is_no_outcome()
    {
        await using var server = await TwinServer.StartAsync(
            new Echo(), TimeProvider.System, port: 0, CancellationToken.None);
        using var wire = new HttpWire(server.Address, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        server.Faults.Latency = TimeSpan.FromMinutes(1);
        var sending = wire.SendAsync(new WireRequest("POST", "/"), stop.Token).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    /// <summary>A remote that remembers what it was asked.</summary>
    private sealed class Echo : ITwin
    {
        public WireReply Reply { get; init; } = new(200);

        public WireRequest? Last { get; private set; }

        public int Answered { get; private set; }

        public WireReply Answer(WireRequest request, DateTimeOffset now)
        {
            (Last, Answered) = (request, Answered + 1);
            return Reply;
        }

        public Items<WireRequest> TakePushes(DateTimeOffset now) => [];
    }
}
