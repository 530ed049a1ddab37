using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Engine.Journal;
using Trueup.Storage.Sqlite;

namespace Trueup.Tests.Storage;

public sealed class SqliteLedgerTests : LedgerConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private SqliteLedger _ledger;
    private Outsider? _lockHolder;

    public SqliteLedgerTests() => _ledger = SqliteLedger.Open(LedgerFile, NullLogger.Instance);

    protected override ILedger Ledger => _ledger;

    private string LedgerFile => _folder.File("ledger.db");

    public void Dispose()
    {
        _ledger.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_ledger_of_a_newer_program_is_refused_in_a_sentence_that_names_both_formats()
    {
        _ledger.Dispose();
        using (var outsider = new Outsider(LedgerFile))
        {
            outsider.Ask("PRAGMA user_version = 99");
        }

        var refused = Assert.Throws<StorageException>(() => SqliteLedger.Open(LedgerFile, NullLogger.Instance));

        Assert.Contains("has format 99", refused.Message, StringComparison.Ordinal);
        Assert.Contains("formats up to 10", refused.Message, StringComparison.Ordinal);
    }

    protected override ValueTask ReopenAsync()
    {
        _ledger.Dispose();
        _ledger = SqliteLedger.Open(LedgerFile, NullLogger.Instance);
        return ValueTask.CompletedTask;
    }

    protected override void Break()
    {
        _lockHolder = new Outsider(LedgerFile);
        _lockHolder.Ask("BEGIN IMMEDIATE");
    }

    protected override void Repair() => _lockHolder!.Dispose();
}
