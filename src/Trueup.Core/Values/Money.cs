using System.Globalization;

namespace Trueup.Core.Values;

/// <summary>
/// An amount in a currency's major unit, exactly as charged: never recalculated, never rounded on the way through.
/// Amounts
/// of different currencies do not add.
/// </summary>
/// <param name="Amount">The amount in major units (pounds, not pence).</param>
/// <param name="Currency">ISO 4217 code in capitals.</param>
public readonly record struct Money(decimal Amount, string Currency)
{
    /// <summary>Sum.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator +(Money left, Money right) => left with { Amount = left.Amount + right.In(left.Currency) };

    /// <summary>Difference.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator -(Money left, Money right) => left with { Amount = left.Amount - right.In(left.Currency) };

    /// <summary>
    /// Splits the amount over weights so that the parts sum to the whole to the minor unit; what rounding leaves over
    /// goes, one minor
    /// unit each, to the parts that lost most.
    /// </summary>
    /// <param name="weights">Non-negative shares, at least one positive.</param>
    /// <param name="places">Decimal places of the currency's minor unit (2 for GBP, 0 for JPY).</param>
    /// <exception cref="ArgumentException">No weight is positive, or one is negative.</exception>
    public Items<Money> SplitBy(Items<decimal> weights, int places)
    {
        var total = weights.Sum();
        if (total <= 0m || weights.Any(weight => weight < 0m))
        {
            throw new ArgumentException("Money is split over non-negative weights of which one is positive.", nameof(weights));
        }

        var unit = new decimal(1, 0, 0, isNegative: false, (byte)places);
        var sign = Math.Sign(Amount);
        var whole = Math.Abs(Amount);
        var parts = weights.Select(weight => Math.Floor(whole * weight / total / unit) * unit).ToArray();
        var lost = weights.Select((weight, i) => (Loss: (whole * weight / total) - parts[i], Place: i))
            .OrderByDescending(part => part.Loss).ThenBy(part => part.Place).ToArray();
        var left = whole - parts.Sum();
        for (var i = 0; left >= unit; i = (i + 1) % lost.Length)
        {
            parts[lost[i].Place] += unit;
            left -= unit;
        }

        parts[lost[0].Place] += left;
        var currency = Currency;
        return parts.Select(part => new Money(sign * part, currency)).ToItems();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount} {Currency}");

    private decimal In(string currency) => string.Equals(Currency, currency, StringComparison.Ordinal)
        ? Amount
        : throw new InvalidOperationException($"{Currency} and {currency} do not add.");
}
