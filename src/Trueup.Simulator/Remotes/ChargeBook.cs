using System.Text.Json;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Simulator.Remotes;

/// <summary>Notes what a remote is told that an order costs, and passes everything on.</summary>
/// <param name="inner">The remote.</param>
/// <param name="charges">Where it is noted, by the order's id.</param>
internal sealed class ChargeBook(ITwin inner, Dictionary<string, decimal> charges) : ITwin
{
    /// <inheritdoc/>
    public Items<WireRequest> TakePushes(DateTimeOffset now) => inner.TakePushes(now);

    /// <inheritdoc/>
    public WireReply Answer(WireRequest request, DateTimeOffset now)
    {
        var reply = inner.Answer(request, now);
        if (request is { Method: "POST", Target: "/orders" } && reply.Status is >= 200 and < 300)
        {
            using var body = JsonDocument.Parse(request.Body);
            charges[body.RootElement.GetProperty("external_id").GetString()!] = body.RootElement.GetProperty("gross").GetDecimal();
        }

        return reply;
    }
}
