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

    /// <summary>Decimals of amounts in a currency; 2 for one that the table does not name.</summary>
    public static int ScaleOf(string currency) =>
        _whole.Contains(currency) ? 0 : _thousandths.Contains(currency) ? 3 : ScaleDefault;
}
