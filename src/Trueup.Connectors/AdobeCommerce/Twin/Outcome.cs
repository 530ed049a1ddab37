using System.Diagnostics.CodeAnalysis;

namespace Trueup.Connectors.AdobeCommerce.Twin;

/// <summary>What came of asking the shop for something: a value, or its refusal.</summary>
/// <param name="Value">The value; meaningless when refused.</param>
/// <param name="Refusal">Why not; null when it was done.</param>
[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates",
    Justification = "Construction is the alternate.")]
public readonly record struct Outcome<T>(T? Value, Refusal? Refusal)
{
    /// <summary>Whether the shop did it.</summary>
    [MemberNotNullWhen(false, nameof(Refusal))]
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsDone => Refusal is null;

    /// <summary>It was done, with this result.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, Refusal: null);

    /// <summary>It was refused.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}
