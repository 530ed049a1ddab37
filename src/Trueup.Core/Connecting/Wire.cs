using System.Buffers;
using System.Text.Json;
using Trueup.Core.Values;

namespace Trueup.Core.Connecting;

/// <summary>One header of a request or a reply.</summary>
/// <param name="Name">Header name; compared without regard to letter case.</param>
/// <param name="Value">Header value as sent.</param>
public sealed record WireHeader(string Name, string Value);

/// <summary>A request to or from a remote system, as plain data.</summary>
/// <param name="Method">HTTP method in capitals.</param>
/// <param name="Target">Path and query, percent-encoded, beginning with a slash; relative to the connection's base
/// address. An
/// absolute <c>https://</c> address where a vendor hands out tokens elsewhere.</param>
/// <param name="Headers">Headers other than those the transport sets itself.</param>
/// <param name="Body">Body bytes; empty for none.</param>
/// <param name="ContentType">Media type of the body; null for none.</param>
public sealed record WireRequest(
    string Method,
    string Target,
    Items<WireHeader> Headers = default,
    ReadOnlyMemory<byte> Body = default,
    string? ContentType = null)
{
    /// <summary>The first value of a header; null when absent.</summary>
    public string? Header(string name) => Headers.ValueOf(name);
}

/// <summary>What came back.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="Body">Body bytes; empty for none.</param>
/// <param name="Headers">Headers that matter to a caller: at least Retry-After and Content-Type.</param>
public sealed record WireReply(int Status, ReadOnlyMemory<byte> Body = default, Items<WireHeader> Headers = default)
{
    /// <summary>The first value of a header; null when absent.</summary>
    public string? Header(string name) => Headers.ValueOf(name);

    /// <summary>An answer in JSON: an object with the members that are written.</summary>
    public static WireReply Json(int status, Action<Utf8JsonWriter> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return new WireReply(status, buffer.WrittenMemory, [new WireHeader("Content-Type", "application/json")]);
    }
}

/// <summary>How an exchange ended.</summary>
public abstract record WireOutcome
{
    private WireOutcome()
    {
    }

    /// <summary>The remote answered, whatever its answer was.</summary>
    public sealed record Answered(WireReply Reply) : WireOutcome;

    /// <summary>The request certainly did not reach the remote (connection refused, circuit open): asking again is
    /// safe.</summary>
    public sealed record NotSent(string Why) : WireOutcome;

    /// <summary>The request may have taken effect, but no answer came: observe before asking again.</summary>
    public sealed record NoAnswer(string Why) : WireOutcome;
}

/// <summary>The only way to a remote system. The host gives a real one; the simulator gives a faulty one.</summary>
public interface IWire
{
    /// <summary>Sends one request and waits for its outcome. Never throws for what the network or the remote
    /// does.</summary>
    ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken);
}

/// <summary>Reading headers without regard to letter case.</summary>
public static class WireHeaders
{
    /// <summary>The first value of a header; null when absent.</summary>
    public static string? ValueOf(this Items<WireHeader> headers, string name)
    {
        foreach (var header in headers)
        {
            if (string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Value;
            }
        }

        return null;
    }
}
