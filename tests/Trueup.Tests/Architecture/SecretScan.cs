using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Trueup.Tests.Architecture;

/// <summary>Looks for what opens a door: the forms of well-known credentials, and anything random behind a name that says what it is.</summary>
internal static partial class SecretScan
{
    private const int RandomLengthMin = 16;
    private const double RandomBitsMin = 3.5;
    private const int Sniffed = 8_000;

    /// <summary>What looks like a secret and opens nothing. Each is published by its vendor, or made up for a test.</summary>
    private static readonly string[] Samples =
    [
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", // the published vectors of Standard Webhooks
        "2336412f37fb687f5d51e6e241d09c80", // the example of a subscription in the documentation of Amazon SNS
        "bmV3LXNlY3JldC1uZXctc2VjcmV0LW5ldw", "amqp://guest:guest@", "amqp://trueup:secret-1@", "amqps://user:password@",
        "bench-token-0123456789", "subscription-token-1", "test-admin-token-1", "0123456789abcdef",
    ];

    private static readonly string[] Skipped = ["artifacts", "node_modules", ".git", "bin", "obj", "data", "TestResults"];

    /// <summary>Every text file of the repository, whatever its name ends in: those that git knows or would add; without git, all that there are.</summary>
    public static IEnumerable<string> TextFiles() => (Known() ?? Files(SourceTree.Root)).Where(file => File.Exists(file) && IsText(file));

    /// <summary>What a line gives away; null for nothing.</summary>
    public static string? Find(string line)
    {
        var form = Form().Match(line);
        if (form.Success && !IsSample(form.Value))
        {
            return form.Groups.Cast<Group>().Skip(1).First(group => group.Success).Name.Replace('_', ' ');
        }

        return Assignment().Matches(line).Select(match => match.Groups["value"].Value).Any(value => IsRandom(value) && !IsSample(value))
            ? "a value behind a name that says it is secret"
            : null;
    }

    private static bool IsSample(string value) =>
        Samples.Any(sample => value.Replace("whsec_", "", StringComparison.Ordinal).StartsWith(sample, StringComparison.Ordinal));

    /// <summary>Letters and digits, enough of them, and of many kinds: words and numbers that people make up repeat themselves.</summary>
    private static bool IsRandom(string value) => value.Length >= RandomLengthMin && value.Any(char.IsAsciiDigit) && value.Any(char.IsAsciiLetter) &&
        value.GroupBy(letter => letter).Sum(same => -(double)same.Count() / value.Length * Math.Log2((double)same.Count() / value.Length)) >= RandomBitsMin;

    /// <summary>As git tells texts from other files: by a zero in what they begin with.</summary>
    private static bool IsText(string file)
    {
        using var stream = File.OpenRead(file);
        var begin = new byte[Sniffed];
        return !begin.AsSpan(0, stream.ReadAtLeast(begin, Sniffed, throwOnEndOfStream: false)).Contains((byte)0);
    }

    private static List<string>? Known()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            {
                WorkingDirectory = SourceTree.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            var complaints = git.StandardError.ReadToEndAsync(CancellationToken.None);
            var names = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
            git.WaitForExit();
            return complaints.GetAwaiter().GetResult() is not null && git.ExitCode == 0
                ? names.Select(name => Path.Combine(SourceTree.Root, name)).ToList()
                : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateDirectories(folder)
        .Where(inner => !Skipped.Contains(Path.GetFileName(inner), StringComparer.Ordinal))
        .SelectMany(Files)
        .Concat(Directory.EnumerateFiles(folder));

    [GeneratedRegex(
        @"(?<private_key>-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----|PuTTY-User-Key-File-[0-9])" +
        @"|(?<Amazon>\b(AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\b)" +
        @"|(?<Google>\bAIza[0-9A-Za-z_-]{35}|\bGOCSPX-[0-9A-Za-z_-]{28}|\bya29\.[0-9A-Za-z_-]{20}|""private_key_id"": ?""[0-9a-f]{40}"")" +
        @"|(?<Azure>\b(AccountKey|SharedAccessKey)=[0-9A-Za-z+/]{43,86}=|[?&]sig=[0-9A-Za-z%]{43,}%3[Dd]|\b[0-9A-Za-z_~.-]{3}[78]Q~[0-9A-Za-z_~.-]{31})" +
        @"|(?<Slack>\bxox[abeoprs]-[0-9A-Za-z-]{10}|hooks\.slack\.com/services/T[0-9A-Z]{6,}/B[0-9A-Z]{6,}/[0-9A-Za-z]{16})" +
        @"|(?<GitHub>\bgh[pousr]_[0-9A-Za-z]{36}|\bgithub_pat_[0-9A-Za-z_]{40})" +
        @"|(?<GitLab>\bglpat-[0-9A-Za-z_-]{20})" +
        @"|(?<Stripe>\b[sr]k_(live|test)_[0-9A-Za-z]{16})" +
        @"|(?<Standard_Webhooks>\bwhsec_[0-9A-Za-z+/]{24,})" +
        @"|(?<Square>\bsq0(atp|csp)-[0-9A-Za-z_-]{22}|\bEAAA[0-9A-Za-z_-]{60})" +
        @"|(?<Adobe>\bp8e-[0-9A-Za-z_-]{32})" +
        @"|(?<packages>\bnpm_[0-9A-Za-z]{36}|\boy2[0-9a-z]{43}\b)" +
        @"|(?<mail>\bSG\.[0-9A-Za-z_-]{22}\.[0-9A-Za-z_-]{43})" +
        @"|(?<signed_token>\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10})" +
        @"|(?<password_in_an_address>\b[a-z][a-z0-9+.-]*://[^\s/:@""'`<>{}$]+:[^\s/@""'`<>{}$]{3,}@)",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Form();

    /// <summary>YAML, JSON, the environment, code: a name, a colon or an equals sign, a value that no reference stands for.</summary>
    [GeneratedRegex(
        @"(passw(or)?d|passphrase|secret|token|api_?-?key|access_?-?key|consumer_?-?key|signature_?-?key|private_?-?key|account_?-?key|bearer|credential)" +
        @"[a-z0-9_.-]*[""']?\s*[:=]\s*\[?\s*[""']?(?<value>[a-z0-9+/_=~!#^*-]{16,})",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Assignment();
}
