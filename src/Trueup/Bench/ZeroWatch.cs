using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Bench;

/// <summary>A storefront that takes any level, and says when it was told that a SKU is sold out.</summary>
internal sealed class ZeroWatch : ILevelWriter
{
    private (string Sku, TaskCompletionSource Seen) _expected = ("", new TaskCompletionSource());

    public ConnectionName Name => BenchWorld.Storefront;

    public ConnectionLimits Limits { get; } = new(RequestsPerSecond: 1_000, Burst: 1_000, Batch: 100, Concurrency: 1);

    /// <summary>Ends when the expected SKU is told to be sold out.</summary>
    public Task Seen => Volatile.Read(ref _expected.Seen).Task;

    /// <summary>Waits for a SKU from now on.</summary>
    public void Expect(string sku) =>
        _expected = (sku, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    public ValueTask<Items<Receipt>> SetAsync(IWire wire, Items<SetLevel> levels, CancellationToken cancellationToken)
    {
        var (expected, seen) = _expected;
        foreach (var level in levels)
        {
            if (level.Sku.Text == expected && level.Quantity == Quantity.Zero)
            {
                seen.TrySetResult();
            }
        }

        return ValueTask.FromResult(levels.Select(Receipt (_) => new Receipt.Applied(RemoteId: null)).ToItems());
    }
}
