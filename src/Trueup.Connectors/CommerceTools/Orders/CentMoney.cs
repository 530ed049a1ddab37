using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;

namespace Trueup.Connectors.CommerceTools.Orders;

/// <summary>
/// Reads money without loss (commercetools.md §4.2): whole minor units with the currency's own digits, or a precise amount
/// with more of them.
/// </summary>
internal static class CentMoney
{
    /// <summary>Digits that a decimal can carry after the point; the platform allows 20.</summary>
    private const int DigitsMax = 20;

    /// <summary>The amount in major units; null when it is absent or of a form not known.</summary>
    public static decimal? Read(JsonElement money)
    {
        if (money.Whole("fractionDigits") is not (>= 0 and <= DigitsMax and var digits))
        {
            return null;
        }

        var precise = money.Text("type") == "highPrecision" ? money.Whole("preciseAmount") : null;
        return (precise ?? money.Whole("centAmount")) is { } units ? Scaled(units, (int)digits) : null;
    }

    /// <summary>The amount in major units; zero when it is absent.</summary>
    public static decimal OrZero(JsonElement money) => Read(money) ?? 0m;

    /// <summary>The amount that a member holds; zero when it is absent.</summary>
    public static decimal OrZero(JsonElement element, string name) => OrZero(element.At(name));

    /// <summary>An amount in minor units of the currency that another amount is in.</summary>
    public static long Cents(decimal amount, JsonElement like) => (long)Math.Round(
        amount / Scaled(1, (int)Math.Clamp(like.Whole("fractionDigits") ?? 2, 0, DigitsMax)), MidpointRounding.AwayFromZero);

    private static decimal Scaled(long units, int digits)
    {
        var scale = 1m;
        for (var i = 0; i < digits; i++)
        {
            scale *= 10m;
        }
        return units / scale;
    }
}
