using Trueup.Core.Entries;
using Trueup.Engine.Journal;

namespace Trueup.Storage.Sqlite;

/// <summary>Entries that wait for the journal's writer, and the promise made to the one who waits for them.</summary>
internal sealed class WaitingAppend(IReadOnlyList<Entry> entries)
{
    // Without this flag the writer's thread would run whatever comes after the append.
    private readonly TaskCompletionSource<AppendOutcome> _outcome =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is to be appended.</summary>
    public IReadOnlyList<Entry> Entries => entries;

    /// <summary>Bytes of all bodies together.</summary>
    public long BodyBytes { get; } = entries.Sum(entry => (long)entry.Body.Length);

    /// <summary>What comes of it.</summary>
    public Task<AppendOutcome> Outcome => _outcome.Task;

    /// <summary>Tells what came of it.</summary>
    public void Settle(AppendOutcome outcome) => _outcome.SetResult(outcome);

    /// <summary>Hands a bug to the one who waits.</summary>
    public void Fail(Exception bug) => _outcome.SetException(bug);
}
