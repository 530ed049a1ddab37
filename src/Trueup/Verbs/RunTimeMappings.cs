using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Views;
using Trueup.Settings;
using Trueup.Storage.Sqlite;

namespace Trueup.Verbs;

/// <summary>Mappings that people made while the hub ran, held against the file: what the file overrules, or makes
/// senseless, is told.</summary>
internal static class RunTimeMappings
{
    private const int PageMax = 1_000;

    private static readonly Place Top = new(1, 1);

    /// <summary>What is to be told; nothing where there is no data folder yet.</summary>
    public static async Task<Items<SettingsProblem>> CheckAsync(TrueupSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            var contract = new OwnershipContract(settings.Contract);
            return (await ReadAsync(settings.Hub.Store.Path, cancellationToken)).Select(amendment => Judge(amendment, contract))
                .OfType<SettingsProblem>().ToItems();
        }
        catch (StorageException)
        {
            // No folder, or one of another version: the file can be judged without it.
            return [];
        }
    }

    private static async Task<List<Amendment>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var folder = DataFolder.OpenForReading(path, NullLogger.Instance);
        var codec = new StateCodec(new CodePool());
        var found = new List<Amendment>();
        for (LedgerPlace? place = new LedgerPlace(Fold.Amendment, Key: null); place is { Fold: Fold.Amendment } after;)
        {
            place = await folder.Ledger.LoadAsync(after, PageMax, TakeUp, cancellationToken);
        }

        return found;

        void TakeUp(LedgerRow row)
        {
            if (row is { Fold: Fold.Amendment, Body: { } body })
            {
                found.Add(codec.UnpackAmendment(body.ToArray()).Amendment);
            }
        }
    }

    private static SettingsProblem? Judge(Amendment amendment, OwnershipContract contract)
    {
        if (amendment.Meaning is not { } meaning)
        {
            return null;
        }

        var made = $"\"{amendment.Word}\" was mapped to {meaning} by {amendment.By} on {amendment.At:yyyy-MM-dd} while the hub ran";
        if (contract.Connection(amendment.Connection) is null)
        {
            return Tell(amendment, $"{made}; the file has no such connection any more");
        }

        if (!contract.IsMeaning(amendment.Kind, meaning))
        {
            return Tell(amendment, $"{made}; the file has no {meaning} any more, so the word is unmapped");
        }

        return MeaningOf(amendment, contract) is { } told && told != meaning
            ? Tell(amendment, $"{made}; the file says {told}, and the file wins")
            : null;
    }

    /// <summary>What the file itself says of the word; null where it says nothing.</summary>
    private static string? MeaningOf(Amendment amendment, OwnershipContract contract) =>
        !contract.IsOverruled(amendment) ? null
        : amendment.Kind == MappingKind.Location ? contract.LocationOf(amendment.Connection, amendment.Word)?.Code.Text
        : contract.StateOf(amendment.Connection, amendment.Word) is { } state ? StockLocationView.WordOf(state)
        : null;

    private static SettingsProblem Tell(Amendment amendment, string message) =>
        new(ProblemGravity.Warning, Top, $"connections.{amendment.Connection}", message);
}
