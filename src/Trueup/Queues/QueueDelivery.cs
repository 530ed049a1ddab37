using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Queues;

/// <summary>What the broker handed out.</summary>
/// <param name="Tag">The broker's name for it in this session.</param>
/// <param name="ContentType">Its media type; null for none.</param>
/// <param name="MessageId">What the publisher calls it; null for nothing.</param>
/// <param name="Headers">Its properties, those of an event under the names that they have over HTTP.</param>
/// <param name="Body">Its bytes.</param>
internal sealed record QueueDelivery(
    ulong Tag, string? ContentType, string? MessageId, Items<WireHeader> Headers, ReadOnlyMemory<byte> Body);
