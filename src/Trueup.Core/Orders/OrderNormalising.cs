using Trueup.Core.Books;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Brings the words of a storefront to one form: ISO countries and currencies, one word per unit.</summary>
internal static class OrderNormalising
{
    /// <summary>Words that storefronts use beside ISO 3166-1 alpha-2, with the code meant (ISO 3166/MA, exceptional
    /// reservations, and alpha-3 of common destinations).</summary>
    private static readonly Dictionary<string, string> _countries =
        ("UK=GB EL=GR GBR=GB USA=US DEU=DE FRA=FR IRL=IE NLD=NL BEL=BE ESP=ES ITA=IT PRT=PT AUT=AT CHE=CH POL=PL " +
         "SWE=SE DNK=DK NOR=NO FIN=FI CAN=CA AUS=AU NZL=NZ JPN=JP GRC=GR CZE=CZ LUX=LU")
        .Split(' ').ToDictionary(pair => pair[..^3], pair => pair[^2..], StringComparer.OrdinalIgnoreCase);

    /// <summary>The order in the hub's words.</summary>
    public static CanonicalOrder Of(CanonicalOrder order, ConnectionRule? storefront)
    {
        var codes = storefront?.Codes ?? CodeLists.None;
        return order with
        {
            Currency = codes.Currencies.Find(order.Currency) ?? order.Currency.Trim().ToUpperInvariant(),
            Billing = Of(order.Billing, codes),
            Shipping = order.Shipping is { } shipping
                ? shipping with
                {
                    Address = Of(shipping.Address, codes)!,
                    Method = codes.Shipping.Find(shipping.Method) ?? shipping.Method,
                }
                : null,
            Lines = order.Lines.Any(line => line.Unit is not null)
                ? order.Lines.Select(line => line with { Unit = codes.Units.Find(line.Unit) ?? line.Unit }).ToItems()
                : order.Lines,
        };
    }

    /// <summary>The currency that a word which was taken up stands for by the mappings of today; the word itself where it is
    /// a currency already, or none maps it.</summary>
    public static string CurrencyOf(string taken, ConnectionRule? storefront)
    {
        var pairs = (storefront?.Codes ?? CodeLists.None).Currencies;
        if (Currencies.IsKnown(taken))
        {
            return taken;
        }

        // What no mapping knew was taken up in capitals.
        var place = pairs.FindIndex(pair => string.Equals(pair.Word.Trim(), taken, StringComparison.OrdinalIgnoreCase));
        return place >= 0 ? pairs[place].Means : pairs.Find(taken) ?? taken;
    }

    /// <summary>The order in a receiver's words.</summary>
    public static CanonicalOrder For(CanonicalOrder order, ConnectionRule? receiver)
    {
        if (receiver is null || receiver.Codes == CodeLists.None)
        {
            return order;
        }

        var codes = receiver.Codes;
        return order with
        {
            Currency = codes.Currencies.Find(order.Currency) ?? order.Currency,
            Billing = order.Billing is { } billing ? Translated(billing, codes) : null,
            Shipping = order.Shipping is { } shipping
                ? shipping with
                {
                    Address = Translated(shipping.Address, codes),
                    Method = codes.Shipping.Find(shipping.Method) ?? shipping.Method,
                }
                : null,
            Lines = order.Lines.Select(line => line with { Unit = codes.Units.Find(line.Unit) ?? line.Unit }).ToItems(),
        };
    }

    private static PostalAddress Translated(PostalAddress address, CodeLists codes) =>
        address with { Country = codes.Countries.Find(address.Country) ?? address.Country };

    private static PostalAddress? Of(PostalAddress? address, CodeLists codes)
    {
        if (address is null)
        {
            return null;
        }

        var word = address.Country.Trim();
        var country = codes.Countries.Find(word) ?? _countries.GetValueOrDefault(word) ?? word.ToUpperInvariant();
        return country == address.Country ? address : address with { Country = country };
    }
}
