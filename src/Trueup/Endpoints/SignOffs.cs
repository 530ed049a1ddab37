using System.Text.Json;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>
/// Who signed the routines off, read back from the journal: once as far back as it takes to find so many of each, and from
/// then on only what was asked for since.
/// </summary>
internal sealed class SignOffs(HubHost host) : IDisposable
{
    /// <summary>Sign-offs of a routine that are shown.</summary>
    private const int OfRoutineMax = 60;

    private const int StretchMax = 500;

    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly SortedDictionary<long, (string Routine, SignOffView SignOff)> _found = [];
    private JournalPosition? _read;

    /// <summary>The newest sign-offs of a routine, the newest first.</summary>
    public async Task<Items<SignOffView>> OfAsync(string routine, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_read is { } read)
            {
                await ReadOnAsync(read, cancellationToken);
            }
            else
            {
                await ReadBackAsync(cancellationToken);
            }

            return _found.Values.Where(one => one.Routine == routine).Select(one => one.SignOff)
                .Reverse().Take(OfRoutineMax).ToItems();
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    /// <summary>From the newest request back, until there are enough or there are no more.</summary>
    private async Task ReadBackAsync(CancellationToken cancellationToken)
    {
        JournalPosition? before = null;
        var newest = default(JournalPosition);
        while (true)
        {
            var at = before;
            var stretch = await host.Thread.PostAsync(hub => hub.State.Asked.Before(at, StretchMax));
            newest = before is null && !stretch.IsEmpty ? stretch[0] : newest;
            await TakeUpAsync(stretch.Reverse().ToItems(), cancellationToken);
            if (stretch.Count < StretchMax || HasEnough())
            {
                break;
            }

            before = stretch[^1];
        }

        _read = newest;
    }

    private async Task ReadOnAsync(JournalPosition after, CancellationToken cancellationToken)
    {
        Items<JournalPosition> stretch;
        do
        {
            stretch = await host.Thread.PostAsync(hub => hub.State.Asked.After(after, StretchMax));
            await TakeUpAsync(stretch, cancellationToken);
            after = stretch.IsEmpty ? after : stretch[^1];
            _read = after;
        }
        while (stretch.Count == StretchMax);
    }

    private bool HasEnough() => Engine.Views.Routines.Names.All(
        name => _found.Values.Count(one => one.Routine == name) >= OfRoutineMax);

    /// <summary>Takes up what was signed at some positions, which come in order: what one request of a person brought about
    /// lies side by side, and is read together.</summary>
    private async Task TakeUpAsync(Items<JournalPosition> positions, CancellationToken cancellationToken)
    {
        for (var first = 0; first < positions.Count;)
        {
            var count = 1;
            while (first + count < positions.Count && positions[first + count] == positions[first].Plus(count))
            {
                count++;
            }

            var after = new JournalPosition(positions[first].Value - 1);
            foreach (var recorded in await host.Hub.Journal.ReadAsync(after, count, cancellationToken))
            {
                if (recorded.Entry is { Kind: EntryKind.Asked, Form: Request.SignCheck })
                {
                    _found[recorded.Position.Value] = Show(recorded.Position, recorded.Entry);
                }
            }

            first += count;
        }
    }

    private static (string Routine, SignOffView SignOff) Show(JournalPosition position, Entry entry)
    {
        var request = Request.Read(entry);
        var parts = request.Key.Split('/', 2);
        return (parts[0], new SignOffView(
            position.Value, parts[^1], entry.At, request.By, request.Text,
            JsonSerializer.Deserialize(request.Data ?? "[]", ApiJson.Default.ItemsCheckView)));
    }
}
