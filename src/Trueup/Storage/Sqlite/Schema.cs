namespace Trueup.Storage.Sqlite;

/// <summary>The formats of one file: its <c>user_version</c> says how many of the steps it has been through.</summary>
internal sealed class Schema
{
    private readonly string _name;
    private readonly string[] _steps;

    private Schema(string name, params string[] steps)
    {
        _name = name;
        _steps = steps;
    }

    /// <summary>The journal: one row an entry, no second index, times in 100 ns since 1970 UTC.</summary>
    public static Schema Journal { get; } = new(
        "journal",
        """
        CREATE TABLE entry (
          position   INTEGER PRIMARY KEY,
          kind       INTEGER NOT NULL,
          connection TEXT NOT NULL,
          key        TEXT NOT NULL,
          form       TEXT NOT NULL,
          at         INTEGER NOT NULL,
          body       BLOB NOT NULL
        ) STRICT
        """);

    /// <summary>The ledger: a row for each thing in a fold, and the journal position that all reflect.</summary>
    public static Schema Ledger { get; } = new(
        "ledger",
        """
        CREATE TABLE fold (
          kind INTEGER NOT NULL,
          key  TEXT NOT NULL,
          body BLOB NOT NULL,
          PRIMARY KEY (kind, key)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE reflects (position INTEGER NOT NULL) STRICT;
        INSERT INTO reflects VALUES (0);
        """,

        // Rows of orders have another shape since then: they are folded again from the journal.
        """
        DELETE FROM fold;
        UPDATE reflects SET position = 0;
        """,

        // Rows of cases have another shape since then, and where people asked for something is remembered.
        """
        DELETE FROM fold;
        UPDATE reflects SET position = 0;
        """,

        // Orders keep parcels, returns and refunds since then, and stock keeps what came back.
        """
        DELETE FROM fold;
        UPDATE reflects SET position = 0;
        """,

        // Once more: corrections by people, and the messages that an order's story is read from.
        """
        DELETE FROM fold;
        UPDATE reflects SET position = 0;
        """,

        // A level knows since then which message emptied it.
        """
        DELETE FROM fold;
        UPDATE reflects SET position = 0;
        """,

        // Orders with nothing open are not loaded, but looked up. The index on rank and the rest answers lists without the bodies.
        // A later step that folds everything again empties these tables, too.
        """
        CREATE TABLE archived (
          id         INTEGER PRIMARY KEY,
          key        TEXT NOT NULL UNIQUE,
          rank       TEXT NOT NULL,
          stage      TEXT NOT NULL,
          storefront TEXT NOT NULL,
          number     TEXT NOT NULL,
          body       BLOB NOT NULL
        ) STRICT;
        CREATE INDEX archived_rank ON archived (rank, stage, storefront, number, key);
        CREATE INDEX archived_stage ON archived (stage);
        CREATE TABLE archived_name (
          name TEXT NOT NULL,
          key  TEXT NOT NULL,
          PRIMARY KEY (name, key)
        ) STRICT, WITHOUT ROWID;
        """,

        // Slots remember that their last write may be half done.
        """
        DELETE FROM fold;
        DELETE FROM archived;
        DELETE FROM archived_name;
        UPDATE reflects SET position = 0;
        """,

        // Stock knows prices and what people keep by hand, and comparisons what they corrected.
        """
        DELETE FROM fold;
        DELETE FROM archived;
        DELETE FROM archived_name;
        UPDATE reflects SET position = 0;
        """,

        // A store's day knows what of it belongs to other days.
        """
        DELETE FROM fold;
        DELETE FROM archived;
        DELETE FROM archived_name;
        UPDATE reflects SET position = 0;
        """);

    /// <summary>The format that this program writes.</summary>
    public int Format => _steps.Length;

    /// <summary>The statement that writes the format into a file's head.</summary>
    public string Mark => $"PRAGMA user_version = {Format}";

    /// <summary>Brings a file to this program's format, step by step, in one transaction.</summary>
    /// <exception cref="StorageException">The file is newer than this program, or cannot be written.</exception>
    public void Bring(Database database)
    {
        if (FormatOf(database) == Format)
        {
            return;
        }

        database.InTransaction(() =>
        {
            foreach (var step in _steps.Skip(FormatOf(database)))
            {
                database.Run(step);
            }

            database.Run(Mark);
        });
    }

    /// <summary>Whether a file has exactly this program's format.</summary>
    public bool Is(Database database) => database.Number("PRAGMA user_version") == Format;

    /// <summary>Makes sure that a file can be read as it is.</summary>
    /// <exception cref="StorageException">The file is newer or older than this program.</exception>
    public void Demand(Database database)
    {
        var found = FormatOf(database);
        if (found < Format)
        {
            throw new StorageException(
                $"The {_name} {database.Path} has format {found}; this program reads format {Format}. "
                + "Start the hub once with `trueup serve`: that brings it up to date.");
        }
    }

    private int FormatOf(Database database)
    {
        var found = checked((int)database.Number("PRAGMA user_version").GetValueOrDefault());
        return found <= Format
            ? found
            : throw new StorageException(
                $"The {_name} {database.Path} has format {found}; this program knows formats up to {Format}. "
                + "Install the newer Trueup that wrote it, or restore the folder from a backup of before the upgrade.");
    }
}
