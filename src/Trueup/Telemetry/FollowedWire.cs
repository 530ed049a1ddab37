using System.Diagnostics;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Telemetry;

/// <summary>A way to a remote for one write: every call through it is a span, and tells the remote so with a
/// <c>traceparent</c> header (W3C Trace Context).</summary>
/// <param name="wire">The way.</param>
/// <param name="source">Where spans come from.</param>
/// <param name="connection">The remote's name.</param>
/// <param name="causes">The spans that the call is for; the first is its parent.</param>
internal sealed class FollowedWire(
    IWire wire, ActivitySource source, ConnectionName connection, Items<ActivityContext> causes) : IWire
{
    private const string Header = "traceparent";

    public async ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        using var span = Begin(request);
        if (span?.Id is not { } id)
        {
            return await wire.SendAsync(request, cancellationToken);
        }

        var outcome = await wire.SendAsync(
            request with { Headers = request.Headers.Add(new WireHeader(Header, id)) }, cancellationToken);
        Judge(span, outcome);
        return outcome;
    }

    private Activity? Begin(WireRequest request)
    {
        Activity.Current = null;
        var span = source.CreateActivity(
            $"{request.Method} {connection}", ActivityKind.Client, causes[0],
            links: causes.Skip(1).Select(context => new ActivityLink(context)), idFormat: ActivityIdFormat.W3C);
        span?.SetTag("http.request.method", request.Method).SetTag("trueup.connection", connection.Text).Start();

        // What else this thread does meanwhile is not part of the call.
        Activity.Current = null;
        return span;
    }

    private static void Judge(Activity span, WireOutcome outcome)
    {
        switch (outcome)
        {
            case WireOutcome.Answered { Reply.Status: var status }:
                span.SetTag("http.response.status_code", status);
                if (status >= 400)
                {
                    span.SetTag("error.type", status.ToString(System.Globalization.CultureInfo.InvariantCulture));
                    span.SetStatus(ActivityStatusCode.Error);
                }

                break;
            case WireOutcome.NotSent:
                span.SetTag("error.type", "not_sent").SetStatus(ActivityStatusCode.Error);
                break;
            case WireOutcome.NoAnswer:
                span.SetTag("error.type", "no_answer").SetStatus(ActivityStatusCode.Error);
                break;
        }
    }
}
