using Trueup.Engine.Journal;

namespace Trueup.Storage.Sqlite;

/// <summary>
/// The folder that holds all a hub knows: <c>journal.db</c>, <c>ledger.db</c>, and a lock that keeps a second hub out.
/// It must be on a disk of this machine: file locks and SQLite's log do not work over a network.
/// </summary>
public sealed class DataFolder : IAsyncDisposable
{
    /// <summary>The file that keeps a second hub out.</summary>
    internal const string LockName = "trueup.lock";

    /// <summary>The journal's file.</summary>
    internal const string JournalName = "journal.db";

    /// <summary>The ledger's file.</summary>
    internal const string LedgerName = "ledger.db";

    private const int LockAttemptsMax = 10;

    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(100);

    private readonly IAsyncDisposable? _writing;
    private readonly IDisposable[] _open;

    private DataFolder(IJournal journal, SqliteLedger ledger, FileStream? held)
    {
        Journal = journal;
        Ledger = ledger;
        _writing = journal as IAsyncDisposable;
        _open = [.. new[] { journal as IDisposable, ledger, held }.OfType<IDisposable>()];
    }

    /// <summary>The journal.</summary>
    public IJournal Journal { get; }

    /// <summary>The ledger.</summary>
    public ILedger Ledger { get; }

    /// <summary>Opens a folder for the hub, making what is missing and migrating what is older.</summary>
    /// <exception cref="StorageException">The folder is in use, is newer than this program, cannot be written, or its
    /// two files do not belong together.</exception>
    public static async Task<DataFolder> OpenAsync(string path, ILogger logger)
    {
        var held = await HoldAsync(path);
        SqliteLedger? ledger = null;
        SqliteJournal? journal = null;
        try
        {
            ledger = SqliteLedger.Open(LedgerPath(path), logger);
            journal = SqliteJournal.Open(JournalPath(path), logger);
            return ledger.Reflects <= journal.End
                ? new DataFolder(journal, ledger, held)
                : throw new StorageException(
                    $"The ledger in {path} reflects position {ledger.Reflects}, but the journal ends at {journal.End}: "
                    + "it is an older copy. Restore the journal that belongs to the ledger, or delete ledger.db, "
                    + "which is then made again from the journal.");
        }
        catch
        {
            await (journal?.DisposeAsync() ?? ValueTask.CompletedTask);
            ledger?.Dispose();
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a folder to look at it, whether or not a hub is running on it. The ledger stays as it stands at
    /// this moment; the journal moves on.</summary>
    /// <exception cref="StorageException">There is nothing to read, or it has another format.</exception>
    public static DataFolder OpenForReading(string path, ILogger logger)
    {
        if (!File.Exists(JournalPath(path)))
        {
            throw new StorageException(
                $"There is no Trueup data in {path}. Check `hub.store` in trueup.yaml, "
                + "or start a hub there with `trueup serve`.");
        }

        var ledger = SqliteLedger.OpenForReading(LedgerPath(path), logger);
        try
        {
            return new DataFolder(new ReadOnlyJournal(JournalPath(path)), ledger, held: null);
        }
        catch
        {
            ledger.Dispose();
            throw;
        }
    }

    /// <summary>Whether a hub is running on a folder.</summary>
    public static bool IsInUse(string path)
    {
        var held = Path.Combine(path, LockName);
        if (!File.Exists(held))
        {
            return false;
        }

        try
        {
            // Shared: two who look do not take each other for a hub.
            using var probe = new FileStream(held, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Throws the ledger away, so that the next opening folds it again from the journal.</summary>
    /// <exception cref="StorageException">A hub is running on the folder.</exception>
    public static void DropLedger(string path)
    {
        using var held = Lock(path);
        foreach (var ending in new[] { "", "-wal", "-shm" })
        {
            File.Delete(LedgerPath(path) + ending);
        }
    }

    /// <summary>Makes durable what still waits, closes both files and lets go of the lock.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_writing is not null)
        {
            await _writing.DisposeAsync();
        }

        foreach (var part in _open)
        {
            part.Dispose();
        }
    }

    private static string JournalPath(string path) => Path.Combine(path, JournalName);

    private static string LedgerPath(string path) => Path.Combine(path, LedgerName);

    /// <summary>Locks the folder; whoever looks whether a hub is running holds the lock for a moment, one that runs for good.</summary>
    private static async Task<FileStream> HoldAsync(string path)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Lock(path);
            }
            catch (StorageException refused) when (attempt < LockAttemptsMax && refused.InnerException is IOException)
            {
                await Task.Delay(LockPause, TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private static FileStream Lock(string path)
    {
        try
        {
            MakePrivate(path);

            // The operating system lets go of it when the process ends, however it ends.
            return new FileStream(
                Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new StorageException(
                $"The data folder {path} may not be written. Check its owner and rights.", denied);
        }
        catch (IOException refused)
        {
            throw new StorageException(
                $"The data folder {path} cannot be locked: {refused.Message} "
                + "If another trueup is running on it, stop that one first, or ask it with --hub.",
                refused);
        }
    }

    /// <summary>Makes a folder. Orders hold personal data: nobody but the owner may look.</summary>
    internal static void MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
