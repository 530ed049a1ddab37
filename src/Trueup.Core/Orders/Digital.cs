namespace Trueup.Core.Orders;

/// <summary>Product types without goods to carry, in the words of storefronts.</summary>
internal static class Digital
{
    /// <summary>Whether a line of this type has nothing to carry.</summary>
    public static bool IsType(string type) =>
        type.ToUpperInvariant() is "VIRTUAL" or "DOWNLOADABLE" or "DIGITAL" or "SERVICE" or "GIFTCARD" or "VOUCHER" or "CUSTOM";
}
