using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Core.Entries;
using Trueup.Engine.Journal;
using Trueup.Storage.Sqlite;

namespace Trueup.Crash;

/// <summary>Appends and saves without end, until it is killed.</summary>
internal static class Appending
{
    private const int Appenders = 4;
    private const int RowsSaved = 200;
    private const int AppendsMax = 1_000_000;

    public static async Task<int> RunAsync(string path, string run)
    {
        await using var folder = await DataFolder.OpenAsync(path, NullLogger.Instance);
        Console.WriteLine($"open {folder.Journal.End}");
        await Task.WhenAll(
            Enumerable.Range(0, Appenders)
                .Select(appender => Task.Run(() => AppendAsync(folder, $"{run}-{appender}"), CancellationToken.None))
                .Append(Task.Run(() => SaveAsync(folder), CancellationToken.None)));
        return 0;
    }

    /// <summary>The entries of one append; whoever knows the append's name can make them again.</summary>
    public static Entry[] Entries(string name, int size) =>
    [
        .. Enumerable.Range(0, size).Select(i => new Entry(
            EntryKind.Seen,
            "crash",
            $"{name}/{i}",
            "crash",
            DateTimeOffset.UnixEpoch.AddTicks(i),
            Encoding.UTF8.GetBytes($"{name}/{i}/{new string('x', 40 * i)}"))),
    ];

    private static async Task AppendAsync(DataFolder folder, string appender)
    {
        for (var n = 0; n < AppendsMax; n++)
        {
            var name = $"{appender}-{n}";
            var size = 1 + n % 20;
            if (await folder.Journal.AppendAsync(Entries(name, size)) is AppendOutcome.Durable durable)
            {
                Console.WriteLine($"durable {durable.First} {size} {name}");
            }
        }
    }

    private static async Task SaveAsync(DataFolder folder)
    {
        for (var n = 0; n < AppendsMax; n++)
        {
            var end = folder.Journal.End;
            var body = Encoding.UTF8.GetBytes(end.ToString());
            var rows = Enumerable.Range(0, RowsSaved).Select(row => new LedgerRow(Fold.Stock, $"{row}", body));
            if (await folder.Ledger.SaveAsync([.. rows], end, CancellationToken.None))
            {
                Console.WriteLine($"saved {end}");
            }
        }
    }
}
