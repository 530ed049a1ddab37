using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Engine.Intake.CloudEvents;

/// <summary>What came of opening a delivery: everything in it, or nothing.</summary>
public abstract record EnvelopeOpening
{
    private EnvelopeOpening()
    {
    }

    /// <summary>
    /// Every event is sound; one message each, in the order sent. The bodies are slices of the delivery.
    /// </summary>
    public sealed record Opened(Items<RawMessage> Messages) : EnvelopeOpening;

    /// <summary>The delivery claims to be CloudEvents and is not; nothing of it is taken (status 400).</summary>
    /// <param name="Index">Zero-based place of the first bad event.</param>
    /// <param name="Why">What is wrong with it, without quoting it.</param>
    public sealed record Malformed(int Index, string Why) : EnvelopeOpening;

    /// <summary>The delivery is of another form (status 415).</summary>
    /// <param name="Why">What was expected.</param>
    public sealed record NotCloudEvents(string Why) : EnvelopeOpening;
}
