using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Core.Entries;
using Trueup.Engine.Journal;
using Trueup.Storage.Sqlite;

namespace Trueup.Tests.Storage;

/// <summary>A power cut in the middle of a write: of the journal's log only a part, or a part of garbage, is on the
/// disk.</summary>
public sealed class TornWriteTests : IDisposable
{
    private const int Appends = 40;
    private const int Cuts = 120;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task A_torn_log_keeps_whole_appends_without_a_gap_and_goes_on(int seed, bool withGarbage)
    {
        // After each append: how long the log was. What was synchronised by then, no power cut takes back.
        var lengths = await FillAsync();
        var (journal, log) = (await ReadAsync("journal.db"), await ReadAsync("journal.db-wal"));
        var chance = new Random(seed);
        for (var cut = 0; cut < Cuts; cut++)
        {
            var at = chance.Next(lengths[0], log.Length);
            var torn = withGarbage ? Spoil(log, at, chance) : log[..at];
            var safe = lengths.FindLastIndex(length => length <= at) + 1;

            var kept = await OpenTornAsync($"cut-{cut}", journal, torn);

            Assert.Equal(0, kept % 3);
            Assert.InRange(kept / 3, safe, Appends);
        }
    }

    private async Task<List<int>> FillAsync()
    {
        var lengths = new List<int>();
        await using var folder = await DataFolder.OpenAsync(_folder.File("data"), NullLogger.Instance);
        for (var n = 0; n < Appends; n++)
        {
            await folder.Journal.AppendAsync([.. Enumerable.Range(0, 3).Select(i => EntryOf((n * 3) + i))]);
            lengths.Add((int)new FileInfo(_folder.File("data/journal.db-wal")).Length);
        }

        // Copied while it is open: closing would tidy the log away.
        foreach (var name in new[] { "journal.db", "journal.db-wal" })
        {
            File.Copy(_folder.File($"data/{name}"), _folder.File(name));
        }

        return lengths;
    }

    private Task<byte[]> ReadAsync(string name) => File.ReadAllBytesAsync(_folder.File(name), CancellationToken.None);

    private async Task<int> OpenTornAsync(string name, byte[] journal, byte[] log)
    {
        var path = _folder.File(name);
        Directory.CreateDirectory(path);
        await File.WriteAllBytesAsync(Path.Combine(path, "journal.db"), journal, CancellationToken.None);
        await File.WriteAllBytesAsync(Path.Combine(path, "journal.db-wal"), log, CancellationToken.None);
        await using var folder = await DataFolder.OpenAsync(path, NullLogger.Instance);
        var found = await folder.Journal.ReadAsync(default, int.MaxValue, CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, found.Count).Select(n => $"{n}"), found.Select(one => one.Entry.Key));
        Assert.All(found, one => Assert.Equal(EntryOf(int.Parse(one.Entry.Key, System.Globalization.CultureInfo.InvariantCulture)).Body.ToArray(), one.Entry.Body.ToArray()));
        Assert.IsType<AppendOutcome.Durable>(await folder.Journal.AppendAsync([EntryOf(found.Count)]));
        Assert.Equal(found.Count + 1, folder.Journal.End.Value);
        return found.Count;
    }

    /// <summary>From a place on, what the disk held before: noise.</summary>
    private static byte[] Spoil(byte[] log, int at, Random chance)
    {
        var spoilt = (byte[])log.Clone();
        chance.NextBytes(spoilt.AsSpan(at));
        return spoilt;
    }

    private static Entry EntryOf(int number)
    {
        var body = new byte[100 + (number * 37 % 900)];
        new Random(number).NextBytes(body);
        return new Entry(EntryKind.Seen, "wms", $"{number}", "cloudevent", DateTimeOffset.UnixEpoch, body);
    }
}
