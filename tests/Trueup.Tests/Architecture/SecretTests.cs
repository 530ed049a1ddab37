namespace Trueup.Tests.Architecture;

/// <summary>No credential lies in the repository.</summary>
public sealed class SecretTests
{
    private const string Random = "k3Vq9ZtY7mW2pLx8Rc4Bn6Df1Hs5Gj0Q";

    [Fact]
    public void No_file_holds_a_credential()
    {
        var offences = SecretScan.TextFiles()
            .SelectMany(file => File.ReadLines(file).Select((line, i) => (Name: SourceTree.Name(file), Line: i + 1, Found: SecretScan.Find(line))))
            .Where(line => line.Found is not null)
            .Select(line => $"{line.Name}:{line.Line}: looks like a credential ({line.Found})")
            .ToArray();

        Assert.Empty(offences);
    }

    [Fact]
    public void Every_text_is_looked_at_whatever_its_name_ends_in()
    {
        var names = SecretScan.TextFiles().Select(SourceTree.Name).ToHashSet(StringComparer.Ordinal);

        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "trueup", "trueup.cmd", ".ci/run", ".gitignore", "README.md", "samples/trueup.yaml", "Trueup.slnx", "console/package-lock.json",
                "tests/Trueup.Tests/Architecture/SecretTests.cs", "tests/Trueup.Tests/Intake/Samples/ingress.json",
            },
            names);
        Assert.DoesNotContain(names, name => name.EndsWith(".png", StringComparison.Ordinal) || name.StartsWith("artifacts/", StringComparison.Ordinal));
    }

    /// <summary>A scan that finds nothing must be shown to find something. In two parts, so that it does not find this file.</summary>
    [Theory]
    [InlineData("private key", "-----BEGIN RSA ", "PRIVATE KEY-----")]
    [InlineData("private key", "-----BEGIN ", "PRIVATE KEY-----")]
    [InlineData("private key", "-----BEGIN OPENSSH ", "PRIVATE KEY-----")]
    [InlineData("private key", "-----BEGIN PGP ", "PRIVATE KEY BLOCK-----")]
    [InlineData("private key", "PuTTY-User-Key", "-File-3: ssh-ed25519")]
    [InlineData("Amazon", "AWS_ACCESS_KEY_ID=AKIA", "ABCDEFGHIJKLMNOP")]
    [InlineData("Amazon", "ASIA", "ABCDEFGHIJKLMNOP")]
    [InlineData("Google", "AIza", "SyA1234567890abcdefghijklmnopqrstuv")]
    [InlineData("Google", "GOCSPX-", "abcdefghijklmnopqrstuvwxyz12")]
    [InlineData("Google", "\"private_key_id\": \"", "f0e1d2c3b4a5968778695a4b3c2d1e0ff0e1d2c3\"")]
    [InlineData("Azure", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz01234567==")]
    [InlineData("Azure", "SharedAccessKeyName=Root;SharedAccessKey=", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP1=")]
    [InlineData("Azure", "aB38Q~", "abcdefghijklmnopqrstuvwxyz_.-12")]
    [InlineData("Azure", "https://a.blob.core.windows.net/c?sv=2026&sig=", "abcdefghijklmnopqrstuvwxyz01234567890ABCDEFGH%3D")]
    [InlineData("Slack", "xoxb-", "123456789012-abcdefghijkl")]
    [InlineData("Slack", "https://hooks.slack.com/services/", "T0123456/B0123456/abcdefghijklmnopqrstuvwx")]
    [InlineData("GitHub", "ghp_", "abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("GitHub", "github_pat_", "11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz0123456789")]
    [InlineData("GitLab", "glpat-", "abcdefghijklmnopqrst")]
    [InlineData("Stripe", "sk_live_", "abcdefghijklmnopqrstuvwx")]
    [InlineData("Stripe", "rk_test_", "abcdefghijklmnopqrstuvwx")]
    [InlineData("Standard Webhooks", "whsec_", "abcdefghijklmnopqrstuvwxyz012345")]
    [InlineData("Square", "sq0atp-", "abcdefghijklmnopqrstuv")]
    [InlineData("Square", "sq0csp-", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")]
    [InlineData("Square", "EAAA", "EabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ01234567")]
    [InlineData("Adobe", "p8e-", "abcdefghijklmnopqrstuvwxyz012345")]
    [InlineData("packages", "npm_", "abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("mail", "SG.", "abcdefghijklmnopqrstuv.abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")]
    [InlineData("signed token", "Authorization: Bearer eyJ", "hbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlLW9mLWl0")]
    [InlineData("password in an address", "amqps://hub:", "opensesame@broker.example.com/shop")]
    [InlineData("password in an address", "    url: https://someone:", "hunter2@shop.example.com")]
    public void A_well_known_form_is_known_anywhere_in_a_line(string form, string begin, string end) =>
        Assert.Equal(form, SecretScan.Find(begin + end));

    /// <summary>What an Adobe Commerce integration, a database or a script keeps has no form of its own: the name tells.</summary>
    [Theory]
    [InlineData("password: ")]
    [InlineData("    consumer_secret: \"")]
    [InlineData("access_token_secret: '")]
    [InlineData("auth: { consumer_key: ")]
    [InlineData("inbound: { auth: { bearer: [")]
    [InlineData("{ \"client_secret\": \"")]
    [InlineData("\"apiKey\":\"")]
    [InlineData("export ADOBE_UK_TOKEN=")]
    [InlineData("AWS_SECRET_ACCESS_KEY=")]
    [InlineData("private const string Password = \"")]
    [InlineData("  signature-key = ")]
    public void What_is_random_behind_a_telling_name_is_found(string begin)
    {
        Assert.NotNull(SecretScan.Find(begin + Random));
        Assert.Null(SecretScan.Find(begin + "${A_NAME_IN_THE_ENVIRONMENT_1}"));
    }

    [Theory]
    [InlineData("auth: { bearer: \"${ADOBE_UK_TOKEN}\" }")]
    [InlineData("url: amqps://user:${NAME}@host/vhost")]
    [InlineData("url: amqps://user:<password>@host/vhost")]
    [InlineData("url: http://127.0.0.1:8081/in/wms?to=a@b")]
    [InlineData("git@example.com:some/where.git")]
    [InlineData("password: correct horse battery staple")]
    [InlineData("password: changeme")]
    [InlineData("token: test-admin-token-1")]
    [InlineData("secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("\"integrity\": \"sha512-k3Vq9ZtY7mW2pLx8Rc4Bn6Df1Hs5Gj0Qk3Vq9ZtY7mW2pLx8Rc4Bn6Df1Hs5Gj0Q==\"")]
    [InlineData("\"contentHash\": \"k3Vq9ZtY7mW2pLx8Rc4Bn6Df1Hs5Gj0Qk3Vq9ZtY7mW2pLx8Rc4Bn6Df1Hs5Gj0Q==\"")]
    [InlineData("-----BEGIN PUBLIC KEY-----")]
    [InlineData("-----BEGIN CERTIFICATE-----")]
    [InlineData("The secret: what nobody says aloud is seldom kept.")]
    [InlineData("var token = await _tokens.CurrentAsync(cancellationToken);")]
    [InlineData("commit 0123456789abcdef0123456789abcdef01234567")]
    public void What_opens_nothing_is_left_alone(string line) => Assert.Null(SecretScan.Find(line));
}
