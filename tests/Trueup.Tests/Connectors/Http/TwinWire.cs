using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.Http;

/// <summary>
/// A wire that ends in a twin, and may lose a request on the way there or its answer on the way back.
/// </summary>
internal sealed class TwinWire(ITwin twin) : IWire
{
    public int LoseRequests { get; set; }

    public int LoseAnswers { get; set; }

    public List<WireRequest> Sent { get; } = [];

    public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        Sent.Add(request);
        if (LoseRequests > 0)
        {
            LoseRequests--;
            return new(new WireOutcome.NoAnswer("lost on the way"));
        }

        var reply = twin.Answer(request, Wms.Now);
        if (LoseAnswers > 0)
        {
            LoseAnswers--;
            return new(new WireOutcome.NoAnswer("answer lost"));
        }

        return new(new WireOutcome.Answered(reply));
    }
}

/// <summary>A wire that gives the answers it was told, in order, and the last one for ever.</summary>
internal sealed class ScriptedWire(params WireOutcome[] outcomes) : IWire
{
    private int _next;

    public List<WireRequest> Sent { get; } = [];

    public static WireOutcome Answer(int status, string body = "", params WireHeader[] headers) =>
        new WireOutcome.Answered(new WireReply(status, System.Text.Encoding.UTF8.GetBytes(body), headers.ToItems()));

    public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        Sent.Add(request);
        return new(outcomes[Math.Min(_next++, outcomes.Length - 1)]);
    }
}
