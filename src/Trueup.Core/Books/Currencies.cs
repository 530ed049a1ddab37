namespace Trueup.Core.Books;

/// <summary>Decimals of currencies (ISO 4217:2015, table A.1, minor unit).</summary>
public static class Currencies
{
    private const int ScaleDefault = 2;

    private static readonly HashSet<string> _whole = new(StringComparer.Ordinal)
    {
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF",
        "XPF",
    };

    private static readonly HashSet<string> _thousandths = new(StringComparer.Ordinal)
    {
        "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND",
    };

    private static readonly HashSet<string> _hundredths = new(
        ("AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP " +
         "CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR " +
         "IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN " +
         "NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP " +
         "STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWG").Split(' '),
        StringComparer.Ordinal);

    /// <summary>Whether a text is the code of a currency that money is charged in.</summary>
    public static bool IsKnown(string currency) =>
        _hundredths.Contains(currency) || _whole.Contains(currency) || _thousandths.Contains(currency);

    /// <summary>Decimals of amounts in a currency; 2 for one that the table does not name.</summary>
    public static int ScaleOf(string currency) =>
        _whole.Contains(currency) ? 0 : _thousandths.Contains(currency) ? 3 : ScaleDefault;
}
