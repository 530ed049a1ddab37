using System.Buffers;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Connectors.AdobeCommerce.Reading;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Writing;

/// <summary>
/// Sets quantities with <c>POST /V1/inventory/source-items</c>: absolute, visible at once, and measured at 700 to 900
/// rows a second from one writer (adobe-commerce-observed.md §6). The asynchronous form needs the shop's consumers to
/// run and tells failures late.
/// </summary>
/// <remarks>
/// A batch is validated as a whole before anything is saved, but saved row by row: what fails while saving may be half
/// done (observed §1.9, adobe-commerce.md §2.3).
/// </remarks>
internal sealed class LevelWriting(AdobeApi api, Wiring wiring)
{
    /// <summary>Attempts at a batch whose save fails for an untold reason: a deadlock passes at once, and only a
    /// repetition brings the shop's index up to date (observed §1.9).</summary>
    private const int AttemptsMax = 3;

    /// <summary>Most rows in a call, as the shop last said (observed §5, input limiting).</summary>
    private int _rowsMax = int.MaxValue;

    /// <summary>Writes levels.</summary>
    /// <returns>One receipt per level, in order.</returns>
    public async ValueTask<Items<Receipt>> SetAsync(
        IWire wire, Items<SetLevel> levels, CancellationToken cancellationToken)
    {
        var receipts = new Receipt?[levels.Count];
        var rows = new List<int>(levels.Count);
        for (var i = 0; i < levels.Count; i++)
        {
            receipts[i] = Forbid(levels[i]);
            if (receipts[i] is null)
            {
                rows.Add(i);
            }
        }

        var batch = new Batch(wire, levels, receipts);
        await (rows.Count > _rowsMax
            ? SplitAsync(batch, rows, _rowsMax, cancellationToken)
            : SendAsync(batch, rows, cancellationToken));
        return receipts
            .Select(receipt => receipt ?? throw new InvalidOperationException("A level was left without a receipt."))
            .ToItems();
    }

    /// <summary>Rows that the shop would refuse, and the whole batch with them (adobe-commerce.md §2.3).</summary>
    private static Receipt.Refused? Forbid(SetLevel level) =>
        level.Quantity < Quantity.Zero
            ? new Receipt.Refused(CaseCodes.QuantityInvalid, $"{level.Quantity} of {level.Sku} is below zero.")
            : level.Source.Text.Any(char.IsWhiteSpace)
                ? new Receipt.Refused(CaseCodes.SourceUnknown, $"'{level.Source}' is no source: it holds white space.")
                : null;

    private async ValueTask SendAsync(Batch batch, List<int> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var answer = await PostAsync(batch, rows, cancellationToken);
        var isHalfDone = answer.Kind == AnswerKind.SaveUnsure;
        for (var attempt = 1; answer.Kind == AnswerKind.SaveUnsure && attempt < AttemptsMax; attempt++)
        {
            var unknown = await UnknownSourcesAsync(batch, rows, cancellationToken);
            if (unknown.Count > 0)
            {
                // A row of an unknown source is always new, and new rows are saved first in one statement: nothing is
                // saved.
                await LeaveOutAsync(
                    batch, rows, row => RefuseUnknownSource(batch.Levels[row], unknown), cancellationToken);
                return;
            }

            answer = await PostAsync(batch, rows, cancellationToken);
        }

        switch (answer.Kind)
        {
            case AnswerKind.TooMany when rows.Count > 1:
                var size = Math.Clamp(answer.Max ?? rows.Count / 2, 1, rows.Count - 1);
                _rowsMax = size;
                await SplitAsync(batch, rows, size, cancellationToken);
                break;
            case AnswerKind.RowsInvalid when rows.Count > 1:
                await LeaveOutAsync(batch, rows, row => RefuseNamed(batch.Levels[row], answer), cancellationToken);
                break;
            case AnswerKind.Done when !IsList(answer.Body.Span):
                // A proxy's page, or half an answer: whether the shop ever heard of it is not known.
                Settle(batch, rows, new Receipt.Unknown("The shop answered something else than the list that it answers with.")
                {
                    IsHalfDone = isHalfDone,
                });
                break;
            default:
                Settle(batch, rows, Standing(answer, isHalfDone));
                break;
        }
    }

    private static bool IsList(ReadOnlySpan<byte> body) => body.Trim(" \r\n\t"u8) is [(byte)'[', .., (byte)']'];

