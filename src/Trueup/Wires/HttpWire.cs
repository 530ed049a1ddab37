using System.Net;
using System.Net.Http.Headers;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Wires;

/// <summary>
/// The way to one remote system over HTTP. It tells apart what certainly never left from what may have taken effect,
/// follows no redirect, keeps no cookies, and repeats nothing by itself.
/// </summary>
public sealed class HttpWire : IWire, IDisposable
{
    /// <summary>How long a call may take where the connection says nothing.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The largest reply that is read, in bytes.</summary>
    public const int ReplyBytesMax = 32 * 1024 * 1024;

    /// <summary>Firewalls in front of shops turn away who does not say what it is.</summary>
    private const string UserAgent = "Trueup/1.0";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly UriCreationOptions AsWritten =
        new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly string _base;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;

    /// <summary>A way to a remote; nothing is called yet.</summary>
    /// <param name="address">The remote's base address; a path in it comes before every target.</param>
    /// <param name="clock">The time, for the time-out.</param>
    /// <param name="timeout">How long a call may take; null for <see cref="DefaultTimeout"/>.</param>
    public HttpWire(Uri address, TimeProvider clock, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        _base = address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        _clock = clock;
        _timeout = timeout ?? DefaultTimeout;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            AutomaticDecompression = DecompressionMethods.All,

            // A remote that moved to another address is found again.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _client = new HttpClient(handler)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = ReplyBytesMax,
        };
    }

    /// <inheritdoc/>
    public async ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var message = MessageOf(request);
        using var timeout = new CancellationTokenSource(_timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var reply = await _client.SendAsync(message, HttpCompletionOption.ResponseContentRead, either.Token);
            return new WireOutcome.Answered(await ReadAsync(reply, either.Token));
        }
        catch (HttpRequestException failure)
        {
            return IsBeforeSending(failure.HttpRequestError)
                ? new WireOutcome.NotSent(WordsFor(failure))
                : new WireOutcome.NoAnswer(WordsFor(failure));
        }
        catch (OperationCanceledException) when (
            timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new WireOutcome.NoAnswer($"No answer within {_timeout.TotalSeconds:0.#} seconds.");
        }
        catch (OperationCanceledException) when (!either.IsCancellationRequested)
        {
            return new WireOutcome.NotSent($"No connection within {ConnectTimeout.TotalSeconds:0.#} seconds.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private HttpRequestMessage MessageOf(WireRequest request)
    {
        var message = new HttpRequestMessage(
            HttpMethod.Parse(request.Method), AddressOf(request.Target));

        // A request without any content would be repeated by the transport when a kept connection breaks under it.
        if (request.Method is not ("GET" or "HEAD") || !request.Body.IsEmpty)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
            if (request.ContentType is { } contentType)
            {
                message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
            }
        }

        foreach (var header in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        if (message.Headers.UserAgent.Count == 0)
        {
            message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        }

        return message;
    }

    /// <summary>The base address with the target behind it; a target with a host of its own (a token endpoint) stands
    /// for itself.</summary>
    private Uri AddressOf(string target) =>
        target.StartsWith('/') || !Uri.TryCreate(target, UriKind.Absolute, out var own)
            ? new Uri(_base + Escaped(target), in AsWritten)
            : own;

    /// <summary>The target as it is, except that characters beyond ASCII, which no request line may hold, become UTF-8
    /// escapes.</summary>
    private static string Escaped(string target) => System.Text.Ascii.IsValid(target)
        ? target
        : string.Concat(target.EnumerateRunes().Select(rune =>
            rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));

    private static async ValueTask<WireReply> ReadAsync(HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        var headers = reply.Headers.Concat(reply.Content.Headers)
            .Where(header => !header.Key.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
            .Select(header => new WireHeader(header.Key, string.Join(", ", header.Value)));
        return new WireReply(
            (int)reply.StatusCode, await reply.Content.ReadAsByteArrayAsync(cancellationToken), headers.ToItems());
    }

    private static bool IsBeforeSending(HttpRequestError error) => error is HttpRequestError.NameResolutionError
        or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
        or HttpRequestError.ProxyTunnelError;

    /// <summary>What went wrong without the address, which may hold a secret.</summary>
    private static string WordsFor(HttpRequestException failure) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "The remote's name is not known.",
        HttpRequestError.ConnectionError => "The remote refuses the connection.",
        HttpRequestError.SecureConnectionError => "No secure connection: the remote's certificate does not hold.",
        HttpRequestError.ConfigurationLimitExceeded => $"The reply is larger than {ReplyBytesMax} bytes.",
        _ => "The connection broke before the answer was read.",
    };
}
