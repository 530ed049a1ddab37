using System.Text;
using Trueup.Core.Entries;
using Trueup.Engine.Journal;
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
        var now = host.Clock.GetUtcNow();
        var after = Math.Max(Book.Through, host.Hub.Journal.End.Value - LookMax);
        var samples = new Samples();
        var through = await host.Hub.Journal.ScanAsync(new JournalPosition(after), LookMax, samples.Take, cancellationToken);
        if (through.Value == after)
        {
            return;
        }

        var requests = samples.Taken
            .Select(each => Book.Look(each.Message, each.Connection, each.Form, each.Body, now))
            .Where(looked => looked is { Changes.Count: > 0 })
            .GroupBy(looked => looked!.Value.Key, looked => looked!.Value.Changes)
            .Select(same => Request.ShapeChanged(
                same.Key.Connection, same.Key.Form,
                string.Join("; ", same.SelectMany(changes => changes).Select(change => $"{change.Field}: {change.Detail}")),
                same.SelectMany(changes => changes).Min(change => change.Message)))
            .ToArray();
        Book.Through = through.Value;
        if (requests.Length > 0)
        {
            await host.Thread.RunAsync(hub => hub.AskAsync(requests, cancellationToken));
        }

        if (!Book.Keep())
        {
            Log.NotKept(logger, host.Plan.Folder);
        }
    }

    /// <summary>Some messages of each form, copied out of the journal; nothing is made of all others.</summary>
    private sealed class Samples
    {
        private readonly Dictionary<(string Connection, string Form), int> _counts = [];

        public List<(long Message, string Connection, string Form, byte[] Body)> Taken { get; } = [];

        public void Take(in EntryGlimpse entry)
        {
            if (entry.Kind != EntryKind.Seen || entry.Connection.IsEmpty || entry.Body.Length is 0 or > BodyBytesMax)
            {
                return;
            }

            var key = (Encoding.UTF8.GetString(entry.Connection), Encoding.UTF8.GetString(entry.Form));
            var count = _counts[key] = _counts.GetValueOrDefault(key) + 1;
            if (count <= SamplesMax)
            {
                Taken.Add((entry.Position.Value, key.Item1, key.Item2, entry.Body.ToArray()));
            }
        }
    }
}
