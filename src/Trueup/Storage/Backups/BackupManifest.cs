using System.Text.Json;
using System.Text.Json.Serialization;
using Trueup.Core.Entries;
using Trueup.Engine.Lanes;
using Trueup.Storage.Sqlite;

namespace Trueup.Storage.Backups;

/// <summary>What a backup says of itself: <c>backup.json</c>, written last, so that a copy without it is none.</summary>
/// <param name="Format">Format of this file; 1.</param>
/// <param name="TakenAt">When the copy was begun, UTC.</param>
/// <param name="Hub">Name of the shop, for people.</param>
/// <param name="Figures">What the copied journal leads to.</param>
/// <param name="Files">The files beside this one.</param>
public sealed record BackupManifest(
    int Format, DateTimeOffset TakenAt, string Hub, BackupFigures Figures, IReadOnlyList<BackupFile> Files)
{
    /// <summary>The format that this program writes.</summary>
    public const int FormatNow = 1;

    /// <summary>The manifest's file.</summary>
    public const string FileName = "backup.json";

    /// <summary>Reads what a backup says of itself.</summary>
    /// <exception cref="StorageException">There is no backup, or one that this program does not understand.</exception>
    public static BackupManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new StorageException(
                $"{folder} is no backup: it has no {FileName}. A backup that was broken off has none either; take another.");
        }

        try
        {
            var read = JsonSerializer.Deserialize(File.ReadAllBytes(path), BackupJson.Default.BackupManifest);
            return read is { Format: FormatNow }
                ? read
                : throw new StorageException(
                    $"{path} has format {read?.Format}; this program knows {FormatNow}. Restore it with the Trueup that took it.");
        }
        catch (JsonException unreadable)
        {
            throw new StorageException($"{path} cannot be read: {unreadable.Message} Take another backup.", unreadable);
        }
    }

    internal void Write(string folder) => File.WriteAllBytes(
        Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupManifest));
}

/// <summary>What a journal leads to: the same for a backup and for what is restored from it.</summary>
/// <param name="Entries">Entries in the journal.</param>
/// <param name="Skus">SKUs that the hub has heard of.</param>
/// <param name="Orders">Orders that it knows.</param>
/// <param name="Cases">Cases, open and closed.</param>
public sealed record BackupFigures(long Entries, int Skus, int Orders, int Cases)
{
    internal static BackupFigures Of(JournalPosition end, HubState state) =>
        new(end.Value, state.Stock.Count, state.Orders.Count, state.Cases.Count);
}

/// <summary>A file of a backup.</summary>
/// <param name="Name">Its name in the data folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">SHA-256 of its bytes, hexadecimal.</param>
public sealed record BackupFile(string Name, long Bytes, string Sha256);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
