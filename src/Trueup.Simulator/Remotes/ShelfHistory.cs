namespace Trueup.Simulator.Remotes;

/// <summary>What a shop's sources held when, by the shop's own books.</summary>
public sealed class ShelfHistory
{
    private readonly Dictionary<(string Sku, string Source), List<(DateTimeOffset At, decimal Quantity)>> _moves = [];
    private readonly List<(string Sku, string Source, DateTimeOffset At, decimal By)> _hands = [];

    /// <summary>What a source held of a SKU just before a moment; nothing where it had no row yet.</summary>
    public decimal Before(string sku, string source, DateTimeOffset at)
    {
        if (!_moves.TryGetValue((sku, source), out var moves))
        {
            return 0;
        }

        var place = moves.FindLastIndex(move => move.At < at);
        return place < 0 ? 0 : moves[place].Quantity;
    }

    /// <summary>What people have typed on top of what was last saved there, of which nobody has told the hub.</summary>
    public decimal TypedSince(string sku, string source, DateTimeOffset saved, DateTimeOffset at) => _hands
        .Where(hand => hand.Sku == sku && hand.Source == source && hand.At > saved && hand.At < at).Sum(hand => hand.By);

    /// <summary>Whether anybody typed a quantity of a SKU in since a moment.</summary>
    public bool WasTyped(string sku, DateTimeOffset since) => _hands.Exists(hand => hand.Sku == sku && hand.At >= since);

    /// <summary>Somebody types a quantity in.</summary>
    internal void NoteHand(string sku, string source, decimal by, DateTimeOffset now) => _hands.Add((sku, source, now, by));

    internal void Note(string sku, string source, decimal quantity, DateTimeOffset now)
    {
        if (!_moves.TryGetValue((sku, source), out var moves))
        {
            _moves[(sku, source)] = moves = [];
        }

        moves.Add((now, quantity));
    }
}
