using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Core.Entries;
using Trueup.Engine.Journal;
using Trueup.Storage.Sqlite;

namespace Trueup.Crash;

/// <summary>Fills a disk that is too small, makes room, and goes on. The disk's size is a limit on the size of files
/// (<c>setrlimit</c>, <c>RLIMIT_FSIZE</c>, Linux).</summary>
internal static partial class Filling
{
    private const int FileSize = 1;
    private const int FileSizeSignal = 25;
    private const nint Ignore = 1;
    private const int AppendsMax = 10_000;

    public static async Task<int> RunAsync(string path, long bytes)
    {
        await using var folder = await DataFolder.OpenAsync(path, NullLogger.Instance);
        _ = Signal(FileSizeSignal, Ignore);
        Limit(bytes);
        var (why, kept) = await FillAsync(folder.Journal);
        Console.WriteLine($"unavailable {kept} {folder.Journal.End} {why}");
        await SaveAsync(folder.Ledger, bytes);

        Limit(long.MaxValue);
        var outcome = await folder.Journal.AppendAsync([Entry("after")]);
        Console.WriteLine($"after {outcome is AppendOutcome.Durable} {folder.Journal.End}");
        await SaveAsync(folder.Ledger, bytes);
        return 0;
    }

    private static async Task<(string Why, int Kept)> FillAsync(IJournal journal)
    {
        for (var n = 0; n < AppendsMax; n++)
        {
            if (await journal.AppendAsync([Entry($"{n}-a"), Entry($"{n}-b")]) is AppendOutcome.Unavailable unavailable)
            {
                return (unavailable.Why, 2 * n);
            }
        }

        throw new InvalidOperationException("The disk was never full.");
    }

    private static async Task SaveAsync(ILedger ledger, long bytes)
    {
        LedgerRow[] changes =
        [
            new(Fold.Stock, "1 small", new byte[1]),
            new(Fold.Stock, "2 large", new byte[2 * bytes]),
        ];
        var isSaved = await ledger.SaveAsync(changes, new JournalPosition(1), CancellationToken.None);
        var rows = 0;
        await ledger.LoadAsync(default, max: 9, _ => rows++, CancellationToken.None);
        Console.WriteLine($"saved {isSaved} {rows} {ledger.Reflects}");
    }

    private static Entry Entry(string key) =>
        new(EntryKind.Seen, "crash", key, "crash", DateTimeOffset.UnixEpoch, new byte[10_000]);

    private static void Limit(long bytes)
    {
        var limit = new Limits((ulong)bytes, ulong.MaxValue);
        if (SetLimit(FileSize, in limit) != 0)
        {
            throw new InvalidOperationException($"setrlimit failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limits limits);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int signal, nint handler);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limits(ulong Soft, ulong Hard);
}
