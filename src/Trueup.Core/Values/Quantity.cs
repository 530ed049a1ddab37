using System.Globalization;

namespace Trueup.Core.Values;

/// <summary>
/// An amount of goods in the SKU's own unit: whole pieces or, where the shop sells by weight or length, decimals. Kept to four
/// places, which is what storefronts store; may be negative (an oversold position). A <c>default</c> value is zero.
/// </summary>
/// <remarks>Four places and the ±99,999,999.9999 range are Adobe Commerce's column decimal(12,4); a larger
/// value is silently capped there (adobe-commerce-observed.md §3), so it is refused here.</remarks>
public readonly record struct Quantity : IComparable<Quantity>
{
    /// <summary>Decimal places kept.</summary>
    public const int Places = 4;

    /// <summary>The largest magnitude that a storefront stores unchanged.</summary>
    public const decimal MagnitudeMax = 99_999_999.9999m;

    /// <summary>No goods.</summary>
    public static readonly Quantity Zero;

    private Quantity(decimal value) => Value = value;

    /// <summary>The amount.</summary>
    public decimal Value { get; }

    /// <summary>Whether this is exactly nothing.</summary>
    public bool IsZero => Value == 0m;

    /// <summary>The amount of so many pieces.</summary>
    public static implicit operator Quantity(int pieces) => new(pieces);

    /// <summary>An amount, rounded half away from zero to four places.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The magnitude is above <see cref="MagnitudeMax"/>.</exception>
    public static Quantity Of(decimal value) => TryOf(value, out var quantity)
        ? quantity
        : throw new ArgumentOutOfRangeException(nameof(value), value, "The quantity is beyond what any storefront stores.");

    /// <summary>An amount, rounded half away from zero to four places; false when its magnitude is out of range.</summary>
    public static bool TryOf(decimal value, out Quantity quantity)
    {
        var rounded = value.Scale <= Places ? value : Math.Round(value, Places, MidpointRounding.AwayFromZero);
        quantity = new Quantity(rounded);
        return Math.Abs(rounded) <= MagnitudeMax;
    }

    /// <summary>The smaller of two amounts.</summary>
    public static Quantity Min(Quantity left, Quantity right) => left.Value <= right.Value ? left : right;

    /// <summary>The larger of two amounts.</summary>
    public static Quantity Max(Quantity left, Quantity right) => left.Value >= right.Value ? left : right;

    /// <summary>This amount, or nothing where it is negative.</summary>
    public Quantity OrZero() => Value < 0m ? Zero : this;

    /// <summary>How many whole sets of <paramref name="perSet"/> this amount makes; nothing where it is negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="perSet"/> is not positive.</exception>
    public Quantity WholeSetsOf(Quantity perSet)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSet.Value, nameof(perSet));
        return new Quantity(Math.Floor(OrZero().Value / perSet.Value));
    }

    /// <inheritdoc/>
    public int CompareTo(Quantity other) => Value.CompareTo(other.Value);

    /// <summary>The amount without trailing zeroes, in invariant form.</summary>
    public override string ToString() => Value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Sum.</summary>
    public static Quantity operator +(Quantity left, Quantity right) => new(left.Value + right.Value);

    /// <summary>Difference.</summary>
    public static Quantity operator -(Quantity left, Quantity right) => new(left.Value - right.Value);

    /// <summary>The opposite amount.</summary>
    public static Quantity operator -(Quantity quantity) => new(-quantity.Value);

    /// <summary>The amount that so many sets need, rounded to four places.</summary>
    public static Quantity operator *(Quantity perSet, Quantity sets) =>
        new(Math.Round(perSet.Value * sets.Value, Places, MidpointRounding.AwayFromZero));

    /// <summary>Less.</summary>
    public static bool operator <(Quantity left, Quantity right) => left.Value < right.Value;

    /// <summary>Less or equal.</summary>
    public static bool operator <=(Quantity left, Quantity right) => left.Value <= right.Value;

    /// <summary>More.</summary>
    public static bool operator >(Quantity left, Quantity right) => left.Value > right.Value;

    /// <summary>More or equal.</summary>
    public static bool operator >=(Quantity left, Quantity right) => left.Value >= right.Value;
}
