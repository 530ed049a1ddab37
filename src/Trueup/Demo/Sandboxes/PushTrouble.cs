using Trueup.Core.Connecting;

namespace Trueup.Demo.Sandboxes;

/// <summary>
/// What goes wrong with deliveries on their way to the hub: some come twice, some late, some answers get lost.
/// </summary>
/// <param name="share">Share of deliveries that meet with trouble, 0 to 1.</param>
/// <param name="seed">Seed of the chance.</param>
public sealed class PushTrouble(double share, int seed)
{
    private readonly Random _chance = new(seed);

    /// <summary>How many times too often a delivery is made.</summary>
    public int Repetitions() => Strikes() ? _chance.Next(1, 3) : 0;

    /// <summary>Whether the sender never hears the answer.</summary>
    public bool LosesAnswer() => Strikes();

    /// <summary>Lets the oldest delivery be overtaken by all others.</summary>
    public void Shuffle(Queue<WireRequest> waiting)
    {
        ArgumentNullException.ThrowIfNull(waiting);
        if (waiting.Count > 1 && Strikes())
        {
            waiting.Enqueue(waiting.Dequeue());
        }
    }

    private bool Strikes() => _chance.NextDouble() < share;
}
