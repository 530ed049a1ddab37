using Microsoft.Data.Sqlite;
using Trueup.Storage.Sqlite;

namespace Trueup.Tests.Storage;

/// <summary>Another program that has one of our files open.</summary>
internal sealed class Outsider : IDisposable
{
    private readonly SqliteConnection _connection;

    public Outsider(string path)
    {
        SqliteNative.Require();
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
    }

    public object? Ask(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own words.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    public void Dispose() => _connection.Dispose();
}
