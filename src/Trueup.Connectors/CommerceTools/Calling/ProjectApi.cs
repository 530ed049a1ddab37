using System.Buffers;
using System.Text.Json;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.CommerceTools.Calling;

/// <summary>Calls one project: address, token, and what the answer means.</summary>
internal sealed class ProjectApi(CommerceToolsOptions options, TimeProvider? clock)
{
    /// <summary>Tells the platform's operators who is calling (commercetools.md §7).</summary>
    private static readonly WireHeader Agent = new("User-Agent", "trueup/1 (+https://github.com/trueup)");

    private long _calls;

    /// <summary>The options.</summary>
    public CommerceToolsOptions Options => options;

    /// <summary>The token.</summary>
    public TokenKeeper Token { get; } = new(options, clock);

    /// <summary>Reads a resource below the project.</summary>
    public ValueTask<Answer> GetAsync(IWire wire, string resource, CancellationToken cancellationToken) =>
        SendAsync(wire, new WireRequest("GET", $"/{options.Project}{resource}"), cancellationToken);

    /// <summary>
    /// Reads one resource by its id; nothing and no failure when it does not exist. Only the one that was asked for is an answer: a list, a
    /// page or another resource is a failure that may pass.
    /// </summary>
    public async ValueTask<(Answer? Failure, JsonElement? Found)> OneAsync(
        IWire wire, string resource, string id, CancellationToken cancellationToken, Action<ProjectQuery>? refine = null)
    {
        var query = new ProjectQuery($"{resource}/{Uri.EscapeDataString(id)}");
        refine?.Invoke(query);
        var answer = await GetAsync(wire, query.Text, cancellationToken);
        return answer.Status == 404 ? (null, null)
            : !answer.IsDone ? (answer, null)
            : Loose.Parse(answer.Body) is { } found && id.Length > 0 && found.Text("id") == id ? (null, found)
            : (answer with { Detail = $"The project answered something else than {resource}/{id}." }, null);
    }

    /// <summary>Posts a body to a resource below the project.</summary>
    public ValueTask<Answer> PostAsync(
        IWire wire, string resource, Action<Utf8JsonWriter> body, CancellationToken cancellationToken) =>
        SendAsync(wire, new WireRequest(
            "POST", $"/{options.Project}{resource}", Body: Json(body), ContentType: "application/json"), cancellationToken);

    /// <summary>Posts a body to a resource of the Import API.</summary>
    public ValueTask<Answer> ImportAsync(
        IWire wire, string resource, Action<Utf8JsonWriter> body, CancellationToken cancellationToken) =>
        SendAsync(wire, new WireRequest(
            "POST", $"{options.ImportUrl}/{options.Project}{resource}", Body: Json(body), ContentType: "application/json"),
            cancellationToken);

    /// <summary>Changes a resource: all actions or none, only if it still has the version.</summary>
    public ValueTask<Answer> UpdateAsync(
        IWire wire, string resource, long version, Action<Utf8JsonWriter> actions, CancellationToken cancellationToken) =>
        PostAsync(
            wire,
            resource,
            json =>
            {
                json.WriteStartObject();
                json.WriteNumber("version", version);
                json.WriteStartArray("actions");
                actions(json);
                json.WriteEndArray();
                json.WriteEndObject();
            },
            cancellationToken);

    private async ValueTask<Answer> SendAsync(IWire wire, WireRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var (token, failure) = await Token.GetAsync(wire, cancellationToken);
            if (token is null)
            {
                return failure!;
            }

            // Fewer than a thousand million calls a project key keep the id within the 256 characters of the header.
            var call = request with
            {
                Headers = [
                    Agent,
                    new WireHeader("Accept", "application/json"),
                    new WireHeader("Authorization", $"Bearer {token}"),
                    new WireHeader("X-Correlation-ID", $"{options.Project}/trueup-{_calls++:x8}"),
                ],
            };
            var answer = Answer.Of(await wire.SendAsync(call, cancellationToken), clock);
            if (answer.Status != 401 || attempt > 0 || !Token.Reject(token))
            {
                return answer;
            }
        }
    }

    private static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return buffer.WrittenMemory;
    }
}
