using System.Net.Sockets;
using System.Text;

namespace Trueup.Tests.Hostile;

/// <summary>A body that does not end, over a bare connection, so that what the other side took of it can be counted.</summary>
internal static class Flood
{
    /// <summary>What the systems on the way may hold: socket buffers of both sides, and the server's own.</summary>
    public const long UnderWay = 24 * 1024 * 1024;

    private const int GivenUpAt = 512 * 1024 * 1024;

    // Blanks: whoever reads as it comes has nothing to complain of.
    private static readonly byte[] Chunk = Encoding.ASCII.GetBytes($"10000\r\n{new string(' ', 0x10000)}\r\n");

    /// <summary>Sends a request whose body goes on until it is answered or cut off.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="head">Its first line and its headers, without what tells how its body is sent.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The status of the answer, or 0 where there was none, and the bytes that the connection took.</returns>
    public static async Task<(int Status, long Sent)> SendAsync(Uri server, string head, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, cancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"{head}\r\nHost: {server.Authority}\r\nTransfer-Encoding: chunked\r\n\r\n"), cancellationToken);
        var answer = ReadStatusAsync(stream, cancellationToken);
        var sent = await PourAsync(stream, answer, cancellationToken);
        return (await answer, sent);
    }

    /// <summary>Sends a request with the beginning of a body, and then nothing.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="head">Its first line and its headers, without what tells how its body is sent.</param>
    /// <param name="bytes">How much of the body, in bytes.</param>
    public static async Task<Unfinished> BeginAsync(Uri server, string head, int bytes)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, CancellationToken.None);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"{head}\r\nHost: {server.Authority}\r\nTransfer-Encoding: chunked\r\n\r\n{bytes:x}\r\n{new string(' ', bytes)}"),
            CancellationToken.None);
        return new Unfinished(client, ReadStatusAsync(stream, CancellationToken.None));
    }

    /// <summary>Answers one request with a body that goes on until the other side has enough of it.</summary>
    /// <returns>The bytes that the connection took.</returns>
    public static async Task<long> AnswerAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        using var client = await listener.AcceptTcpClientAsync(cancellationToken);
        var stream = client.GetStream();
        await ReadHeadAsync(stream, cancellationToken);
        await stream.WriteAsync(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), cancellationToken);
        return await PourAsync(stream, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken), cancellationToken);
    }

    /// <summary>Reads a request up to where its body would begin.</summary>
    public static async Task ReadHeadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 })
        {
            // A line of the head.
        }
    }

    private static async Task<long> PourAsync(NetworkStream stream, Task until, CancellationToken cancellationToken)
    {
        var sent = 0L;
        try
        {
            while (!until.IsCompleted)
            {
                Assert.True(sent < GivenUpAt, "all of it was taken");
                var writing = stream.WriteAsync(Chunk, cancellationToken).AsTask();
                if (await Task.WhenAny(writing, until) == until)
                {
                    break;
                }

                await writing;
                sent += Chunk.Length;
            }
        }
        catch (IOException)
        {
            // Cut off: it has had enough.
        }

        return sent;
    }

    private static async Task<int> ReadStatusAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var line = new byte["HTTP/1.1 200".Length];
        try
        {
            await stream.ReadExactlyAsync(line, cancellationToken);
            return int.Parse(Encoding.ASCII.GetString(line)[^3..], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }

    /// <summary>A request that waits for its end.</summary>
    /// <param name="Client">The connection.</param>
    /// <param name="Status">The status of the answer, once there is one; 0 where the connection ended without.</param>
    public sealed record Unfinished(TcpClient Client, Task<int> Status) : IDisposable
    {
        public void Dispose() => Client.Dispose();
    }
}
