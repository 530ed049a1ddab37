using Trueup.Core.Entries;
using Trueup.Engine.Journal;
using Trueup.Simulator;

namespace Trueup.Tests.Storage;

public sealed class MemoryJournalTests : JournalConformance
{
    private readonly MemoryJournal _journal = new();

    protected override IJournal Journal => _journal;

    [Fact]
    public async Task An_append_is_durable_only_when_its_write_has_ended()
    {
        var disk = new HeldDisk();
        var journal = new MemoryJournal(disk.WriteAsync, _ => 0);

        var append = journal.AppendAsync([Make("a")]).AsTask();

        Assert.Equal(default, journal.End);
        Assert.False(append.IsCompleted);
        disk.End(0);
        Assert.Equal(new AppendOutcome.Durable(new JournalPosition(1)), await append);
    }

    [Fact]
    public async Task A_write_that_ends_early_takes_the_earlier_appends_with_it()
    {
        var disk = new HeldDisk();
        var journal = new MemoryJournal(disk.WriteAsync, _ => 0);
        var first = journal.AppendAsync([Make("first")]).AsTask();
        var second = journal.AppendAsync([Make("second")]).AsTask();

        disk.End(1);

        Assert.Equal(new AppendOutcome.Durable(new JournalPosition(2)), await second);
        Assert.Equal(new JournalPosition(2), journal.End);
        disk.End(0);
        Assert.Equal(new AppendOutcome.Durable(new JournalPosition(1)), await first);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Of_the_appends_under_way_at_a_crash_the_oldest_survive_whole_as_chance_decides(int survivors)
    {
        var disk = new HeldDisk();
        var offered = 0;
        var journal = new MemoryJournal(disk.WriteAsync, count =>
        {
            offered = count;
            return survivors;
        });
        var durable = journal.AppendAsync([Make("durable")]).AsTask();
        disk.End(0);
        await durable;
        _ = journal.AppendAsync([Make("1-a"), Make("1-b")]).AsTask();
        _ = journal.AppendAsync([Make("2-a"), Make("2-b")]).AsTask();

        journal.Crash();

        var found = await journal.ReadAsync(default, 100, CancellationToken.None);
        Assert.Equal(2, offered);
        Assert.Equal(
            "durable 1-a 1-b 2-a 2-b".Split(' ').Take(1 + 2 * survivors),
            found.Select(recorded => recorded.Entry.Key));
    }

    [Fact]
    public async Task An_append_under_way_at_a_crash_never_answers_and_the_journal_goes_on()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var disk = new HeldDisk();
        var journal = new MemoryJournal(disk.WriteAsync, _ => 0);
        var lost = journal.AppendAsync([Make("lost")]).AsTask();

        journal.Crash();
        disk.End(0);
        var next = journal.AppendAsync([Make("next")]).AsTask();
        disk.End(1);

        Assert.Equal(new AppendOutcome.Durable(new JournalPosition(1)), await next);
        Assert.False(lost.IsCompleted);
        Assert.Equal(new JournalPosition(1), journal.End);
    }

    protected override ValueTask ReopenAsync()
    {
        _journal.Crash();
        return ValueTask.CompletedTask;
    }

    protected override void Break() => _journal.Fail("The disk is full.");

    protected override void Repair() => _journal.Heal();
}
