using System.Text.Json;
using Trueup.Core.Connecting;
using Trueup.Engine.Intake.CloudEvents;

namespace Trueup.Simulator.Network;

/// <summary>What deliveries carry.</summary>
internal static class Deliveries
{
    /// <summary>The keys under which the hub is to keep what a delivery carries; none for what is no event.</summary>
    public static IReadOnlyList<string> KeysOf(WireRequest delivery)
    {
        if (Envelope.Open(delivery.ContentType, delivery.Headers, delivery.Body) is EnvelopeOpening.Opened opened)
        {
            return opened.Messages.Select(message => message.Key).ToList();
        }

        try
        {
            using var document = JsonText.Parse(delivery.Body);
            return document.RootElement.TryGetProperty("event_id", out var id) ? [$"event/{id.GetString()}"] : [];
        }
        catch (JsonException)
        {
            // Cut, or damaged, on its way.
            return [];
        }
    }
}
