using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Trueup.Tests.Architecture;

namespace Trueup.Tests.Access;

/// <summary>A fact about a real sign-in provider. Without its packages it is skipped with a reason; on the build server, where
/// <c>./trueup test</c> has installed them, that would be a failure.</summary>
internal sealed class ProviderFactAttribute : FactAttribute
{
    public ProviderFactAttribute()
    {
        if (!Directory.Exists(Path.Combine(OidcServer.Folder, "node_modules")) &&
            Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "The packages of the sign-in provider are not installed; ./trueup test installs them.";
        }
    }
}

/// <summary>A sign-in provider: oidc-provider, a certified implementation of OpenID Connect, with a few people.</summary>
internal sealed class OidcServer : IAsyncDisposable
{
    private const string Ready = "ready ";

    private readonly Process _process;
    private readonly HttpClient _http = new();

    private OidcServer(Process process, Uri address) => (_process, Address) = (process, address);

    public static string Folder => Path.Combine(SourceTree.Root, "tests/OidcProvider");

    public Uri Address { get; }

    public static async Task<OidcServer> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo("node", "start.mjs")
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            Environment = { ["OIDC_PORT"] = "0" },
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        string? line;
        do
        {
            // It warns of being used without the settings of a real one, first.
            line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System);
        }
        while (line?.StartsWith(Ready, StringComparison.Ordinal) == false);

        if (line is null)
        {
            process.Kill();
            throw new InvalidOperationException("The provider ended instead of being ready.");
        }

        return new OidcServer(process, new Uri($"http://127.0.0.1:{line[Ready.Length..]}"));
    }

    /// <summary>Puts somebody into groups.</summary>
    public async Task GroupsAsync(string who, params string[] groups)
    {
        using var body = new StringContent(JsonSerializer.Serialize(groups), Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri(Address, $"/people/{who}"), body);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>What the hub is told of it.</summary>
    public string Yaml(string more = "") => $$"""
          sign_in:
            {{more}}
            provider:
              name: Test provider
              authorize_url: {{Address}}auth
              token_url: {{Address}}token
              user_url: {{Address}}me
              client_id: trueup
              client_secret: a-secret-of-the-hub-at-the-provider
              roles_claim: groups
              roles: { shop-operators: operator, shop-finance: finance }
        """;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
