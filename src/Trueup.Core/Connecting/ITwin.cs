using Trueup.Core.Values;

namespace Trueup.Core.Connecting;

/// <summary>
/// An executable model of a remote system: its rules, its limits, its errors. It shares no code with the connector
/// that speaks to it, so that agreement between the two means something.
/// </summary>
/// <remarks>Not thread-safe: whoever hosts a twin calls it from one place at a time.</remarks>
public interface ITwin
{
    /// <summary>Answers one request at a moment, taking its full effect. Never throws for what a caller may
    /// send.</summary>
    WireReply Answer(WireRequest request, DateTimeOffset now);

    /// <summary>Takes the messages that the remote has decided to push since last asked (webhooks, events), oldest
    /// first. The
    /// target of each is relative to whoever subscribed.</summary>
    Items<WireRequest> TakePushes(DateTimeOffset now);
}
