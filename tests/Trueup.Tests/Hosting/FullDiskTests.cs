using System.Diagnostics;
using System.Globalization;
using System.Net;
using Trueup.Tests.Storage;

namespace Trueup.Tests.Hosting;

/// <summary>The real program on a disk that fills up, and has room again.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int DeliveriesMax = 5_000;

    // What the shell lets the process ignore, it ignores: a write beyond the limit then fails as on a full disk.
    // The runtime must not need large files of its own (memory that is mapped twice) to start under a limit.
    private const string IgnoringTheLimit = "export DOTNET_EnableWriteXorExecute=0; trap '' XFSZ; exec";

    private readonly TemporaryFolder _folder = new();

    public FullDiskTests() => File.WriteAllText(_folder.File("trueup.yaml"), ServedHub.Warehouse);

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public async Task A_disk_that_cannot_be_written_is_told_and_waited_for_and_nothing_acknowledged_is_lost()
    {
        var acknowledged = new List<int>();
        await using (var program = await ServingProgram.StartAsync(_folder, IgnoringTheLimit))
        {
            await SendAsync(program, 0, acknowledged);
            Limit(program, bytes: 0);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, await SendAsync(program, 1, acknowledged));
            await ExpectUnreadyAsync(program);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await SendAsync(program, 2, acknowledged));
            Assert.Equal("alive", await program.Http.GetStringAsync("/healthz"));

            Limit(program, bytes: null);
            await ExpectReadyAsync(program);
            Assert.Equal(HttpStatusCode.Accepted, await SendAsync(program, 1, acknowledged));
            await program.UntilDecidedAsync();
            Assert.Equal(0, await program.StopAsync());
        }

        await ExpectAllAsync(acknowledged);
    }

    [LinuxFact]
    public async Task A_disk_that_fills_up_under_load_refuses_whole_deliveries_only()
    {
        var acknowledged = new List<int>();
        await using (var program = await ServingProgram.StartAsync(_folder, IgnoringTheLimit))
        {
            Limit(program, bytes: 600_000);
            var number = await FillAsync(program, acknowledged);
            await ExpectUnreadyAsync(program);

            // Killed as it stands, and started again while there is still no room.
            program.Kill();
            await program.EndAsync();
            Assert.True(number > 1, "nothing fitted");
        }

        await using (var program = await ServingProgram.StartAsync(_folder, $"{IgnoringTheLimit} prlimit --fsize=1000000:unlimited"))
        {
            await FillAsync(program, acknowledged);
            await ExpectUnreadyAsync(program);
            Limit(program, bytes: null);
            await ExpectReadyAsync(program);
            Assert.Equal(0, await program.StopAsync());
        }

        await ExpectAllAsync(acknowledged);
    }

    /// <summary>A file system of two megabytes: what the disk really says when it is full.</summary>
    [MountFact]
    public async Task A_file_system_that_is_full_is_lived_with_until_somebody_makes_room()
    {
        var acknowledged = new List<int>();
        Directory.CreateDirectory(_folder.File("data"));
        await using var program = await ServingProgram.StartAsync(_folder, Mounted("size=2m"));
        var ballast = $"/proc/{program.Id}/root{_folder.File("data")}/ballast";
        await File.WriteAllBytesAsync(ballast, new byte[600_000], CancellationToken.None);

        await FillAsync(program, acknowledged);
        await ExpectUnreadyAsync(program);
        File.Delete(ballast);
        await ExpectReadyAsync(program);
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(program, 100_000, acknowledged));
        await program.UntilDecidedAsync();

        Expect(acknowledged, await program.QuantitiesAsync());
        Assert.Equal(0, await program.StopAsync());
    }

    [MountFact]
    public async Task A_read_only_file_system_is_told_in_a_sentence()
    {
        Directory.CreateDirectory(_folder.File("data"));

        await using var program = await ServingProgram.StartAsync(_folder, Mounted("ro"));

        Assert.Null(program.Address);
        Assert.Equal(2, await program.EndAsync());
        var said = await program.Complaints;
        Assert.Contains(_folder.File("data"), said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    /// <summary>Words of a shell that put a file system of its own under the data folder, for the program alone.</summary>
    private string Mounted(string options) =>
        $"exec {MountFactAttribute.Unshare} sh -c 'mount -t tmpfs -o {options} tmpfs {_folder.File("data")} && exec \"$0\" \"$@\"'";

    private static async Task<int> FillAsync(ServingProgram program, List<int> acknowledged)
    {
        for (var number = acknowledged.Count; number < DeliveriesMax; number++)
        {
            if (await SendAsync(program, number, acknowledged) == HttpStatusCode.ServiceUnavailable)
            {
                return number;
            }
        }

        throw new InvalidOperationException("The disk was never full.");
    }

    private static async Task<HttpStatusCode> SendAsync(ServingProgram program, int number, List<int> acknowledged)
    {
        var events = Enumerable.Range(0, 50).Select(i => ServedHub.Level($"{number}/{i}", $"{number}/{i}", i));
        using var answer = await program.DeliverAsync($"[{string.Join(',', events)}]");
        if (answer.StatusCode == HttpStatusCode.Accepted)
        {
            acknowledged.Add(number);
        }
        else
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }

        return answer.StatusCode;
    }

    private static async Task ExpectUnreadyAsync(ServingProgram program)
    {
        using var answer = await program.Http.GetAsync("/readyz", CancellationToken.None);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("journal", await answer.Content.ReadAsStringAsync(CancellationToken.None), StringComparison.Ordinal);
    }

    /// <summary>By itself: nobody sends anything meanwhile.</summary>
    private static async Task ExpectReadyAsync(ServingProgram program)
    {
        using var patience = new CancellationTokenSource(ServedHub.Patience, TimeProvider.System);
        while (true)
        {
            using var answer = await program.Http.GetAsync("/readyz", patience.Token);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }
        }
    }

    private async Task ExpectAllAsync(List<int> acknowledged)
    {
        await using var program = await ServingProgram.StartAsync(_folder);
        await program.UntilDecidedAsync();
        Expect(acknowledged, await program.QuantitiesAsync());
        Assert.Equal(0, await program.StopAsync());
    }

    private static void Expect(List<int> acknowledged, Dictionary<string, int> known)
    {
        Assert.NotEmpty(acknowledged);
        foreach (var number in acknowledged)
        {
            for (var i = 0; i < 50; i++)
            {
                Assert.Equal(i, known.GetValueOrDefault($"{number}/{i}", -1));
            }
        }
    }

    private static void Limit(ServingProgram program, long? bytes)
    {
        var soft = bytes?.ToString(CultureInfo.InvariantCulture) ?? "unlimited";
        using var limiting = Process.Start(
            "prlimit", [$"--pid={program.Id.ToString(CultureInfo.InvariantCulture)}", $"--fsize={soft}:unlimited"]);
        limiting.WaitForExit();
        Assert.Equal(0, limiting.ExitCode);
    }
}
