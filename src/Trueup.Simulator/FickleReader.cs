using System.Text;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Intake;
using Trueup.Simulator.Network;

namespace Trueup.Simulator;

/// <summary>A rule with a bug: while it is broken it throws at some messages, always the same ones; the others are none of
/// its business.</summary>
/// <param name="name">The connection whose messages it would read.</param>
/// <param name="tally">Where its failures are counted.</param>
internal sealed class FickleReader(ConnectionName name, Tally tally) : IMessageReader
{
    /// <summary>What it says when it throws.</summary>
    public const string Words = "A rule with a bug.";

    /// <summary>It throws at one message in so many.</summary>
    private const ulong Share = 4;

    private readonly NeutralDialect _sound = new();

    /// <inheritdoc/>
    public ConnectionName Name => name;

    /// <inheritdoc/>
    public ConnectionLimits Limits { get; } = new(RequestsPerSecond: 1, Burst: 1, Batch: 1, Concurrency: 1);

    /// <summary>Whether the bug is in force.</summary>
    public bool IsBroken { get; set; }

    /// <inheritdoc/>
    public bool Reads(string form) => IsBroken;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The bug shows.</exception>
    public Items<Fact> Read(Entry message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (StableHash.Of64(Encoding.UTF8.GetBytes(message.Key)) % Share != 0)
        {
            return _sound.Read(message);
        }

        tally.Add(nameof(Trouble.BrokenRule));
        throw new InvalidOperationException(Words);
    }
}
