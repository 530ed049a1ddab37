namespace Trueup.Simulator.Checkers;

/// <summary>A guarantee that did not hold.</summary>
/// <param name="Guarantee">Which: <c>G1</c> … as numbered in DESIGN §5, <c>live</c> for what must come to rest,
/// <c>replay</c> for
/// what the journal must explain.</param>
/// <param name="About">The SKU, order or message that it did not hold for: what the story is told about.</param>
/// <param name="Detail">What each side says.</param>
public sealed record Violation(string Guarantee, string About, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Guarantee} {About}: {Detail}";
}
