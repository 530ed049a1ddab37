using Trueup.Core.Entries;

namespace Trueup.Storage.Sqlite;

/// <summary>Writes the journal: a transaction for each group of appends, which is on the disk when it ends.</summary>
internal sealed class JournalWriter : IDisposable
{
    private readonly Database _database;
    private readonly Statement _begin;
    private readonly Statement _insert;
    private readonly Statement _commit;

    /// <summary>Opens a journal, making or migrating the file where needed.</summary>
    /// <exception cref="StorageException">It cannot be opened, or is newer than this program.</exception>
    public JournalWriter(string path)
    {
        _database = Database.Open(path, Access.Writing);
        try
        {
            // FULL synchronises the log at each commit (https://sqlite.org/pragma.html#pragma_synchronous);
            // copying the log into the file is the checkpointer's work.
            _database.Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0");
            Schema.Journal.Bring(_database);
            End = new JournalPosition(_database.Number("SELECT max(position) FROM entry").GetValueOrDefault());
            _begin = _database.Prepare("BEGIN IMMEDIATE");
            _insert = _database.Prepare("INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
            _commit = _database.Prepare("COMMIT");
        }
        catch
        {
            _database.Dispose();
            throw;
        }
    }

    /// <summary>The position of the last durable entry.</summary>
    public JournalPosition End { get; private set; }

    /// <summary>Makes a group durable: all of it, in order, or nothing.</summary>
    /// <exception cref="StorageException">The file cannot be written; nothing of the group is in it.</exception>
    public void Write(List<WaitingAppend> group)
    {
        var last = End;
        _database.RollBack();
        _begin.Run();
        try
        {
            foreach (var append in group)
            {
                for (var i = 0; i < append.Entries.Count; i++)
                {
                    last = last.Plus(1);
                    Insert(last, append.Entries[i]);
                }
            }

            if (last == End)
            {
                // Only a probe: a head that says what it said before still has to reach the disk.
                _database.Run(Schema.Journal.Mark);
            }

            _commit.Run();
        }
        catch
        {
            _database.RollBack();
            throw;
        }

        End = last;
    }

    /// <summary>Copies the log into the file, as far as no reader still needs what it would overwrite.</summary>
    /// <exception cref="StorageException">The file cannot be written; the log keeps everything.</exception>
    public void Checkpoint() => _database.Checkpoint();

    /// <inheritdoc/>
    public void Dispose()
    {
        _begin.Dispose();
        _insert.Dispose();
        _commit.Dispose();
        _database.Dispose();
    }

    private void Insert(JournalPosition position, Entry entry)
    {
        _insert.Bind(1, position.Value);
        _insert.Bind(2, (long)entry.Kind);
        _insert.Bind(3, entry.Connection);
        _insert.Bind(4, entry.Key);
        _insert.Bind(5, entry.Form);
        _insert.Bind(6, entry.At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks);
        _insert.Bind(7, entry.Body.Span);
        _insert.Run();
    }
}