    /// <summary>A save that failed inside may have kept rows that the shop's index does not know of: they look right, and
    /// are not for sale until the same rows are saved once more (observed §1.9).</summary>
    /// <param name="answer">The last answer.</param>
    /// <param name="isHalfDone">Whether an attempt before failed so: what the shop says of the next does not undo it.</param>
    private static Receipt Standing(AdobeAnswer answer, bool isHalfDone) => answer.AsWriteReceipt(CaseCodes.WriteRefused) switch
    {
        Receipt.Deferred deferred when isHalfDone => new Receipt.Unknown(deferred.Detail) { IsHalfDone = true },
        Receipt.Refused refused when isHalfDone => new Receipt.Unknown(refused.Detail) { IsHalfDone = true },
        Receipt.Unknown unknown when isHalfDone || answer.Kind == AnswerKind.Broken =>
            unknown with { IsHalfDone = true },
        var receipt => receipt,
    };

    /// <summary>
    /// Refuses some rows and sends the others again; where no row is to blame, halves the batch until one is.
    /// </summary>
    private async ValueTask LeaveOutAsync(
        Batch batch, List<int> rows, Func<int, Receipt.Refused?> refuse, CancellationToken cancellationToken)
    {
        var others = new List<int>();
        foreach (var row in rows)
        {
            batch.Receipts[row] = refuse(row);
            if (batch.Receipts[row] is null)
            {
                others.Add(row);
            }
        }

        if (others.Count < rows.Count)
        {
            await SendAsync(batch, others, cancellationToken);
        }
        else
        {
            await SplitAsync(batch, rows, (rows.Count + 1) / 2, cancellationToken);
        }
    }

    private async ValueTask SplitAsync(Batch batch, List<int> rows, int size, CancellationToken cancellationToken)
    {
        foreach (var part in rows.Chunk(size))
        {
            await SendAsync(batch, [.. part], cancellationToken);
        }
    }

    private ValueTask<AdobeAnswer> PostAsync(Batch batch, List<int> rows, CancellationToken cancellationToken) =>
        api.PostAsync(batch.Wire, "/inventory/source-items", Body(batch.Levels, rows), cancellationToken);

    private async ValueTask<HashSet<string>> UnknownSourcesAsync(
        Batch batch, List<int> rows, CancellationToken cancellationToken)
    {
        var used = rows.Select(row => batch.Levels[row].Source.Text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var read = await wiring.SourcesAsync(batch.Wire, cancellationToken);
        if (read.Failure is null)
        {
            used.ExceptWith(read.Sources.Select(source => source.Code));
        }
        else
        {
            used.Clear();
        }

        return used;
    }

    private static Receipt.Refused? RefuseUnknownSource(SetLevel level, HashSet<string> unknown) =>
        unknown.Contains(level.Source.Text)
            ? new Receipt.Refused(CaseCodes.SourceUnknown, $"The shop has no source {level.Source}.")
            : null;

    /// <summary>
    /// Errors name the row by its values, never by its place: a part of a ship-together bundle may not get a second
    /// source, said as <c>Not able to assign "%1" to product "%2"</c> (observed §3).
    /// </summary>
    private static Receipt.Refused? RefuseNamed(SetLevel level, AdobeAnswer answer)
    {
        foreach (var (source, sku) in RowErrors.Read(answer.Body))
        {
            if (string.Equals(source, level.Source.Text, StringComparison.OrdinalIgnoreCase) &&
                string.Equals(sku, level.Sku.Text, StringComparison.OrdinalIgnoreCase))
            {
                return new Receipt.Refused(
                    CaseCodes.WriteRefused,
                    $"{level.Sku} is part of a bundle shipped together, and cannot have a row at {level.Source} too.");
            }
        }

        return null;
    }

    private static void Settle(Batch batch, List<int> rows, Receipt receipt)
    {
        foreach (var row in rows)
        {
            batch.Receipts[row] = receipt;
        }
    }

    /// <summary>
    /// Status is always 1: it is a manual switch, a row with 0 counts as nothing whatever its quantity, and salability
    /// follows the quantity by itself (adobe-commerce.md §2.3).
    /// </summary>
    private static ReadOnlyMemory<byte> Body(Items<SetLevel> levels, List<int> rows)
    {
        var buffer = new ArrayBufferWriter<byte>(rows.Count * 96);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("sourceItems");
            foreach (var row in rows)
            {
                json.WriteStartObject();
                json.WriteString("sku", levels[row].Sku.Text);
                json.WriteString("source_code", levels[row].Source.Text);
                json.WriteNumber("quantity", levels[row].Quantity.Value);
                json.WriteNumber("status", 1);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private sealed record Batch(IWire Wire, Items<SetLevel> Levels, Receipt?[] Receipts);
}
