using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Engine.Journal;
using Trueup.Engine.Views;
using Trueup.Storage.Sqlite;

namespace Trueup.Storage.Backups;

/// <summary>What came of a restoration.</summary>
/// <param name="Manifest">What the backup says of itself.</param>
/// <param name="Found">What a hub finds that starts with it.</param>
/// <param name="Differences">Things of which the ledger and the journal, folded from its first entry, say different
/// things.</param>
/// <param name="IsInPlace">Whether it is in the data folder now; otherwise nothing was changed.</param>
public sealed record Restored(BackupManifest Manifest, BackupFigures Found, int Differences, bool IsInPlace)
{
    /// <summary>Whether everything is as the backup says.</summary>
    public bool IsWhole => Found == Manifest.Figures && Differences == 0;
}

/// <summary>Brings a backup back, and proves it before anything is put in place.</summary>
/// <param name="fold">Folds what was brought back.</param>
public sealed class Restoration(Folding fold)
{
    private const string Unfinished = ".restoring";

    /// <summary>Copies a backup beside the data folder, opens it as a hub would, folds it, compares, and only then
    /// puts it in place.</summary>
    /// <param name="from">The backup.</param>
    /// <param name="to">The data folder, which must hold nothing.</param>
    /// <param name="isDrill">Whether to stop before anything is put in place.</param>
    /// <param name="cancellationToken">Gives up; nothing is left then.</param>
    /// <exception cref="StorageException">It is no backup, it is damaged, or something is in the way.</exception>
    public async Task<Restored> RestoreAsync(string from, string to, bool isDrill, CancellationToken cancellationToken)
    {
        var manifest = BackupManifest.Read(from);
        if (!isDrill)
        {
            Refuse(to);
        }

        var beside = to + Unfinished;
        Backup.Remove(beside);
        try
        {
            await CopyAsync(manifest, from, beside, cancellationToken);
            var (found, differences) = await ProveAsync(beside, cancellationToken);
            var restored = new Restored(manifest, found, differences, IsInPlace: false);
            if (isDrill || !restored.IsWhole)
            {
                return restored;
            }

            PutInPlace(beside, to);
            return restored with { IsInPlace = true };
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException and not StorageException)
        {
            throw new StorageException($"{to} cannot be written: {failure.Message} Make room, or check its owner.", failure);
        }
        finally
        {
            Backup.Remove(beside);
        }
    }

    private static void Refuse(string to)
    {
        if (DataFolder.IsInUse(to))
        {
            throw new StorageException($"A hub is running on {to}. Stop it first.");
        }

        if (File.Exists(to) || Directory.Exists(to) && Directory.EnumerateFileSystemEntries(to).Any())
        {
            throw new StorageException(
                $"{to} holds data already, and a restore overwrites nothing. Move it away first, and keep it: "
                + "what came in after the backup is only there.");
        }
    }

    private static async Task CopyAsync(
        BackupManifest manifest, string from, string to, CancellationToken cancellationToken)
    {
        DataFolder.MakePrivate(to);
        foreach (var file in manifest.Files)
        {
            if (Path.GetFileName(file.Name) != file.Name)
            {
                throw new StorageException($"{BackupManifest.FileName} names \"{file.Name}\", which is no file of a backup.");
            }

            var (source, copy) = (Path.Combine(from, file.Name), Path.Combine(to, file.Name));
            if (!File.Exists(source))
            {
                throw new StorageException($"The backup {from} lacks {file.Name}. Take another one.");
            }

            File.Copy(source, copy);
            if (await Backup.DescribeAsync(copy, cancellationToken) != file)
            {
                throw new StorageException(
                    $"{source} is not what was backed up: its length or its digest differs. Take another backup.");
            }
        }
    }

    /// <summary>What it leads to as a hub would start with it, compared with what the journal alone leads to.</summary>
    private async Task<(BackupFigures Found, int Differences)> ProveAsync(string folder, CancellationToken cancellationToken)
    {
        await using (await DataFolder.OpenAsync(folder, NullLogger.Instance))
        {
            // Locked, brought to this program's format, and closed again.
        }

        await using var restored = DataFolder.OpenForReading(folder, NullLogger.Instance);
        var held = await fold(restored.Journal, restored.Ledger, cancellationToken);
        var told = await fold(restored.Journal, new NoLedger(), cancellationToken);
        return (BackupFigures.Of(restored.Journal.End, held), StateDifference.Between(held, told).Count());
    }

    private static void PutInPlace(string beside, string to)
    {
        File.Delete(Path.Combine(beside, DataFolder.LockName));
        if (Directory.Exists(to))
        {
            Directory.Delete(to);
        }

        Directory.Move(beside, to);
    }
}
