using System.Collections.Concurrent;
using Trueup.Tests.Storage;

namespace Trueup.Tests.Hosting;

/// <summary>The real program as a process of its own, killed without warning while it takes deliveries.</summary>
public sealed class KilledProcessTests : IDisposable
{
    /// <summary>How often the program is killed: 10 times, or as often as the variable says.</summary>
    private static readonly int Rounds = int.Parse(
        Environment.GetEnvironmentVariable("TRUEUP_KILL_ROUNDS") ?? "10", System.Globalization.CultureInfo.InvariantCulture);

    private const int BatchSize = 20;
    private const int SendersMax = 4;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public async Task Whatever_was_acknowledged_before_a_kill_is_applied_exactly_once()
    {
        await File.WriteAllTextAsync(_folder.File("trueup.yaml"), ServedHub.Warehouse, CancellationToken.None);
        var chance = new Random(20_260_102);
        var acknowledged = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            await SendUntilKilledAsync(round, chance.Next(5, 60), acknowledged);
        }

        await using var program = await ServingProgram.StartAsync(_folder);
        await program.UntilDecidedAsync();
        var known = await program.QuantitiesAsync();
        Assert.True(acknowledged.Count > Rounds * BatchSize, $"only {acknowledged.Count} acknowledged");
        foreach (var (sku, quantity) in acknowledged)
        {
            Assert.Equal(quantity, known.GetValueOrDefault(sku, -1));
        }

        // Sent again, all of it is known: nothing was taken twice, and nothing will be.
        var batches = acknowledged.Keys.Select(sku => sku.Split('/')[0]).Distinct(StringComparer.Ordinal);
        foreach (var batch in batches.Take(20))
        {
            Assert.Equal(0, await SendAsync(program, batch));
        }

        Assert.Equal(0, await program.StopAsync());
    }

    private async Task SendUntilKilledAsync(int round, int batches, ConcurrentDictionary<string, int> acknowledged)
    {
        await using var program = await ServingProgram.StartAsync(_folder);
        var answered = 0;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var senders = Enumerable.Range(0, SendersMax).Select(async sender =>
        {
            for (var n = 0; n < 10_000; n++)
            {
                var batch = $"r{round}-s{sender}-{n}";
                try
                {
                    await SendAsync(program, batch);
                }
                catch (HttpRequestException)
                {
                    // Killed: what was not acknowledged may or may not be there.
                    return;
                }

                for (var i = 0; i < BatchSize; i++)
                {
                    acknowledged[$"{batch}/{i}"] = i;
                }

                if (Interlocked.Increment(ref answered) == batches)
                {
                    enough.TrySetResult();
                }
            }
        }).ToArray();

        await enough.Task.WaitAsync(ServedHub.Patience, TimeProvider.System);
        program.Kill();
        await Task.WhenAll(senders);
    }

    /// <summary>Sends a batch, and returns how much of it was new.</summary>
    private static async Task<int> SendAsync(ServingProgram program, string batch)
    {
        var events = Enumerable.Range(0, BatchSize).Select(i => ServedHub.Level($"{batch}/{i}", $"{batch}/{i}", i));
        using var answer = await program.DeliverAsync($"[{string.Join(',', events)}]");
        return (await ServedHub.ReadAsync(answer)).GetProperty("accepted").GetInt32();
    }
}
