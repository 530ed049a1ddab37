using System.Text;
using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Stock;

/// <summary>Makes inventory entries that do not exist, where the contract allows it.</summary>
internal sealed class EntryCreating(ProjectApi api, ChannelBook channels, EntryBook book, EntryReading reading)
{
    /// <summary>Entries of one request to the Import API (commercetools.md §2.8).</summary>
    private const int PerImport = 20;

    private bool _hasContainer;

    /// <summary>
    /// Makes one entry. Somebody else may make it at the same time: then it is not ours to overwrite, and the hub reads it
    /// and decides again.
    /// </summary>
    public async ValueTask<Receipt> CreateAsync(IWire wire, SetLevel level, CancellationToken cancellationToken)
    {
        var (sku, channel) = (level.Sku.Text, level.Source.Text);
        if (channel != ChannelBook.Channelless && channels.IdOf(channel) is null)
        {
            return new Receipt.Refused(CaseCodes.SourceUnknown, $"The project has no channel with the key '{channel}'.");
        }

        if (!api.Options.CreatesEntries)
        {
            return new Receipt.Refused(
                CaseCodes.SkuNotAssigned, $"{sku} has no inventory entry at '{channel}', and stock.create does not allow one.");
        }

        var answer = await api.PostAsync(wire, "/inventory", json => WriteDraft(json, level), cancellationToken);
        if (answer.IsDone && InventoryEntry.Read(Loose.Parse(answer.Body)) is { } made)
        {
            book.Keep(made, channel);
            return new Receipt.Applied();
        }

        if (answer.IsDuplicate)
        {
            await reading.OneAsync(wire, sku, channel, cancellationToken);
            return new Receipt.Unknown("Somebody else made the entry at the same moment.");
        }

        if (answer.Has("ReferencedResourceNotFound") || answer.Has("MissingRoleOnChannel"))
        {
            channels.Forget(channel);
            return answer.AsWriteReceipt(CaseCodes.SourceUnknown);
        }

        return answer.AsWriteReceipt(CaseCodes.WriteRefused);
    }

    /// <summary>
    /// Hands many missing entries to the Import API, twenty in a request. It works behind the answer and without versions,
    /// so it is used for entries that are not there yet and nothing else, and what came of it is read back.
    /// </summary>
    public async ValueTask ImportAsync(
        IWire wire,
        Items<SetLevel> levels,
        IReadOnlyList<int> missing,
        Receipt?[] receipts,
        CancellationToken cancellationToken)
    {
        if (!_hasContainer && !await MakeContainerAsync(wire, cancellationToken))
        {
            return;
        }

        foreach (var chunk in missing.Chunk(PerImport))
        {
            var answer = await ImportAsync(wire, levels, chunk, cancellationToken);

            // A container lives for three days; another takes its place.
            if (answer.Status == 404 && await MakeContainerAsync(wire, cancellationToken))
            {
                answer = await ImportAsync(wire, levels, chunk, cancellationToken);
            }

            foreach (var place in chunk)
            {
                // Taken, but done only later: the hub looks at the entries before it believes in them.
                receipts[place] = answer.IsDone
                    ? new Receipt.Unknown("The Import API took the entry and has yet to make it.")
                    : answer.AsWriteReceipt(CaseCodes.WriteRefused);
            }
        }
    }

    private ValueTask<Answer> ImportAsync(
        IWire wire, Items<SetLevel> levels, IEnumerable<int> places, CancellationToken cancellationToken) => api.ImportAsync(
            wire,
            $"/inventories/import-containers/{api.Options.ImportContainer}",
            json => WriteImport(json, places.Select(place => levels[place])),
            cancellationToken);

    private async ValueTask<bool> MakeContainerAsync(IWire wire, CancellationToken cancellationToken)
    {
        var answer = await api.ImportAsync(
            wire,
            "/import-containers",
            json =>
            {
                json.WriteStartObject();
                json.WriteString("key", api.Options.ImportContainer);
                json.WriteString("resourceType", "inventory");
                json.WriteEndObject();
            },
            cancellationToken);
        return _hasContainer = answer.IsDone || answer.IsDuplicate || answer.Status == 409;
    }

    private static void WriteDraft(Utf8JsonWriter json, SetLevel level)
    {
        json.WriteStartObject();
        json.WriteString("sku", level.Sku.Text);
        json.WriteNumber("quantityOnStock", (long)level.Quantity.Value);
        json.WriteString("key", KeyOf(level));
        WriteChannel(json, level);
        json.WriteEndObject();
    }

    private static void WriteImport(Utf8JsonWriter json, IEnumerable<SetLevel> levels)
    {
        json.WriteStartObject();
        json.WriteString("type", "inventory");
        json.WriteStartArray("resources");
        foreach (var level in levels)
        {
            WriteDraft(json, level);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteChannel(Utf8JsonWriter json, SetLevel level)
    {
        if (level.Source.Text != ChannelBook.Channelless)
        {
            json.WriteStartObject("supplyChannel");
            json.WriteString("typeId", "channel");
            json.WriteString("key", level.Source.Text);
            json.WriteEndObject();
        }
    }

    /// <summary>
    /// The entry's own key, so that both ways of making it mean the same entry: letters, digits, - and _ only, up to 256
    /// (commercetools.md §2.1), hence anything else by its code.
    /// </summary>
    private static string KeyOf(SetLevel level)
    {
        var key = new StringBuilder("trueup-");
        foreach (var unit in Encoding.UTF8.GetBytes($"{level.Sku}_{level.Source}"))
        {
            key.Append(char.IsAsciiLetterOrDigit((char)unit) || unit == '-' || unit == '_'
                ? ((char)unit).ToString()
                : unit.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return key.Length <= 256 ? key.ToString() : key.ToString(0, 240) + key.Length.ToString(
            "D8", System.Globalization.CultureInfo.InvariantCulture);
    }
}
