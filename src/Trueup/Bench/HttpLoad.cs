using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Trueup.Bench;

/// <summary>
/// A plain load generator: connections that each send the next ready-made request when the last one is answered. It
/// shares the machine
/// with what it measures, so it does as little as it can.
/// </summary>
internal static class HttpLoad
{
    /// <summary>Sends requests over so many connections and waits for every answer.</summary>
    /// <param name="address">The server.</param>
    /// <param name="connections">Connections open at once.</param>
    /// <param name="requests">Requests in all.</param>
    /// <param name="request">Makes the bytes of a request by its number.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<LoadFigures> RunAsync(
        Uri address, int connections, int requests, Func<int, byte[]> request, CancellationToken cancellationToken)
    {
        var next = -1;
        var latencies = new double[requests];
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(ConnectAsync, cancellationToken)));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.Sort(latencies);
        return new LoadFigures(requests / seconds, latencies[requests / 2], latencies[(int)(requests * 0.99)]);

        async Task ConnectAsync()
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port), cancellationToken);
            var buffer = new byte[8_192];
            for (var number = Interlocked.Increment(ref next); number < requests; number = Interlocked.Increment(ref next))
            {
                var bytes = request(number);
                var sent = Stopwatch.GetTimestamp();
                await SendAsync(socket, bytes, cancellationToken);
                await ReadAnswerAsync(socket, buffer, cancellationToken);
                latencies[number] = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
            }
        }
    }

    /// <summary>The bytes of a POST.</summary>
    public static byte[] Post(Uri address, string path, string contentType, string token, ReadOnlySpan<byte> body) =>
    [
        .. Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\n" +
            $"Content-Type: {contentType}\r\nContent-Length: {body.Length}\r\n\r\n"),
        .. body,
    ];

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
        }
    }

    private static async Task ReadAnswerAsync(Socket socket, byte[] buffer, CancellationToken cancellationToken)
    {
        var read = 0;
        while (!IsWhole(buffer.AsSpan(0, read)))
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(read), cancellationToken);
            if (count == 0)
            {
                throw new InvalidOperationException("The server closed a connection under load.");
            }

            read += count;
        }

        if (!buffer.AsSpan(0, read).StartsWith("HTTP/1.1 202"u8))
        {
            throw new InvalidOperationException(
                $"The server answered {Encoding.ASCII.GetString(buffer, 0, Math.Min(read, 400))} under load.");
        }
    }

    /// <summary>An answer is whole with its headers and as many bytes as they announce, or its last chunk.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = answer[..end];
        var body = answer[(end + 4)..];
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0)
        {
            return head.IndexOf("chunked"u8) < 0 || body.EndsWith("0\r\n\r\n"u8);
        }

        var length = 0;
        foreach (var digit in head[(at + 16)..])
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                break;
            }

            length = (length * 10) + digit - '0';
        }

        return body.Length >= length;
    }
}

/// <summary>What a load met.</summary>
/// <param name="PerSecond">Requests answered a second.</param>
/// <param name="MedianMs">Median time to the answer.</param>
/// <param name="SlowMs">Time that 99 of 100 answers stayed within.</param>
internal sealed record LoadFigures(double PerSecond, double MedianMs, double SlowMs);
