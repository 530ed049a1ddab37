using System.Collections.Concurrent;
using System.Threading.Channels;
using Trueup.Core.Entries;
using Trueup.Engine.Journal;

namespace Trueup.Storage.Sqlite;

/// <summary>
/// The journal in a SQLite file of its own. One thread writes: whatever waits goes into the next commit, and one
/// synchronisation with the disk makes all of it durable (storage-and-speed.md §1). Each reader has a connection.
/// </summary>
public sealed class SqliteJournal : IJournal, IAsyncDisposable
{
    // Batches above a thousand gain little and hurt latency (storage-and-speed.md §1).
    private const int GroupEntriesMax = 1_000;
    private const long GroupBytesMax = 16 * 1024 * 1024;
    private const int WaitingMax = 8_192;
    private const int ReadersKept = 4;

    private readonly string _path;
    private readonly ILogger _logger;
    private readonly JournalWriter _writer;
    private readonly Checkpointer _checkpointer;
    private readonly Thread _thread;
    private readonly ConcurrentBag<JournalReader> _readers = [];
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<WaitingAppend> _waiting = Channel.CreateBounded<WaitingAppend>(
        // Waking the writer directly saves a detour through the thread pool at each commit.
        new BoundedChannelOptions(WaitingMax) { SingleReader = true, AllowSynchronousContinuations = true });
    private long _end;

    private SqliteJournal(string path, ILogger logger)
    {
        _path = path;
        _logger = logger;
        _writer = new JournalWriter(path);
        _end = _writer.End.Value;
        _checkpointer = new Checkpointer(path, logger);
        _thread = new Thread(WriteUntilClosed) { Name = "journal writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Opens a journal, making or migrating the file where needed. Only one process may do so.</summary>
    /// <exception cref="StorageException">It cannot be opened, or a newer program wrote it.</exception>
    public static SqliteJournal Open(string path, ILogger logger) => new(path, logger);

    /// <inheritdoc/>
    public JournalPosition End => new(Volatile.Read(ref _end));

    /// <inheritdoc/>
    /// <remarks>The list and the bodies must stay as they are until the answer comes. Once more than 8,192 appends
    /// wait, the next ones wait to be let in.</remarks>
    public ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<Entry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.Count == 0)
        {
            return new(new AppendOutcome.Durable(End.Plus(1)));
        }

        return Offer(new WaitingAppend(entries));
    }

    /// <inheritdoc/>
    /// <remarks>Writes the file's head as it is, through the log and to the disk.</remarks>
    public ValueTask<AppendOutcome> ProbeAsync() => Offer(new WaitingAppend([]));

    /// <inheritdoc/>
    /// <remarks>Reads on the caller's thread, at about a million small entries a second.</remarks>
    /// <exception cref="StorageException">The file cannot be read.</exception>
    public ValueTask<IReadOnlyList<Recorded>> ReadAsync(
        JournalPosition after, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        cancellationToken.ThrowIfCancellationRequested();
        var through = End;
        if (max == 0 || after >= through)
        {
            return new([]);
        }

        var reader = _readers.TryTake(out var idle) ? idle : new JournalReader(_path);
        try
        {
            return new(reader.Read(after, through, max, cancellationToken));
        }
        finally
        {
            Keep(reader);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Reads on the caller's thread.</remarks>
    /// <exception cref="StorageException">The file cannot be read.</exception>
    public ValueTask<JournalPosition> ScanAsync(
        JournalPosition after, int max, EntryVisitor visit, CancellationToken cancellationToken)
    {
        var reader = _readers.TryTake(out var idle) ? idle : new JournalReader(_path);
        try
        {
            return new(reader.Scan(after, End, max, visit, cancellationToken));
        }
        finally
        {
            Keep(reader);
        }
    }

    /// <summary>Writes what still waits, copies the log into the file and closes it for good.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_waiting.Writer.TryComplete())
        {
            return;
        }

        await _written.Task;
        _checkpointer.Dispose();
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        _writer.Dispose();
    }

    private ValueTask<AppendOutcome> Offer(WaitingAppend append) =>
        _waiting.Writer.TryWrite(append) ? new(append.Outcome) : WaitForRoomAsync(append);

    private async ValueTask<AppendOutcome> WaitForRoomAsync(WaitingAppend append)
    {
        try
        {
            await _waiting.Writer.WriteAsync(append, CancellationToken.None);
        }
        catch (ChannelClosedException)
        {
            return new AppendOutcome.Unavailable("The journal is closed: the hub is stopping.");
        }

        return await append.Outcome;
    }

    private void Keep(JournalReader reader)
    {
        if (_readers.Count < ReadersKept)
        {
            _readers.Add(reader);
        }
        else
        {
            reader.Dispose();
        }
    }

    private void WriteUntilClosed()
    {
        var group = new List<WaitingAppend>();
        while (_waiting.Reader.WaitToReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
        {
            var bytes = Gather(group);
            Write(group);
            group.Clear();
            _checkpointer.Committed(bytes);
            if (_checkpointer.TakeTurn())
            {
                CopyRestOfLog();
            }
        }

        _written.SetResult();
    }

    private long Gather(List<WaitingAppend> group)
    {
        var entries = 0;
        var bytes = 0L;
        while (entries < GroupEntriesMax && bytes < GroupBytesMax && _waiting.Reader.TryRead(out var append))
        {
            group.Add(append);
            entries += append.Entries.Count;
            bytes += append.BodyBytes;
        }

        return bytes;
    }

    private void CopyRestOfLog()
    {
        try
        {
            _writer.Checkpoint();
        }
        catch (StorageException failure)
        {
            Log.CheckpointFailed(_logger, failure.Message);
        }
    }

    private void Write(List<WaitingAppend> group)
    {
        var first = _writer.End.Plus(1);
        try
        {
            _writer.Write(group);
        }
        catch (StorageException failure)
        {
            group.ForEach(append => append.Settle(new AppendOutcome.Unavailable(failure.Message)));
            return;
        }
        catch (Exception) when (group.Count > 1)
        {
            // One of them is wrong: alone, each gets what it deserves.
            group.ForEach(append => Write([append]));
            return;
        }
        catch (Exception bug) // The edge of a thread: the bug goes to those who wait, and the others go on.
        {
            group.ForEach(append => append.Fail(bug));
            return;
        }

        Volatile.Write(ref _end, _writer.End.Value);
        foreach (var append in group)
        {
            append.Settle(new AppendOutcome.Durable(first));
            first = first.Plus(append.Entries.Count);
        }
    }
}
