using System.Globalization;

namespace Trueup.Core.Values;

/// <summary>
/// An amount of goods in the SKU's own unit: whole pieces or, where the shop sells by weight or length, decimals.
/// Kept to four places, which is what storefronts store; may be negative (an oversold position). A <c>default</c>
/// value is zero.
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

    private const long UnitsPerPiece = 10_000;

    // Ten-thousandths: half the size of a decimal, and as exact.
    private readonly long _units;

    private Quantity(long units) => _units = units;

    /// <summary>The amount.</summary>
    public decimal Value => _units % UnitsPerPiece == 0 ? _units / UnitsPerPiece : (decimal)_units / UnitsPerPiece;

    /// <summary>Whether this is exactly nothing.</summary>
    public bool IsZero => _units == 0;

    /// <summary>The amount of so many pieces.</summary>
    public static implicit operator Quantity(int pieces) => new(pieces * UnitsPerPiece);

    /// <summary>An amount, rounded half away from zero to four places.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The magnitude is above <see cref="MagnitudeMax"/>.</exception>
    public static Quantity Of(decimal value) => TryOf(value, out var quantity)
        ? quantity
        : throw new ArgumentOutOfRangeException(nameof(value), value, "The quantity is beyond what any storefront stores.");

    /// <summary>An amount, rounded half away from zero to four places; false when its magnitude is out of
    /// range.</summary>
    public static bool TryOf(decimal value, out Quantity quantity)
    {
        var isInRange = Math.Abs(value) <= MagnitudeMax;
        quantity = isInRange ? Rounded(value) : Zero;
        return isInRange;
    }

    /// <summary>The smaller of two amounts.</summary>
    public static Quantity Min(Quantity left, Quantity right) => left._units <= right._units ? left : right;

    /// <summary>The larger of two amounts.</summary>
    public static Quantity Max(Quantity left, Quantity right) => left._units >= right._units ? left : right;

    /// <summary>This amount, or nothing where it is negative.</summary>
    public Quantity OrZero() => _units < 0 ? Zero : this;

    /// <summary>How many whole sets of <paramref name="perSet"/> this amount makes; nothing where it is
    /// negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="perSet"/> is not positive.</exception>
    public Quantity WholeSetsOf(Quantity perSet)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSet._units, nameof(perSet));
        return new Quantity(OrZero()._units / perSet._units * UnitsPerPiece);
    }

    /// <summary>This amount counted in things of <paramref name="perThing"/> pieces: as it is where one piece is one thing,
    /// which may be sold in parts, and in whole sets otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="perThing"/> is not positive.</exception>
    public Quantity CountedBy(Quantity perThing) => perThing == 1 ? this : WholeSetsOf(perThing);

    /// <summary>How many sets of <paramref name="perSet"/> this amount takes something of: a set that lacks a part is no
    /// set. Nothing where it is negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="perSet"/> is not positive.</exception>
    public Quantity BrokenSetsOf(Quantity perSet)
    {
        var whole = WholeSetsOf(perSet);
        return perSet * whole < this ? whole + 1 : whole;
    }

    /// <inheritdoc/>
    public int CompareTo(Quantity other) => _units.CompareTo(other._units);

    /// <summary>The amount without trailing zeroes, in invariant form.</summary>
    public override string ToString() => Value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Sum.</summary>
    public static Quantity operator +(Quantity left, Quantity right) => new(left._units + right._units);

    /// <summary>Difference.</summary>
    public static Quantity operator -(Quantity left, Quantity right) => new(left._units - right._units);

    /// <summary>The opposite amount.</summary>
    public static Quantity operator -(Quantity quantity) => new(-quantity._units);

    /// <summary>The amount that so many sets need, rounded to four places.</summary>
    public static Quantity operator *(Quantity perSet, Quantity sets) =>
        Rounded(perSet.Value * sets.Value);

    /// <summary>Less.</summary>
    public static bool operator <(Quantity left, Quantity right) => left._units < right._units;

    /// <summary>Less or equal.</summary>
    public static bool operator <=(Quantity left, Quantity right) => left._units <= right._units;

    /// <summary>More.</summary>
    public static bool operator >(Quantity left, Quantity right) => left._units > right._units;

    /// <summary>More or equal.</summary>
    public static bool operator >=(Quantity left, Quantity right) => left._units >= right._units;

    private static Quantity Rounded(decimal value) =>
        new((long)Math.Round(value * UnitsPerPiece, MidpointRounding.AwayFromZero));
}

/// <summary>Adds up amounts.</summary>
public static class Quantities
{
    /// <summary>What each item is of, all together.</summary>
    public static Quantity Sum<T>(this IEnumerable<T> items, Func<T, Quantity> units)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(units);
        var sum = Quantity.Zero;
        foreach (var item in items)
        {
            sum += units(item);
        }

        return sum;
    }
}
