using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Stock;

/// <summary>
/// Writes quantities one entry at a time, each only if the entry is as it was last seen. Where the hub knows what the
/// entry should hold, it sends the difference: an order that it has not read yet then keeps its units, whether or not it
/// raised the version (commercetools.md §2.6, §13). A conflict costs one read, and then the same question is asked again.
/// </summary>
internal sealed class LevelWriting(ProjectApi api, ChannelBook channels, EntryBook book, EntryReading reading)
{
    /// <summary>Pages read before the first write.</summary>
    private const int WarmPagesMax = 4;

    private readonly EntryCreating _creating = new(api, channels, book, reading);
    private bool _isWarm;

    /// <summary>Writes levels; one receipt each, in order.</summary>
    public async ValueTask<Items<Receipt>> SetAsync(
        IWire wire, Items<SetLevel> levels, CancellationToken cancellationToken)
    {
        var receipts = new Receipt?[levels.Count];
        var (failure, fresh) = await PrepareAsync(wire, levels, cancellationToken);
        if (failure is not null)
        {
            Array.Fill(receipts, failure.AsReadReceipt(CaseCodes.WriteRefused));
            return receipts.ToItems()!;
        }

        await CreateManyAsync(wire, levels, receipts, cancellationToken);

        // Entries are independent; as many are under way as the settings allow.
        var next = 0;
        async Task Take()
        {
            while (next < levels.Count)
            {
                var place = next++;
                var seen = fresh.GetValueOrDefault((levels[place].Sku.Text, levels[place].Source.Text));
                receipts[place] ??= await SetAsync(wire, levels[place], seen, cancellationToken);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Math.Min(api.Options.Limits.Concurrency, levels.Count)).Select(_ => Take()));
        return receipts.ToItems()!;
    }

    /// <summary>
    /// What was never seen, or is not known any more, is read together before it is asked for one by one. What was read
    /// here is as fresh as a reading of its own.
    /// </summary>
    private async ValueTask<(Answer? Failure, Dictionary<(string Sku, string Channel), InventoryEntry> Fresh)> PrepareAsync(
        IWire wire, Items<SetLevel> levels, CancellationToken cancellationToken)
    {
        var fresh = new Dictionary<(string Sku, string Channel), InventoryEntry>();
        if (!_isWarm && book.IsEmpty)
        {
            // After a start nothing is remembered: a few pages of everything cost less than asking batch by batch.
            _isWarm = true;
            string? first = "";
            for (var i = 0; i < WarmPagesMax && first is not null; i++)
            {
                (var cold, var seen, first) = await reading.PageAsync(wire, [], first, cancellationToken);
                if (cold is not null)
                {
                    _isWarm = false;
                    return (cold, fresh);
                }

                Add(fresh, seen);
            }
        }

        var unknown = levels.Where(level => !fresh.ContainsKey((level.Sku.Text, level.Source.Text)) &&
            (IsUnsure(level) || book.Find(level.Sku.Text, level.Source.Text) is null)).ToList();
        if (unknown.Count < 2)
        {
            return (null, fresh);
        }

        if (await channels.LearnAsync(wire, unknown.Select(level => level.Source.Text), cancellationToken) is { } failure)
        {
            return (failure, fresh);
        }

        string? page = "";
        while (page is not null)
        {
            (var unread, var seen, page) = await reading.PageAsync(
                wire, unknown.Select(level => level.Sku).ToItems(), page, cancellationToken);
            if (unread is not null)
            {
                return (unread, fresh);
            }

            Add(fresh, seen);
        }

        return (null, fresh);
    }

    private static void Add(
        Dictionary<(string Sku, string Channel), InventoryEntry> fresh, List<(InventoryEntry Entry, string Channel)> seen)
    {
        foreach (var (entry, channel) in seen)
        {
            fresh[(entry.Sku, channel)] = entry;
        }
    }

    /// <summary>Whether the hub does not know what the entry holds, and has to look before it writes.</summary>
    private bool IsUnsure(SetLevel level) => level.Believed is null && !api.Options.WritesAbsolute;

    private async ValueTask CreateManyAsync(
        IWire wire, Items<SetLevel> levels, Receipt?[] receipts, CancellationToken cancellationToken)
    {
        var options = api.Options;
        var missing = Enumerable.Range(0, levels.Count)
            .Where(place => book.Find(levels[place].Sku.Text, levels[place].Source.Text) is null).ToList();
        if (options.CreatesEntries && options.ImportUrl is not null && missing.Count >= options.ImportFrom)
        {
            await _creating.ImportAsync(wire, levels, missing, receipts, cancellationToken);
        }
    }

