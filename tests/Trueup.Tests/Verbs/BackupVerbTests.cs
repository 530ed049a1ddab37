using System.Text.Json.Nodes;
using Trueup.Settings;
using Trueup.Tests.Hosting;
using Trueup.Tests.Storage;
using Trueup.Verbs;
using Trueup.Wires;

namespace Trueup.Tests.Verbs;

/// <summary>Backups that are taken from a running hub, and brought back.</summary>
public sealed class BackupVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Backup => _folder.File("backup");

    public BackupVerbTests()
    {
        File.WriteAllText(_folder.File("trueup.yaml"), ServedHub.Warehouse);
        File.WriteAllText(_folder.File("other.yaml"), ServedHub.Warehouse.Replace("./data", "./restored", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_acknowledged_before_a_backup_of_a_running_hub_is_in_what_is_restored_from_it()
    {
        await using (var hub = await ServedHub.StartAsync(ServedHub.Warehouse, _folder.Path))
        {
            for (var n = 0; n < 50; n++)
            {
                using var taken = await hub.DeliverAsync(ServedHub.Level($"{n}", $"SKU-{n}", n));
            }

            using var stop = new CancellationTokenSource();
            var traffic = SendAsync(hub, stop.Token);
            var (code, output, error) = await RunAsync("backup", Backup);
            await stop.CancelAsync();
            await traffic;

            Assert.Equal((0, ""), (code, error));
            Assert.Contains("Try it: trueup restore", output, StringComparison.Ordinal);
            var (drill, told, _) = await RunAsync("restore", Backup, "--drill");
            Assert.Equal(0, drill);
            Assert.Contains("The drill succeeded", told, StringComparison.Ordinal);
        }

        var (restored, _, why) = await RunAsync("restore", Backup, "--config", _folder.File("other.yaml"));
        Assert.Equal((0, ""), (restored, why));
        await using var again = await ServedHub.StartAsync(
            ServedHub.Warehouse.Replace("./data", "./restored", StringComparison.Ordinal), _folder.Path);
        await again.SettleAsync();
        for (var n = 0; n < 50; n++)
        {
            var stock = await again.GetAsync($"/api/stock/SKU-{n}");
            Assert.Equal(n, stock.GetProperty("locations")[0].GetProperty("sellable").GetInt32());
        }
    }

    [Fact]
    public async Task Nothing_is_ever_overwritten()
    {
        await TakeAsync();

        var (again, _, occupied) = await RunAsync("backup", Backup);
        var (over, _, data) = await RunAsync("restore", Backup);

        Assert.Equal((2, 2), (again, over));
        Assert.Contains("overwrites nothing", occupied, StringComparison.Ordinal);
        Assert.Contains("holds data already", data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_that_runs_on_the_folder_is_not_restored_under()
    {
        await TakeAsync();
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse, _folder.Path);

        var (code, _, error) = await RunAsync("restore", Backup);

        Assert.Equal(2, code);
        Assert.Contains("Stop it first", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("journal.db")]
    [InlineData("ledger.db")]
    public async Task A_backup_that_was_damaged_since_is_refused_and_nothing_is_put_in_place(string file)
    {
        await TakeAsync();
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Backup, file));
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(Backup, file), bytes);

        var (code, _, error) = await RunAsync("restore", Backup, "--config", _folder.File("other.yaml"));

        Assert.Equal(2, code);
        Assert.Contains("not what was backed up", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("restored")));
        Assert.Empty(Directory.GetDirectories(_folder.Path, "*.restoring"));
    }

    [Fact]
    public async Task A_backup_that_promises_more_than_it_holds_is_told_and_not_put_in_place()
    {
        await TakeAsync();
        var manifest = Path.Combine(Backup, "backup.json");
        var said = JsonNode.Parse(await File.ReadAllTextAsync(manifest))!;
        said["figures"]!["skus"] = 4_711;
        await File.WriteAllTextAsync(manifest, said.ToJsonString());

        var (code, output, _) = await RunAsync("restore", Backup, "--config", _folder.File("other.yaml"));

        Assert.Equal(1, code);
        Assert.Contains("4711", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("restored")));
    }

    [Fact]
    public async Task A_backup_that_was_broken_off_is_none()
    {
        await TakeAsync();
        File.Delete(Path.Combine(Backup, "backup.json"));

        var (code, _, error) = await RunAsync("restore", Backup, "--drill");

        Assert.Equal(2, code);
        Assert.Contains("is no backup", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_that_names_files_elsewhere_is_refused()
    {
        await TakeAsync();
        var manifest = Path.Combine(Backup, "backup.json");
        var text = (await File.ReadAllTextAsync(manifest)).Replace("\"journal.db\"", "\"../journal.db\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(manifest, text);

        var (code, _, error) = await RunAsync("restore", Backup, "--config", _folder.File("other.yaml"));

        Assert.Equal(2, code);
        Assert.Contains("no file of a backup", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_of_an_older_format_stays_behind_and_is_made_again()
    {
        await TakeAsync(before: () =>
        {
            using var outsider = new Outsider(_folder.File("data/ledger.db"));
            outsider.Ask("PRAGMA user_version = 1");
        });

        var (code, _, error) = await RunAsync("restore", Backup, "--config", _folder.File("other.yaml"));

        Assert.False(File.Exists(Path.Combine(Backup, "ledger.db")));
        Assert.Equal((0, ""), (code, error));
    }

    [Fact]
    public async Task A_folder_without_data_is_told_what_to_do()
    {
        var (code, _, error) = await RunAsync("backup", Backup);

        Assert.Equal(2, code);
        Assert.Contains("nothing to back up", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Backup));
    }

    private async Task TakeAsync(Action? before = null)
    {
        await using (var hub = await ServedHub.StartAsync(ServedHub.Warehouse, _folder.Path))
        {
            using var taken = await hub.DeliverAsync(ServedHub.Level("1", "TEE", 5));
            using var unmapped = await hub.DeliverAsync(ServedHub.Level("2", "TEE", 5, "MOON"));
            await hub.SettleAsync();
        }

        before?.Invoke();
        var (code, _, error) = await RunAsync("backup", Backup);
        Assert.Equal((0, ""), (code, error));
    }

    private static async Task SendAsync(ServedHub hub, CancellationToken stop)
    {
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            using var taken = await hub.DeliverAsync(ServedHub.Level($"t{n}", $"MORE-{n % 100}", n));
        }
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (connectors, clock) = (ConnectorCatalogue.Installed, TimeProvider.System);
        var wires = new HttpWireFactory(clock);
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        string[] asked = arguments.Contains("--config", StringComparer.Ordinal)
            ? arguments
            : [.. arguments, "--config", _folder.File("trueup.yaml")];
        var code = await new CommandLine(
            new BackupVerb(connectors, wires, clock), new RestoreVerb(connectors, wires, clock)).RunAsync(asked, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
