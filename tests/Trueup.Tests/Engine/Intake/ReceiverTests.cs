using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Engine.Intake;
using Trueup.Engine.Journal;
using Trueup.Simulator;

namespace Trueup.Tests.Engine.Intake;

public sealed class ReceiverTests
{
    private static readonly ConnectionName Wms = ConnectionName.Parse("wms");

    [Fact]
    public async Task Several_deliveries_share_one_append_and_are_answered_each()
    {
        var journal = new MemoryJournal();
        var receiver = Receiver(journal);

        var replies = await receiver.AcceptAsync([Delivery("a", "b"), Delivery("b", "c"), Delivery("c")]);

        Assert.Equal(
            [new IntakeReply.Accepted(2, 0), new IntakeReply.Accepted(1, 1), new IntakeReply.Accepted(0, 1)], replies);
        Assert.Equal(3, journal.End.Value);
        Assert.Equal(2, receiver.Duplicates);
    }

    [Fact]
    public async Task When_nothing_can_be_written_no_delivery_is_accepted_and_all_of_it_may_come_again()
    {
        var journal = new MemoryJournal();
        var receiver = Receiver(journal);
        journal.Fail("disk full");

        var refused = await receiver.AcceptAsync([Delivery("a"), Delivery("b")]);
        journal.Heal();
        var accepted = await receiver.AcceptAsync([Delivery("a"), Delivery("b")]);

        Assert.All(refused, reply => Assert.IsType<IntakeReply.Unavailable>(reply));
        Assert.All(accepted, reply => Assert.Equal(new IntakeReply.Accepted(1, 0), reply));
    }

    [Fact]
    public async Task A_duplicate_is_not_acknowledged_when_the_first_of_its_kind_could_not_be_written()
    {
        var disk = new Queue<TaskCompletionSource>([new(), new()]);
        var writes = disk.ToArray();
        var journal = new MemoryJournal(_ => new ValueTask(disk.Dequeue().Task), surviving: _ => 0);
        var receiver = Receiver(journal);
        var first = receiver.AcceptAsync(Delivery("a")).AsTask();
        var second = receiver.AcceptAsync(Delivery("a", "b")).AsTask();

        journal.Fail("disk full");
        writes[0].SetResult();
        Assert.IsType<IntakeReply.Unavailable>(await first);
        journal.Heal();
        writes[1].SetResult();

        Assert.IsType<IntakeReply.Unavailable>(await second);
    }

    /// <summary>Found by a simulated world: the failure of a later write, told first, hid that of an earlier one.</summary>
    [Fact]
    public async Task A_duplicate_waits_for_the_first_of_its_kind_though_what_came_after_it_is_over()
    {
        var disk = new Queue<TaskCompletionSource>([new(), new()]);
        var writes = disk.ToArray();
        var journal = new MemoryJournal(_ => new ValueTask(disk.Dequeue().Task), surviving: _ => 0);
        var receiver = Receiver(journal);
        var first = receiver.AcceptAsync(Delivery("a")).AsTask();
        var other = receiver.AcceptAsync(Delivery("b")).AsTask();
        journal.Fail("disk full");
        writes[1].SetResult();
        Assert.IsType<IntakeReply.Unavailable>(await other);

        var again = receiver.AcceptAsync(Delivery("a")).AsTask();
        writes[0].SetResult();

        Assert.IsType<IntakeReply.Unavailable>(await first);
        Assert.IsType<IntakeReply.Unavailable>(await again);
    }

    private static Receiver Receiver(MemoryJournal journal) =>
        new(new JournalTail(journal), new SeenIndex(window: 100), TimeProvider.System);

    private static PreparedMessages Delivery(params string[] ids) => Trueup.Engine.Intake.Receiver.Prepare(
        Wms, [.. ids.Select(id => new RawMessage(id, "cloudevent", System.Text.Encoding.UTF8.GetBytes(id)))]);
}
