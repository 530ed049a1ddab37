namespace Trueup.Storage.Sqlite;

/// <summary>
/// Copies the journal's write-ahead log into its file, on a thread and a connection of its own, so that the writer
/// seldom waits for it. SQLite starts the log afresh only when every frame has been copied, and a busy writer always
/// adds some meanwhile: so this copies nearly all, and the writer copies the rest between two commits.
/// </summary>
internal sealed class Checkpointer : IDisposable
{
    private const int PageBytes = 4_096;
    private const int PagesPerCommit = 2;
    private const int PagesDue = 4_000;
    private const int PagesLeftMax = 256;
    private const int PassesMax = 4;

    private readonly Database _database;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _due = new(0);
    private readonly Thread _thread;
    private long _pages;
    private volatile bool _isUnderWay;
    private volatile bool _isNearlyDone;
    private volatile bool _isStopping;

    /// <summary>Starts to watch over a journal that exists.</summary>
    public Checkpointer(string path, ILogger logger)
    {
        _logger = logger;
        _database = Database.Open(path, Access.Writing);

        // A connection that has not looked at the file yet knows of no log, and would copy nothing.
        _database.Run("PRAGMA journal_mode = WAL");
        _thread = new Thread(CopyUntilStopped) { Name = "journal checkpointer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Counts a commit; for the writer's thread only.</summary>
    public void Committed(long bytes)
    {
        _pages += PagesPerCommit + bytes / PageBytes;
        if (_pages >= PagesDue && !_isUnderWay)
        {
            _isUnderWay = true;
            _due.Release();
        }
    }

    /// <summary>Whether the writer is to copy the rest now, once each time; for the writer's thread only.</summary>
    public bool TakeTurn()
    {
        if (!_isNearlyDone)
        {
            return false;
        }

        _isNearlyDone = false;
        _isUnderWay = false;
        _pages = 0;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isStopping = true;
        _due.Release();
        _thread.Join();
        _due.Dispose();
        _database.Dispose();
    }

    private void CopyUntilStopped()
    {
        while (true)
        {
            _due.Wait();
            if (_isStopping)
            {
                return;
            }

            try
            {
                CopyNearlyAll();
            }
            catch (StorageException failure)
            {
                Log.CheckpointFailed(_logger, failure.Message);
            }

            _isNearlyDone = true;
        }
    }

    // Each pass copies what came during the one before it, which is less and less.
    private void CopyNearlyAll()
    {
        var copied = 0;
        for (var pass = 0; pass < PassesMax && !_isStopping; pass++)
        {
            var before = copied;
            copied = _database.Checkpoint();
            if (copied - before <= PagesLeftMax)
            {
                return;
            }
        }
    }
}
