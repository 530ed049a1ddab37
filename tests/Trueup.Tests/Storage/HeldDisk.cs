namespace Trueup.Tests.Storage;

/// <summary>A disk whose writes end when the test says so, in the order that the test says.</summary>
internal sealed class HeldDisk
{
    private readonly List<TaskCompletionSource> _writes = [];

    public ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        var write = new TaskCompletionSource();
        _writes.Add(write);
        return new ValueTask(write.Task);
    }

    public void End(int write) => _writes[write].SetResult();
}
