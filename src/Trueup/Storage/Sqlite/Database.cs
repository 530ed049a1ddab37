using SQLitePCL;

namespace Trueup.Storage.Sqlite;

/// <summary>What a connection may do.</summary>
internal enum Access
{
    /// <summary>Only read, and only a file that exists.</summary>
    Reading,

    /// <summary>Read, write, and make the file when it is not there.</summary>
    Writing,
}

/// <summary>One connection to one SQLite file, for one thread at a time.</summary>
internal sealed class Database : IDisposable
{
    // Nobody but a stray shell ever holds a write lock on our files, so a short wait is enough.
    private const int BusyWaitMilliseconds = 250;

    private readonly sqlite3 _handle;

    private Database(string path, sqlite3 handle)
    {
        Path = path;
        _handle = handle;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Whether a transaction is open.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Opens a file.</summary>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    public static Database Open(string path, Access access)
    {
        SqliteNative.Require();
        var flags = access == Access.Reading
            ? raw.SQLITE_OPEN_READONLY
            : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE;
        var code = raw.sqlite3_open_v2(path, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var database = new Database(path, handle);
        try
        {
            database.Check(code);
            database.Check(raw.sqlite3_busy_timeout(handle, BusyWaitMilliseconds));
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Prepares a statement that is run many times.</summary>
    public Statement Prepare(string sql)
    {
        const int LongLived = 1; // SQLITE_PREPARE_PERSISTENT
        Check(raw.sqlite3_prepare_v3(_handle, sql, LongLived, out var statement));
        return new Statement(this, statement);
    }

    /// <summary>Runs one statement or several, once, and ignores their rows.</summary>
    public void Run(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>The first column of a statement's first row; null where there is no row.</summary>
    public long? Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Number(0) : null;
    }

    /// <summary>Does some writing in one transaction: all of it or nothing.</summary>
    /// <exception cref="StorageException">The file cannot be written; nothing of it is.</exception>
    public void InTransaction(Action write)
    {
        Run("BEGIN IMMEDIATE");
        try
        {
            write();
            Run("COMMIT");
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    /// <summary>Ends a failed transaction, where SQLite has not ended it already, as on a full disk.</summary>
    public void RollBack()
    {
        if (IsInTransaction)
        {
            Run("ROLLBACK");
        }
    }

    /// <summary>Copies what the write-ahead log holds into the file, without waiting for anybody.</summary>
    /// <returns>How many frames of the log are in the file now; 0 where another connection is at it.</returns>
    public int Checkpoint()
    {
        var code = raw.sqlite3_wal_checkpoint_v2(
            _handle, null, raw.SQLITE_CHECKPOINT_PASSIVE, out _, out var copied);
        if (code == raw.SQLITE_BUSY)
        {
            return 0;
        }

        Check(code);
        return copied;
    }

    /// <summary>Copies a file as it stands at this moment, whoever writes it meanwhile, and checks the copy.</summary>
    /// <exception cref="StorageException">It cannot be read or written, or the copy is damaged.</exception>
    public static void Copy(string from, string to, CancellationToken cancellationToken)
    {
        using var source = Open(from, Access.Reading);

        // A transaction that has read something holds its moment: the copy is never begun again.
        source.Run("BEGIN");
        source.Number("SELECT count(*) FROM sqlite_master");
        using var target = Open(to, Access.Writing);
        CopyPages(source, target, cancellationToken);
        if (target.Number("SELECT count(*) FROM pragma_quick_check WHERE quick_check <> 'ok'") is not 0)
        {
            throw new StorageException($"The copy of {from} is damaged. Check the disk, and what is left of {from}.");
        }

        // A copy lies still: without a log of its own it is one file.
        target.Run("PRAGMA journal_mode = DELETE");
    }

    private static void CopyPages(Database source, Database target, CancellationToken cancellationToken)
    {
        const int pagesPerStep = 4_096;
        using var copying = raw.sqlite3_backup_init(target._handle, "main", source._handle, "main");
        if (copying.IsInvalid)
        {
            target.Check(raw.sqlite3_errcode(target._handle));
        }

        int code;
        while ((code = raw.sqlite3_backup_step(copying, pagesPerStep)) == raw.SQLITE_OK)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (code != raw.SQLITE_DONE)
        {
            _ = raw.sqlite3_backup_finish(copying);
            target.Check(code);
        }
    }

    /// <summary>Turns an error code of SQLite into an exception.</summary>
    /// <exception cref="StorageException">The world said no: disk, rights, locks.</exception>
    /// <exception cref="InvalidOperationException">The statement or its use is wrong: a bug.</exception>
    public void Check(int code)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return;
        }

        var said = $"{raw.sqlite3_errmsg(_handle).utf8_to_string()} ({raw.sqlite3_extended_errcode(_handle)})";
        throw (code & 0xff) switch
        {
            raw.SQLITE_FULL =>
                new StorageException($"The disk is full: {Path} cannot grow. Free some space."),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
                new StorageException($"{Path} is locked by another program. Close what has it open for writing."),
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
                new StorageException($"{Path} may not be written. Check its owner, its rights and its disk's."),
            raw.SQLITE_CANTOPEN =>
                new StorageException($"{Path} cannot be opened. Check that its folder exists and may be written."),
            raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT =>
                new StorageException($"{Path} is damaged or no SQLite file: {said}. Restore it from a backup."),
            raw.SQLITE_IOERR or raw.SQLITE_NOMEM or raw.SQLITE_PROTOCOL or raw.SQLITE_NOLFS =>
                new StorageException($"{Path} cannot be read or written: {said}. Check the disk."),
            _ => new InvalidOperationException($"SQLite refused a statement on {Path}: {said}."),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
