using Trueup.Core.Entries;
using Trueup.Engine.Journal;
using Trueup.Simulator;

namespace Trueup.Tests.Storage;

public sealed class MemoryLedgerTests : LedgerConformance
{
    private readonly MemoryLedger _ledger = new();

    protected override ILedger Ledger => _ledger;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public void A_save_under_way_at_a_crash_survives_whole_or_not_at_all_and_never_answers(int survivors, long reflects)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var disk = new HeldDisk();
        var ledger = new MemoryLedger(disk.WriteAsync, _ => survivors);
        _ = ledger.SaveAsync([Put(Fold.Stock, "A", "old")], new JournalPosition(1), CancellationToken.None).AsTask();
        disk.End(0);
        var underWay = ledger.SaveAsync(
            [Put(Fold.Stock, "A", "new"), Put(Fold.Stock, "B", "new")],
            new JournalPosition(2),
            CancellationToken.None).AsTask();

        ledger.Crash();
        disk.End(1);

        Assert.Equal(new JournalPosition(reflects), ledger.Reflects);
        Assert.False(underWay.IsCompleted);
    }

    protected override ValueTask ReopenAsync()
    {
        _ledger.Crash();
        return ValueTask.CompletedTask;
    }

    protected override void Break() => _ledger.Fail();

    protected override void Repair() => _ledger.Heal();
}
