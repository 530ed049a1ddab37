using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Trueup.Connectors.Http.Twin.Erp;
using Trueup.Demo.Sandboxes;
using Trueup.Settings;
using Trueup.Tests.Hosting;
using Trueup.Tests.Settings;
using Trueup.Tests.Storage;

namespace Trueup.Tests.Demo.Sandboxes;

/// <summary>The sample with stores and books, and the real program beside everything that it names.</summary>
public sealed partial class ConfiguredBooksTests
{
    private static string Samples => RepositoryFolder.Of("samples");

    [Fact]
    public async Task What_the_shop_of_the_sample_charges_is_in_its_back_office_to_the_cent()
    {
        using var folder = new TemporaryFolder();
        var settings = await WriteAsync(folder);
        await using var sandbox = await ConfiguredSandbox.OpenAsync(settings, TimeProvider.System, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        await using var program = await ServingProgram.StartAsync(folder);
        var run = sandbox.RunAsync(every: null, stop.Token);

        await UntilAsync(() =>
        {
            sandbox.Buy();
            return sandbox.Use(() => sandbox.Shops[0].Twin.Books.Orders.Count() >= 5);
        });
        await UntilAsync(() => sandbox.Use(() =>
            sandbox.Books[0].Twin.CountOf(ErpKind.SalesOrder) == sandbox.Shops[0].Twin.Books.Orders.Count()));

        Assert.DoesNotContain(sandbox.Told, static told => told.Contains("nobody plays", StringComparison.Ordinal));
        Assert.Equal(
            sandbox.Use(() => sandbox.Shops[0].Twin.Books.Orders.Sum(order => order.GrandTotal)),
            sandbox.Use(() => sandbox.Books[0].Twin.Balances.Sum(balance => balance.Net + balance.Tax)));
        Assert.Equal(0, await program.StopAsync());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    /// <summary>The sample as it is, but for ports that are free, secrets, and a quicker pace.</summary>
    private static async Task<TrueupSettings> WriteAsync(TemporaryFolder folder)
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "templates"));
        foreach (var template in Directory.GetFiles(Path.Combine(Samples, "templates")))
        {
            File.Copy(template, Path.Combine(folder.Path, "templates", Path.GetFileName(template)));
        }

        var yaml = await File.ReadAllTextAsync(Path.Combine(Samples, "store-and-books.yaml"), CancellationToken.None);
        yaml = LoopbackAddress().Replace(yaml, static _ => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}"));
        yaml = Secret().Replace(yaml, static match => $"secret-of-{match.Groups["name"].Value.ToLowerInvariant()}")
            .Replace("poll: 30s, overlap: 5m", "poll: 1s, overlap: 1m", StringComparison.Ordinal);
        var path = Path.Combine(folder.Path, "trueup.yaml");
        await File.WriteAllTextAsync(path, yaml, CancellationToken.None);
        var loaded = new SettingsLoader(ConnectorCatalogue.Installed).LoadFile(path);
        Assert.True(loaded.Settings is not null, string.Join('\n', loaded.Problems));
        return loaded.Settings;
    }

    private static async Task UntilAsync(Func<bool> isTrue)
    {
        using var patience = new CancellationTokenSource(ServedHub.Patience, TimeProvider.System);
        while (!isTrue())
        {
            Assert.False(patience.IsCancellationRequested, $"Not within {ServedHub.Patience}.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:[0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LoopbackAddress();

    [GeneratedRegex("\\$\\{(?<name>[A-Z_]+)\\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
