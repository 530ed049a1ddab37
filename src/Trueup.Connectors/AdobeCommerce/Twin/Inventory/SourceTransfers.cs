using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Twin.Inventory;

/// <summary>Assigning, unassigning and transferring many SKUs at once.</summary>
/// <remarks>Source: adobe-commerce.md §2.8.</remarks>
internal sealed class SourceTransfers(
    ProductBook products, SourceItemTable items, SourceBook sources, SourceItemSave save)
{
    /// <summary>Adds rows of 0, out of stock, where there are none; a SKU that the catalogue does not know crashes the
    /// call after the others were written. Source: adobe-commerce-observed.md §3.</summary>
    public Outcome<int> Assign(IReadOnlyList<string> skus, IReadOnlyList<string> sourceCodes)
    {
        var added = 0;
        foreach (var sku in skus.Where(s => products.Find(s) is { HasSourceItems: true }))
        {
            foreach (var source in sourceCodes.Select(sources.FindSource).OfType<Source>())
            {
                if (items.Find(sku)?.ItemAt(source) is null)
                {
                    save.Put(sku, source, quantity: 0, isInStock: false);
                    added++;
                }
            }
        }

        return skus.Any(s => products.Find(s) is null) ? Refusal.Crash : added;
    }

    public int Unassign(IReadOnlyList<string> skus, IReadOnlyList<string> sourceCodes)
    {
        var drafts = skus
            .SelectMany(sku => sourceCodes.Select(code => new SourceItemDraft(sku, code, Quantity: null, Status: null)))
            .Where(d => sources.FindSource(d.SourceCode!) is { } source
                && items.Find(d.Sku!)?.ItemAt(source) is not null)
            .ToList();
        if (drafts.Count > 0)
        {
            save.Delete(drafts);
        }

        return drafts.Count;
    }

    /// <summary>Moves the whole quantity and the status; the origin is left at 0, out of stock, or without a
    /// row.</summary>
    public Refusal? Transfer(IReadOnlyList<string> skus, string origin, string destination, bool unassign)
    {
        if (sources.FindSource(origin) is not { } from || sources.FindSource(destination) is not { } to || from == to)
        {
            return CheckSources(origin, destination, []);
        }

        foreach (var item in skus.Select(s => items.Find(s)?.ItemAt(from)).OfType<SourceItem>())
        {
            var held = item.Owner.ItemAt(to)?.Quantity ?? 0;
            save.Put(item.Sku, to, held + item.Quantity, item.IsInStock);
            if (unassign)
            {
                save.Delete([new SourceItemDraft(item.Sku, from.Code, Quantity: null, Status: null)]);
            }
            else
            {
                save.Put(item.Sku, from, quantity: 0, isInStock: false);
            }
        }

        return null;
    }

    public Refusal? TransferPart(IReadOnlyList<SkuQuantity> parts, string origin, string destination)
    {
        if (CheckSources(origin, destination, parts) is { } refusal)
        {
            return refusal;
        }

        var from = sources.FindSource(origin)!;
        var to = sources.FindSource(destination)!;
        foreach (var part in parts)
        {
            save.Move(items.Find(part.Sku)!.ItemAt(from)!, -part.Quantity);
            save.Move(items.Find(part.Sku)!.ItemAt(to)!, part.Quantity);
        }

        return null;
    }

    private Refusal? CheckSources(string origin, string destination, IReadOnlyList<SkuQuantity> parts)
    {
        List<Refusal> errors = [];
        AddMissing(errors, "Origin", origin, parts);
        AddMissing(errors, "Destination", destination, parts);
        if (string.Equals(origin, destination, StringComparison.OrdinalIgnoreCase))
        {
            errors.Add(Refusal.BadRequest("Cannot transfer a source on itself"));
        }

        foreach (var part in parts)
        {
            if (sources.FindSource(origin) is { } source && items.Find(part.Sku)?.ItemAt(source) is { } item
                && item.Quantity < part.Quantity)
            {
                errors.Add(Refusal.Named(
                    400, "Requested transfer amount for sku %sku is not available", "sku", part.Sku));
            }
        }

        return errors.Count == 0 ? null : new Refusal(400, "Transfer validation failed", Errors: errors.ToItems());
    }

    private void AddMissing(List<Refusal> errors, string end, string code, IReadOnlyList<SkuQuantity> parts)
    {
        var source = sources.FindSource(code);
        if (source is null)
        {
            errors.Add(Refusal.Named(400, $"{end} source %sourceCode does not exist", "sourceCode", code));
        }

        foreach (var part in parts)
        {
            if (source is null || items.Find(part.Sku)?.ItemAt(source) is null)
            {
                errors.Add(Refusal.Named(
                    400, "%message", "message", $"Source item for {part.Sku} and {code} does not exist"));
            }
        }
    }
}
