using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// Follows messages on their way through the hub, for whoever watches from outside. Told on the hub's thread of what
/// has happened; waits for nothing, and changes nothing but headers.
/// </summary>
public interface IFollower
{
    /// <summary>Entries are taken up, to be decided now.</summary>
    void Take(IReadOnlyList<Recorded> entries);

    /// <summary>Decisions are durable.</summary>
    void Note(DecidedBatch batch);

    /// <summary>The way to a remote for a write of levels.</summary>
    IWire Follow(IWire wire, ConnectionName connection, Items<SetLevel> levels);

    /// <summary>The way to a remote for a document.</summary>
    IWire Follow(IWire wire, ConnectionName connection, string document);
}
