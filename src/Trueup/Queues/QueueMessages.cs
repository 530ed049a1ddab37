using System.Globalization;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Engine.Intake.CloudEvents;

namespace Trueup.Queues;

/// <summary>Opens what came through a queue. There is no sender to be told: what is no event is journalled, too, and the decision
/// about it is a case that shows it.</summary>
internal static class QueueMessages
{
    private const string Structured = "application/cloudevents+json";
    private const string Json = "application/json";

    /// <summary>The events of a delivery, in order; else the delivery itself.</summary>
    public static Items<RawMessage> Of(QueueDelivery delivery) =>
        Envelope.Open(TypeOf(delivery), delivery.Headers, delivery.Body) is EnvelopeOpening.Opened opened
            ? opened.Messages
            : [new RawMessage(KeyOf(delivery), Envelope.Form, delivery.Body)];

    /// <summary>Publishers seldom say that their JSON is an event; where it is none, that is found when it is opened.</summary>
    private static string? TypeOf(QueueDelivery delivery)
    {
        var isVague = string.IsNullOrEmpty(delivery.ContentType) ||
            delivery.ContentType.StartsWith(Json, StringComparison.OrdinalIgnoreCase);
        return isVague && delivery.Headers.ValueOf("ce-specversion") is null ? Structured : delivery.ContentType;
    }

    /// <summary>The same bytes handed out again are the same message.</summary>
    private static string KeyOf(QueueDelivery delivery) => delivery.MessageId is { Length: > 0 } id
        ? $"queue/{id}"
        : string.Create(CultureInfo.InvariantCulture, $"queue/{StableHash.Of(delivery.Body.Span):x32}");
}