    private async Task<Receipt> SetAsync(
        IWire wire, SetLevel level, InventoryEntry? fresh, CancellationToken cancellationToken)
    {
        if (level.Quantity.Value != decimal.Truncate(level.Quantity.Value))
        {
            return new Receipt.Refused(CaseCodes.QuantityInvalid, $"{level.Quantity} of {level.Sku}: entries hold whole units only.");
        }

        var (sku, channel) = (level.Sku.Text, level.Source.Text);
        var handle = book.Find(sku, channel);
        if (handle is null || (fresh is null && IsUnsure(level)))
        {
            (var failure, fresh) = await reading.OneAsync(wire, sku, channel, cancellationToken);
            if (failure is not null)
            {
                return failure.AsReadReceipt(CaseCodes.WriteRefused);
            }

            if (fresh is null)
            {
                return await _creating.CreateAsync(wire, level, cancellationToken);
            }

            handle = new EntryHandle(fresh.Id, fresh.Version);
        }

        return await MoveAsync(wire, level, handle.Value, fresh, cancellationToken);
    }

    private async ValueTask<Receipt> MoveAsync(
        IWire wire, SetLevel level, EntryHandle handle, InventoryEntry? fresh, CancellationToken cancellationToken)
    {
        var move = MoveOf(level, fresh);
        if (move.IsNothing)
        {
            return new Receipt.Applied();
        }

        var answer = await UpdateAsync(wire, level, handle, move, cancellationToken);
        if (!answer.IsConflict && answer.Status != 404)
        {
            return ReceiptOf(answer);
        }

        // Somebody changed the entry, or deleted it (a parallel delete is a 404): one read, and decide again.
        var (failure, now) = await reading.OneAsync(wire, level.Sku.Text, level.Source.Text, cancellationToken);
        if (failure is not null)
        {
            return failure.AsReadReceipt(CaseCodes.WriteRefused);
        }

        if (now is null)
        {
            return await _creating.CreateAsync(wire, level, cancellationToken);
        }

        var again = MoveOf(level, now);
        if (again.IsNothing)
        {
            return new Receipt.Applied();
        }

        answer = await UpdateAsync(wire, level, new EntryHandle(now.Id, now.Version), again, cancellationToken);
        return answer.IsConflict
            ? new Receipt.Deferred("The entry is being changed by others all the time.", TimeSpan.FromSeconds(1))
            : ReceiptOf(answer);
    }

    /// <summary>
    /// What to ask for. A difference where the hub knows what the entry should hold; a quantity where it does not. An entry
    /// just read that already holds the quantity asks for nothing: its version may have moved for another reason.
    /// </summary>
    private Move MoveOf(SetLevel level, InventoryEntry? fresh)
    {
        var target = (long)level.Quantity.Value;
        if (level.Believed is not { } believed)
        {
            return new Move("changeQuantity", target, IsNothing: fresh?.OnStock == target);
        }

        var difference = target - (long)believed.Value;
        if (api.Options.WritesAbsolute)
        {
            // Compare and set: what others moved since is kept, as the difference would have kept it.
            return fresh is null
                ? new Move("changeQuantity", target, IsNothing: false)
                : new Move("changeQuantity", fresh.OnStock + difference, IsNothing: difference == 0);
        }

        return difference > 0
            ? new Move("addQuantity", difference, IsNothing: false)
            : new Move("removeQuantity", -difference, IsNothing: difference == 0);
    }

    private async ValueTask<Answer> UpdateAsync(
        IWire wire, SetLevel level, EntryHandle handle, Move move, CancellationToken cancellationToken)
    {
        var answer = await api.UpdateAsync(
            wire, $"/inventory/{handle.Id}", handle.Version, json => Write(json, move), cancellationToken);
        if (answer.IsDone && InventoryEntry.Read(Loose.Parse(answer.Body)) is { } after)
        {
            book.Keep(after, level.Source.Text);
        }
        else if (answer.IsDone || answer.IsUnsure)
        {
            book.Forget(level.Sku.Text, level.Source.Text);
        }

        return answer;
    }

    private static void Write(Utf8JsonWriter json, Move move)
    {
        json.WriteStartObject();
        json.WriteString("action", move.Action);
        json.WriteNumber("quantity", move.Quantity);
        json.WriteEndObject();
    }

    private static Receipt ReceiptOf(Answer answer) => answer.AsWriteReceipt(
        answer.Has("ReferencedResourceNotFound") || answer.Has("MissingRoleOnChannel")
            ? CaseCodes.SourceUnknown
            : CaseCodes.WriteRefused);

    private readonly record struct Move(string Action, long Quantity, bool IsNothing);
}
