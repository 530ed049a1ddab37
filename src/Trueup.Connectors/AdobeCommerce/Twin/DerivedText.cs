using System.Security.Cryptography;
using System.Text;

namespace Trueup.Connectors.AdobeCommerce.Twin;

/// <summary>Texts that look random to a caller and are the same in every run: masked cart ids, tokens, report
/// numbers.</summary>
internal static class DerivedText
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>At most 32 letters and digits.</summary>
    public static string Alphanumeric(string seed, int length) =>
        string.Concat(Hash(seed).Take(length).Select(b => Alphabet[b % Alphabet.Length]));

    /// <summary>At most 64 hexadecimal digits.</summary>
    public static string Hexadecimal(string seed, int length) => Convert.ToHexStringLower(Hash(seed))[..length];

    public static string Uuid(string seed) => new Guid(Hash(seed).AsSpan(0, 16)).ToString();

    private static byte[] Hash(string seed) => SHA256.HashData(Encoding.UTF8.GetBytes(seed));
}
