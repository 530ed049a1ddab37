using System.Text;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Core.Connecting;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

/// <summary>Asks a twin over its interface, one second after another.</summary>
internal sealed class TwinClient(AdobeTwin twin, DateTimeOffset start)
{
    public const string Token = "secret";

    public DateTimeOffset Now { get; private set; } = start;

    public AdobeTwin Twin { get; } = twin;

    public void Tick(double seconds = 1) => Now = Now.AddSeconds(seconds);

    public TwinReply Get(string path) => Send("GET", path, body: null);

    public TwinReply Post(string path, string body) => Send("POST", path, body);

    public TwinReply Put(string path, string body) => Send("PUT", path, body);

    public TwinReply Send(string method, string path, string? body, string? token = Token)
    {
        var isWhole = path.StartsWith("/rest/", StringComparison.Ordinal);
        var target = isWhole ? path : "/rest/default/" + path.TrimStart('/');
        return Send(new WireRequest(
            method,
            target,
            token is null ? [] : [new WireHeader("Authorization", "Bearer " + token)],
            body is null ? default : Encoding.UTF8.GetBytes(body),
            body is null ? null : "application/json"));
    }

    public TwinReply Send(WireRequest request)
    {
        Tick();
        var reply = Twin.Answer(request, Now);
        var text = Encoding.UTF8.GetString(reply.Body.Span);
        var isJson = reply.Header("Content-Type")!.StartsWith("application/json", StringComparison.Ordinal);
        return new TwinReply(reply.Status, text, isJson ? JsonNode.Parse(text) : null, reply);
    }
}

internal sealed record TwinReply(int Status, string Text, JsonNode? Json, WireReply Wire);
