using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Trueup.Core.Access;
using Trueup.Core.Values;

namespace Trueup.Access;

/// <summary>
/// Rules for passwords, and their hashes: PBKDF2 with HMAC-SHA-512 by the framework's hasher. Long and not well known
/// beats a mixture of signs (NIST SP 800-63B §3.1.1, 2025).
/// </summary>
#pragma warning disable CA1001 // It lives as long as the process, and the wait handle of its semaphore is never made.
internal sealed class Passwords
#pragma warning restore CA1001
{
    /// <summary>Characters at least. Source: NIST SP 800-63B §3.1.1.2 asks for 15 where it is the only factor; 12
    /// together with lock-out is OWASP ASVS 5.0 §6.2.</summary>
    public const int LengthMin = 12;

    /// <summary>Characters at most: hashing a longer text would only cost time.</summary>
    public const int LengthMax = 256;

    /// <summary>Rounds of PBKDF2-HMAC-SHA512. Source: OWASP Password Storage Cheat Sheet, 2025.</summary>
    private const int Rounds = 210_000;

    /// <summary>Checked at once: more would take the processor from the hub.</summary>
    private const int AtOnceMax = 2;

    private static readonly string[] WellKnown =
    [
        "password", "passwort", "motdepasse", "qwerty", "azerty", "letmein", "welcome", "iloveyou", "trueup", "changeme",
        "administrator", "abc123", "123456", "654321", "111111", "000000",
    ];

    private readonly PasswordHasher<User> _hasher =
        new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));

    private readonly SemaphoreSlim _turns = new(AtOnceMax);
    private readonly Lazy<string> _nobody;

    /// <summary>Prepares to check.</summary>
    public Passwords() => _nobody = new Lazy<string>(() => Hash("nobody has this one"));

    /// <summary>Everything that keeps a text from being somebody's password; empty when nothing does.</summary>
    public static Items<string> FaultsOf(string password, string name)
    {
        var faults = new List<string>();
        if (password.Length < LengthMin)
        {
            faults.Add($"A password has at least {LengthMin} characters.");
        }

        if (password.Length > LengthMax)
        {
            faults.Add($"A password has at most {LengthMax} characters.");
        }

        if (name.Length >= 3 && password.Contains(name, StringComparison.OrdinalIgnoreCase))
        {
            faults.Add("The password may not contain the name.");
        }

        if (password.Distinct().Count() < 5)
        {
            faults.Add("The password repeats too few characters.");
        }

        // What is left when a well-known word is taken away must still be long.
        if (WellKnown.Any(word => password.Contains(word, StringComparison.OrdinalIgnoreCase) &&
                                  password.Length - word.Length < LengthMin / 2 + 2))
        {
            faults.Add("The password is one of those that are tried first.");
        }

        return faults.ToItems();
    }

    /// <summary>The hash of a password.</summary>
    public string Hash(string password) => _hasher.HashPassword(user: null!, password);

    /// <summary>Whether a password is the user's. Takes the same time whether or not there is such a user.</summary>
    public async Task<bool> IsRightAsync(User? user, string password, CancellationToken cancellationToken)
    {
        if (password.Length > LengthMax)
        {
            return false;
        }

        await _turns.WaitAsync(cancellationToken);
        try
        {
            var known = user?.Secret;
            var outcome = await Task.Run(
                () => _hasher.VerifyHashedPassword(user: null!, known ?? _nobody.Value, password), cancellationToken);
            return known is not null && outcome != PasswordVerificationResult.Failed;
        }
        finally
        {
            _turns.Release();
        }
    }
}
