using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Engine.Intake;
using Trueup.Engine.Intake.CloudEvents;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>
/// <c>/in/{connection}</c>: whoever sends is checked before anything is interpreted, the delivery is opened and hashed
/// on the server's threads, and the hub's thread only compares and appends. Answered when it is on disk (CONTRACT §3).
/// </summary>
internal sealed class InboundEndpoint
{
    private const int RetrySoonSeconds = 1;
    private const int RetryLaterSeconds = 5;

    private readonly HubHost _host;
    private readonly Dictionary<string, PlannedConnection> _connections;

    private InboundEndpoint(HubHost host)
    {
        _host = host;
        _connections = host.Plan.Connections.ToDictionary(
            planned => planned.Connection.Name.Text, StringComparer.Ordinal);
    }

    /// <summary>Adds the address to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var endpoint = new InboundEndpoint(host);
        server.MapMethods("/in/{connection}", [HttpMethods.Post, HttpMethods.Get, HttpMethods.Options], endpoint.AnswerAsync)
            .ExcludeFromDescription();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (!_connections.TryGetValue((string)context.Request.RouteValues["connection"]!, out var planned))
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "There is no such connection.");
        }
        else if (!planned.TakesDeliveries)
        {
            await Problem.WriteAsync(
                context, StatusCodes.Status403Forbidden, "The connection is not set up to send events.");
        }
        else if (_host.Intake.IsClosed)
        {
            await Problem.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable, "The hub is starting or stopping.",
                retryAfter: RetrySoonSeconds);
        }
        else if (!_host.Intake.TryEnter())
        {
            await FullAsync(context);
        }
        else
        {
            await AnswerWithinLimitsAsync(context, planned);
        }
    }

    private async Task AnswerWithinLimitsAsync(HttpContext context, PlannedConnection planned)
    {
        var weighed = 0L;
        try
        {
            switch (await InboundBody.ReadAsync(context, _host.Intake.Limits.BodyBytesMax, TryWeigh))
            {
                case InboundBody.Whole whole:
                    await AnswerAsync(context, planned, RequestOf(context, whole.Bytes));
                    break;
                case InboundBody.NoRoom:
                    await FullAsync(context);
                    break;
                default:
                    await Problem.WriteAsync(
                        context,
                        StatusCodes.Status413PayloadTooLarge,
                        $"A delivery is at most {_host.Intake.Limits.BodyBytesMax} bytes: send it in parts.");
                    break;
            }
        }
        catch (BadHttpRequestException bad)
        {
            await Problem.WriteAsync(context, bad.StatusCode, "The request does not follow HTTP.");
        }
        catch (Exception gone) when (
            gone is IOException or OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            // The sender hung up: it will send again, and whatever was appended by then is a duplicate.
        }
        finally
        {
            _host.Intake.Leave(weighed);
        }

        bool TryWeigh(long more)
        {
            var hasRoom = _host.Intake.TryWeigh(more);
            weighed += hasRoom ? more : 0;
            return hasRoom;
        }
    }

    private static Task FullAsync(HttpContext context) => Problem.WriteAsync(
        context, StatusCodes.Status429TooManyRequests, "Too many deliveries are under way.", retryAfter: RetrySoonSeconds);

    private Task AnswerAsync(HttpContext context, PlannedConnection planned, WireRequest request)
    {
        var now = _host.Clock.GetUtcNow();
        if (planned.Connection is IInboundScheme scheme && scheme.Open(request, now) is { } verdict)
        {
            return AnswerAsync(context, planned, verdict);
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            return Problem.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "Events are posted.");
        }

        return Check(planned, request, now) switch
        {
            Admission.Missing missing => DenyAsync(context, missing.Why),
            Admission.Wrong wrong => Problem.WriteAsync(context, StatusCodes.Status403Forbidden, wrong.Why),
            _ => OpenAsync(context, planned, request),
        };
    }

    private static Task DenyAsync(HttpContext context, string why)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.WriteAsync(context, StatusCodes.Status401Unauthorized, why);
    }

    /// <summary>One way of proving who sends is enough; where none holds, the most telling complaint counts.</summary>
    private static Admission Check(PlannedConnection planned, WireRequest request, DateTimeOffset now)
    {
        Admission worst = new Admission.Missing("The delivery does not say who sends it.");
        foreach (var way in planned.Inbound)
        {
            switch (way.Check(request, now))
            {
                case Admission.Granted granted:
                    return granted;
                case Admission.Wrong wrong:
                    worst = wrong;
                    break;
                case Admission.Missing missing when worst is Admission.Missing:
                    worst = missing;
                    break;
            }
        }

        return worst;
    }

    private Task OpenAsync(HttpContext context, PlannedConnection planned, WireRequest request) =>
        Envelope.Open(request.ContentType, request.Headers, request.Body) switch
        {
            EnvelopeOpening.Opened opened => AcceptAsync(context, planned, opened.Messages),
            EnvelopeOpening.Malformed malformed => Problem.WriteAsync(
                context, StatusCodes.Status400BadRequest, malformed.Why, index: malformed.Index),
            EnvelopeOpening.NotCloudEvents other => Problem.WriteAsync(
                context, StatusCodes.Status415UnsupportedMediaType, other.Why),
            _ => throw new System.Diagnostics.UnreachableException(
                "A delivery is opened, malformed, or of another form."),
        };

    private Task AnswerAsync(HttpContext context, PlannedConnection planned, InboundVerdict verdict) => verdict switch
    {
        InboundVerdict.Accepted accepted => AcceptAsync(context, planned, accepted.Messages, accepted.Answer),
        InboundVerdict.Reply reply => InboundReply.WriteAsync(context, reply.Answer),
        InboundVerdict.Denied denied => Problem.WriteAsync(context, StatusCodes.Status403Forbidden, denied.Why),
        InboundVerdict.Malformed malformed => Problem.WriteAsync(
            context, StatusCodes.Status400BadRequest, malformed.Why, index: 0),
        _ => throw new System.Diagnostics.UnreachableException(
            "A vendor's delivery is accepted, answered, denied or malformed."),
    };

    private async Task AcceptAsync(HttpContext context, PlannedConnection planned, Items<RawMessage> messages, WireReply? answer = null)
    {
        if (!_host.Intake.TryCount(messages.Count))
        {
            await Problem.WriteAsync(
                context, StatusCodes.Status429TooManyRequests, "Intake is over its limit.",
                retryAfter: RetrySoonSeconds);
            return;
        }

        var headers = context.Request.Headers;
        _host.Telemetry?.Traces.Senders.Note(
            planned.Connection.Name, messages, headers.TraceParent, headers.TraceState);
        var prepared = Receiver.Prepare(planned.Connection.Name, messages);
        if (await _host.Intake.AcceptAsync(prepared) is IntakeReply.Accepted accepted)
        {
            if (answer is null)
            {
                InboundReply.Write(context.Response, accepted);
            }
            else
            {
                await InboundReply.WriteAsync(context, answer);
            }
        }
        else
        {
            await Problem.WriteAsync(
                context,
                StatusCodes.Status503ServiceUnavailable,
                "The journal cannot be written; nothing was accepted.",
                retryAfter: RetryLaterSeconds);
        }
    }

    private static WireRequest RequestOf(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var request = context.Request;
        var headers = new WireHeader[request.Headers.Count];
        var place = 0;
        foreach (var (name, value) in request.Headers)
        {
            headers[place++] = new WireHeader(name, value.ToString());
        }

        return new WireRequest(
            request.Method, request.Path + request.QueryString, Items.Of<WireHeader>(headers), body,
            request.ContentType);
    }
}
