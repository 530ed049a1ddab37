using System.Buffers;
using System.Text;
using SQLitePCL;

namespace Trueup.Storage.Sqlite;

/// <summary>A prepared statement. Parameters count from 1 and columns from 0, as in SQLite.</summary>
internal sealed class Statement : IDisposable
{
    private const int TextBytesOnStack = 512;

    private readonly Database _database;
    private readonly sqlite3_stmt _handle;

    /// <summary>Takes over a statement that was prepared on a connection.</summary>
    public Statement(Database database, sqlite3_stmt handle)
    {
        _database = database;
        _handle = handle;
    }

    /// <summary>Sets a parameter to a number.</summary>
    public void Bind(int parameter, long value) =>
        _database.Check(raw.sqlite3_bind_int64(_handle, parameter, value));

    /// <summary>Sets a parameter to bytes, which SQLite copies.</summary>
    public void Bind(int parameter, ReadOnlySpan<byte> value) =>
        // The library turns an empty span into NULL.
        _database.Check(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(_handle, parameter, 0)
            : raw.sqlite3_bind_blob(_handle, parameter, value));

    /// <summary>Sets a parameter to text, zero characters inside it included.</summary>
    public void Bind(int parameter, string value)
    {
        if (value.Length == 0)
        {
            _database.Check(raw.sqlite3_bind_text(_handle, parameter, value));
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = most > TextBytesOnStack ? ArrayPool<byte>.Shared.Rent(most) : null;
        var bytes = rented ?? stackalloc byte[TextBytesOnStack];
        var length = Encoding.UTF8.GetBytes(value, bytes);
        var code = raw.sqlite3_bind_text(_handle, parameter, bytes[..length]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        _database.Check(code);
    }

    /// <summary>Moves to the next row; false at the end.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_handle);
        _database.Check(code);
        return code == raw.SQLITE_ROW;
    }

    /// <summary>Runs to the end and makes ready for the next run.</summary>
    public void Run()
    {
        try
        {
            while (Step())
            {
                // Nobody asks for what it returns.
            }
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Makes ready for the next run and lets go of what the last one held.</summary>
    // The code it answers is that of the last step, which has been checked.
    public void Reset() => _ = raw.sqlite3_reset(_handle);

    /// <summary>A column of the current row as a number.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(_handle, column);

    /// <summary>A column of the current row as bytes, valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_handle, column);

    /// <summary>A column of the current row as text.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
