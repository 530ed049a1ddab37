using Trueup.Engine.Journal;

namespace Trueup.Storage.Sqlite;

/// <summary>
/// The archived orders of a ledger. Looks with connections of its own, so that neither a save under way nor a long list
/// keeps the hub from finding an order; what is saved is seen by the next look.
/// </summary>
internal sealed class SqliteArchive : IOrderArchive, IDisposable
{
    private readonly Lock _looking = new();
    private readonly Lock _listing = new();
    private readonly Database _look;
    private readonly Database _list;
    private readonly Statement _find;
    private readonly Statement _named;
    private readonly bool _isShared;

    /// <summary>Looks into a ledger's file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shown">The connection that shows one moment of it; null to see what is saved from now on.</param>
    public SqliteArchive(string path, Database? shown)
    {
        _isShared = shown is not null;
        _look = shown ?? Open(path);
        _list = shown ?? Open(path);
        if (_isShared)
        {
            _listing = _looking;
        }

        _find = _look.Prepare("SELECT body FROM archived WHERE key = ?1");
        _named = _look.Prepare("SELECT key FROM archived_name WHERE name = ?1");
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">The file cannot be read.</exception>
    public ReadOnlyMemory<byte>? Find(string order)
    {
        lock (_looking)
        {
            _find.Bind(1, order);
            try
            {
                return _find.Step() ? _find.Bytes(0).ToArray() : default(ReadOnlyMemory<byte>?);
            }
            finally
            {
                _find.Reset();
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">The file cannot be read.</exception>
    public IReadOnlyList<string> Named(string name)
    {
        lock (_looking)
        {
            _named.Bind(1, name);
            try
            {
                List<string>? keys = null;
                while (_named.Step())
                {
                    (keys ??= []).Add(_named.Text(0));
                }

                return keys ?? (IReadOnlyList<string>)[];
            }
            finally
            {
                _named.Reset();
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">The file cannot be read.</exception>
    public IReadOnlyDictionary<string, int> CountByStage()
    {
        lock (_listing)
        {
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            using var rows = _list.Prepare("SELECT stage, count(*) FROM archived GROUP BY stage");
            while (rows.Step())
            {
                counts[rows.Text(0)] = (int)rows.Number(1);
            }

            return counts;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">The file cannot be read.</exception>
    public IReadOnlyList<ArchivedRow> Page(ArchiveQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_listing)
        {
            // The inner question is answered by the index alone; only what is on the page is fetched.
            using var rows = _list.Prepare(
                """
                SELECT rank, body FROM archived WHERE id IN (
                  SELECT id FROM archived
                  WHERE rank > ?1 AND (?2 = '' OR stage = ?2) AND (?3 = '' OR storefront = ?3)
                    AND (?4 = '' OR instr(lower(number), ?4) > 0 OR instr(lower(key), ?4) > 0)
                  ORDER BY rank LIMIT ?5)
                ORDER BY rank
                """);
            rows.Bind(1, query.After ?? "");
            rows.Bind(2, query.Stage ?? "");
            rows.Bind(3, query.Storefront ?? "");
            rows.Bind(4, query.Text?.ToLowerInvariant() ?? "");
            rows.Bind(5, query.Max);
            var page = new List<ArchivedRow>();
            while (rows.Step())
            {
                page.Add(new ArchivedRow(rows.Text(0), rows.Bytes(1).ToArray()));
            }

            return page;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_listing)
        {
            lock (_looking)
            {
                _find.Dispose();
                _named.Dispose();
                if (!_isShared)
                {
                    _look.Dispose();
                    _list.Dispose();
                }
            }
        }
    }

    private static Database Open(string path)
    {
        var database = Database.Open(path, Access.Reading);
        database.Run("PRAGMA cache_size = -16000");
        return database;
    }
}

/// <summary>Writes archived orders in the transaction of a save.</summary>
internal sealed class ArchiveWriter : IDisposable
{
    private readonly Statement _put;
    private readonly Statement _remove;
    private readonly Statement _name;
    private readonly Statement _unname;

    /// <summary>Prepares to write.</summary>
    public ArchiveWriter(Database database)
    {
        _put = database.Prepare(
            """
            INSERT INTO archived (key, rank, stage, storefront, number, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (key) DO UPDATE SET rank = excluded.rank, stage = excluded.stage,
              storefront = excluded.storefront, number = excluded.number, body = excluded.body
            """);
        _remove = database.Prepare("DELETE FROM archived WHERE key = ?1");
        _name = database.Prepare("INSERT OR IGNORE INTO archived_name VALUES (?1, ?2)");
        _unname = database.Prepare("DELETE FROM archived_name WHERE name = ?1 AND key = ?2");
    }

    /// <summary>Puts an order in, or takes it out.</summary>
    public void Write(LedgerRow row)
    {
        var label = row.Label ?? throw new ArgumentException("An archived order has a label.", nameof(row));
        var statement = row.Body is null ? _remove : _put;
        statement.Bind(1, row.Key);
        if (row.Body is { } body)
        {
            statement.Bind(2, label.Rank);
            statement.Bind(3, label.Stage);
            statement.Bind(4, label.Storefront);
            statement.Bind(5, label.Number);
            statement.Bind(6, body.Span);
        }

        statement.Run();
        var names = row.Body is null ? _unname : _name;
        foreach (var name in label.Names)
        {
            names.Bind(1, name);
            names.Bind(2, row.Key);
            names.Run();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _put.Dispose();
        _remove.Dispose();
        _name.Dispose();
        _unname.Dispose();
    }
}
