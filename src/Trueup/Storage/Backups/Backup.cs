using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;
using Trueup.Storage.Sqlite;

namespace Trueup.Storage.Backups;

/// <summary>Folds a journal with the ledger beside it, and tells what is true then.</summary>
public delegate ValueTask<HubState> Folding(IJournal journal, ILedger ledger, CancellationToken cancellationToken);

/// <summary>Copies a data folder as it stands at one moment, while a hub works on it or none does.</summary>
/// <param name="fold">Folds what was copied.</param>
/// <param name="clock">The time.</param>
public sealed class Backup(Folding fold, TimeProvider clock)
{
    private const string Unfinished = ".unfinished";

    /// <summary>The hub's files; sessions' keys and the lock stay behind.</summary>
    private static readonly string[] SmallFiles = ["api-token.sha256", "alerts.json"];

    /// <summary>Takes a backup.</summary>
    /// <param name="from">The data folder.</param>
    /// <param name="to">A folder that does not exist yet, or is empty.</param>
    /// <param name="hub">Name of the shop.</param>
    /// <param name="cancellationToken">Gives up; nothing is left then.</param>
    /// <exception cref="StorageException">There is nothing to copy, no room for it, or something in the way.</exception>
    public async Task<BackupManifest> TakeAsync(string from, string to, string hub, CancellationToken cancellationToken)
    {
        Clear(to);
        if (!File.Exists(Path.Combine(from, DataFolder.JournalName)))
        {
            throw new StorageException(
                $"There is no Trueup data in {from}: nothing to back up. Check `hub.store` in trueup.yaml.");
        }

        var unfinished = to + Unfinished;
        try
        {
            DataFolder.MakePrivate(unfinished);
            var manifest = await CopyAsync(from, unfinished, hub, cancellationToken);
            manifest.Write(unfinished);
            Directory.Move(unfinished, to);
            return manifest;
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException and not StorageException)
        {
            throw new StorageException($"{to} cannot be written: {failure.Message} Name another place, or make room.", failure);
        }
        finally
        {
            Remove(unfinished);
        }
    }

    /// <summary>The digest of a file.</summary>
    internal static async Task<BackupFile> DescribeAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var digest = await SHA256.HashDataAsync(file, cancellationToken);
        return new BackupFile(Path.GetFileName(path), file.Length, Convert.ToHexString(digest));
    }

    internal static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<BackupManifest> CopyAsync(string from, string to, string hub, CancellationToken cancellationToken)
    {
        var takenAt = clock.GetUtcNow();
        var journal = Path.Combine(to, DataFolder.JournalName);

        // The ledger first: the journal only grows, so it holds whatever the ledger reflects.
        var ledger = await Task.Run(() => CopyLedger(from, to, cancellationToken), cancellationToken);
        await Task.Run(() => Database.Copy(Path.Combine(from, DataFolder.JournalName), journal, cancellationToken), cancellationToken);
        foreach (var name in SmallFiles.Where(name => File.Exists(Path.Combine(from, name))))
        {
            File.Copy(Path.Combine(from, name), Path.Combine(to, name));
        }

        var figures = await FoldAsync(journal, ledger, cancellationToken);
        var files = new List<BackupFile>();
        foreach (var path in Directory.EnumerateFiles(to).Order(StringComparer.Ordinal))
        {
            files.Add(await DescribeAsync(path, cancellationToken));
        }

        return new BackupManifest(BackupManifest.FormatNow, takenAt, hub, figures, files);
    }

    /// <summary>Copies the ledger; one of another format stays behind, for it is made again from the journal.</summary>
    private static string? CopyLedger(string from, string to, CancellationToken cancellationToken)
    {
        var (source, copy) = (Path.Combine(from, DataFolder.LedgerName), Path.Combine(to, DataFolder.LedgerName));
        if (!File.Exists(source))
        {
            return null;
        }

        Database.Copy(source, copy, cancellationToken);
        using (var copied = Database.Open(copy, Sqlite.Access.Reading))
        {
            if (Schema.Ledger.Is(copied))
            {
                return copy;
            }
        }

        File.Delete(copy);
        return null;
    }

    private async Task<BackupFigures> FoldAsync(string journal, string? ledger, CancellationToken cancellationToken)
    {
        using var entries = new ReadOnlyJournal(journal);
        if (ledger is null)
        {
            return BackupFigures.Of(entries.End, await fold(entries, new NoLedger(), cancellationToken));
        }

        using var rows = SqliteLedger.OpenForReading(ledger, NullLogger.Instance);
        return BackupFigures.Of(entries.End, await fold(entries, rows, cancellationToken));
    }

    private static void Clear(string to)
    {
        if (File.Exists(to) || Directory.Exists(to) && Directory.EnumerateFileSystemEntries(to).Any())
        {
            throw new StorageException($"{to} is not empty, and a backup overwrites nothing. Name a new folder.");
        }

        if (Directory.Exists(to))
        {
            Directory.Delete(to);
        }

        Remove(to + Unfinished);
        if (Path.GetDirectoryName(Path.GetFullPath(to)) is { } parent)
        {
            Directory.CreateDirectory(parent);
        }
    }
}
