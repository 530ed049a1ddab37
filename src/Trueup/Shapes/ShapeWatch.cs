using Trueup.Core.Entries;
using Trueup.Engine.Lanes;
using Trueup.Hosting;

namespace Trueup.Shapes;

/// <summary>
/// Watches from beside the hub whether what comes in still looks as it did: samples of the journal's newest messages are
/// held against what their senders always sent. A change is asked of the hub as a case; it never holds a message back.
/// </summary>
/// <param name="host">The hub.</param>
/// <param name="rule">From when on a shape counts as known.</param>
/// <param name="logger">Told what cannot be kept.</param>
public sealed class ShapeWatch(HubHost host, ShapeRule rule, ILogger logger)
{
    /// <summary>Messages read in one look; a busy hub is sampled.</summary>
    private const int LookMax = 2_000;

    /// <summary>Messages of one form examined in one look.</summary>
    private const int SamplesMax = 50;

    private const int BodyBytesMax = 256 * 1024;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>What is known.</summary>
    public ShapeBook Book { get; } = new(host.Plan.Folder, rule);

    /// <summary>Runs until it is stopped, or the hub has ended.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Book.Open();
        using var timer = new PeriodicTimer(Every, host.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken) && !host.Ended.IsCompleted)
            {
                await LookAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping is no failure.
        }
    }

    /// <summary>Looks at what came since the last look.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var after = Math.Max(Book.Through, host.Hub.Journal.End.Value - LookMax);
        var read = await host.Hub.Journal.ReadAsync(new JournalPosition(after), LookMax, cancellationToken);
        if (read.Count == 0)
        {
            return;
        }

        var requests = read.Where(IsPayload).GroupBy(each => (each.Entry.Connection, each.Entry.Form))
            .SelectMany(same => same.Take(SamplesMax)).Select(Book.Look)
            .Where(looked => looked is { Changes.Count: > 0 })
            .GroupBy(looked => looked!.Value.Key, looked => looked!.Value.Changes)
            .Select(same => Request.ShapeChanged(
                same.Key.Connection, same.Key.Form,
                string.Join("; ", same.SelectMany(changes => changes).Select(change => $"{change.Field}: {change.Detail}")),
                same.SelectMany(changes => changes).Min(change => change.Message)))
            .ToArray();
        Book.Through = read[^1].Position.Value;
        if (requests.Length > 0)
        {
            await host.Thread.RunAsync(hub => hub.AskAsync(requests, cancellationToken));
        }

        if (!Book.Keep())
        {
            Log.NotKept(logger, host.Plan.Folder);
        }
    }

    private static bool IsPayload(Recorded each) =>
        each.Entry is { Kind: EntryKind.Seen, Connection.Length: > 0, Body.Length: > 0 and <= BodyBytesMax };
}
