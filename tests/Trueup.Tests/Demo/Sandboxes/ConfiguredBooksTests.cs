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
    [Fact]
    public async Task What_the_shop_of_the_sample_charges_and_gives_back_is_in_its_back_office_to_the_cent()
    {
        using var folder = new TemporaryFolder();
        var settings = await WriteAsync(folder);
        await using var sandbox = await ConfiguredSandbox.OpenAsync(settings, TimeProvider.System, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        await using var program = await ServingProgram.StartAsync(folder);
        var run = sandbox.RunAsync(every: null, stop.Token);

        await SandboxFolder.UntilAsync(
            () =>
            {
                sandbox.Buy();
                return sandbox.Use(() => sandbox.Shops[0].Twin.Books.Orders.Count() >= 5);
            },
            "five orders are placed");
        await SandboxFolder.UntilAsync(
            () => sandbox.Use(() => sandbox.Books[0].Twin.CountOf(ErpKind.SalesOrder) == sandbox.Shops[0].Twin.Books.Orders.Count()),
            "all of them are booked");

        Assert.DoesNotContain(sandbox.Told, static told => told.Contains("nobody plays", StringComparison.Ordinal));
        Assert.Equal(
            sandbox.Use(() => sandbox.Shops[0].Twin.Books.Orders.Sum(order => order.GrandTotal)),
            sandbox.Use(() => sandbox.Books[0].Twin.Balances.Sum(balance => balance.Net + balance.Tax)));

        var given = sandbox.Use(() =>
        {
            var shop = sandbox.Shops[0].Twin;
            return shop.Staff.Refund(shop.Books.Orders.First().EntityId, TimeProvider.System.GetUtcNow()).Value!;
        });
        await SandboxFolder.UntilAsync(
            () => sandbox.Use(() => sandbox.Books[0].Twin.CountOf(ErpKind.CreditMemo) == 1), "what was given back is booked");
        Assert.Equal(
            sandbox.Use(() => sandbox.Shops[0].Twin.Books.Orders.Sum(order => order.GrandTotal)) - given.GrandTotal,
            sandbox.Use(() => sandbox.Books[0].Twin.Balances.Sum(balance => balance.Net + balance.Tax)));
        Assert.Equal(0, await program.StopAsync());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    /// <summary>The sample as it is, but for ports that are free, secrets, and a quicker pace.</summary>
    private static Task<TrueupSettings> WriteAsync(TemporaryFolder folder) => SandboxFolder.WriteAsync(
        folder,
        Path.Combine(RepositoryFolder.Of("samples"), "store-and-books.yaml"),
        static yaml => Secret().Replace(
                LoopbackAddress().Replace(yaml, static _ => Loopback.FreeAddress()),
                static match => $"secret-of-{match.Groups["name"].Value.ToLowerInvariant()}")
            .Replace("poll: 30s, overlap: 5m", "poll: 1s, overlap: 1m", StringComparison.Ordinal));

    [GeneratedRegex("http://127\\.0\\.0\\.1:[0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LoopbackAddress();

    [GeneratedRegex("\\$\\{(?<name>[A-Z_]+)\\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
