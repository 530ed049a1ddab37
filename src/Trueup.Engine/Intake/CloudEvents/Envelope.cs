using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Engine.Intake.CloudEvents;

/// <summary>
/// Opens deliveries of CloudEvents 1.0 over HTTP (CONTRACT §3): structured, batch, newline-delimited and binary.
/// Whatever the mode, each event leaves as one structured JSON event.
/// </summary>
public static class Envelope
{
    /// <summary>The form of the messages that come out: one structured CloudEvent in JSON.</summary>
    public const string Form = "cloudevent";

    private const string Family = "application/cloudevents";

    /// <summary>Takes a delivery apart. Never throws for what a sender may send.</summary>
    /// <param name="contentType">The delivery's media type with parameters; null for none.</param>
    /// <param name="headers">Its headers; those of binary mode begin with <c>ce-</c>.</param>
    /// <param name="body">Its bytes, which the messages go on using.</param>
    /// <remarks>The order in which modes are told apart is that of message-ingress.md §1.</remarks>
    public static EnvelopeOpening Open(string? contentType, Items<WireHeader> headers, ReadOnlyMemory<byte> body)
    {
        var media = MediaType.Parse(contentType);
        if (!media.IsUtf8)
        {
            return new EnvelopeOpening.NotCloudEvents("Only UTF-8 is read.");
        }

        return media.Name switch
        {
            Family + "-batch+json" or Family + "-batch" => StructuredEvents.OpenBatch(body),
            Family + "+json" or Family => StructuredEvents.OpenSingle(body),
            _ when media.Name.StartsWith(Family, StringComparison.Ordinal) =>
                new EnvelopeOpening.NotCloudEvents("Of the CloudEvents formats only JSON is read."),
            _ when headers.ValueOf("ce-specversion") is not null || headers.ValueOf("ce-id") is not null =>
                BinaryEvent.Open(media, headers, body),
            "application/x-ndjson" or "application/ndjson" => StructuredEvents.OpenLines(body),
            _ => new EnvelopeOpening.NotCloudEvents(
                $"Expected {Family}+json, {Family}-batch+json, application/x-ndjson, or an event in ce- headers."),
        };
    }
}
