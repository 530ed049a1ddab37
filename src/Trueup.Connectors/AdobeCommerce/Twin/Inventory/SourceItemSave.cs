using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Twin.Inventory;

/// <summary>A row that somebody wants saved, already of the right types.</summary>
internal sealed record SourceItemDraft(string? Sku, string? SourceCode, decimal? Quantity, int? Status);

/// <summary>Saving and deleting source items: absolute, in batches, and not atomic.</summary>
/// <remarks>Source: adobe-commerce.md §2.3; adobe-commerce-observed.md §1.9, §3.</remarks>
internal sealed class SourceItemSave(
    ProductBook products, SourceItemTable items, SourceBook sources, StockIndex index, StockConfiguration configuration)
{
    private static readonly Refusal CouldNotSave = Refusal.BadRequest("Could not save Source Item");
    private static readonly Refusal NoInput = Refusal.BadRequest("Input data is empty");

    /// <summary>Told of every row that was saved.</summary>
    public Action<SourceItem>? Saved { get; set; }

    public required TwinSwitches Switches { get; init; }

    public Refusal? Save(IReadOnlyList<SourceItemDraft> drafts)
    {
        if (drafts.Count == 0)
        {
            return NoInput;
        }

        if (Validate(drafts) is { } invalid)
        {
            return invalid;
        }

        var latest = new Dictionary<(string, string), SourceItemDraft>(PairComparer.Instance);
        foreach (var draft in drafts)
        {
            latest[(draft.Sku!, draft.SourceCode!)] = draft;
        }

        return latest.Values.Any(d => sources.FindSource(d.SourceCode!) is null) ? CouldNotSave : Write(latest.Values);
    }

    public Refusal? Delete(IReadOnlyList<SourceItemDraft> drafts)
    {
        if (drafts.Count == 0)
        {
            return NoInput;
        }

        HashSet<SkuStock> touched = [];
        foreach (var draft in drafts)
        {
            if (sources.FindSource(draft.SourceCode ?? "") is { } source
                && items.Find(draft.Sku ?? "")?.ItemAt(source) is { } item)
            {
                items.Delete(item);
                touched.Add(item.Owner);
                FollowLegacy(item, quantity: 0, isInStock: false);
            }
        }

        index.AfterSave(touched);
        return null;
    }

    /// <summary>Changes a row's quantity by an amount, as shipments and returns do, and keeps everything that follows
    /// in step.</summary>
    public void Move(SourceItem item, decimal by)
    {
        items.Move(item, by);
        FollowLegacy(item, item.Quantity, item.IsInStock);
        index.AfterSave([item.Owner]);
    }

    /// <summary>Sets one row past validation, making it if need be.</summary>
    public void Put(string sku, Source source, decimal quantity, bool isInStock)
    {
        var item = items.Find(sku)?.ItemAt(source) ?? items.Insert(sku, source);
        items.Set(item, quantity, isInStock);
        FollowLegacy(item, item.Quantity, item.IsInStock);
        index.AfterSave([item.Owner]);
    }

    /// <summary>New rows first, in one statement; then the known ones, one by one and without a transaction.</summary>
    private Refusal? Write(IReadOnlyCollection<SourceItemDraft> drafts)
    {
        var known = drafts.Where(d => Existing(d) is not null).ToList();
        var fresh = drafts.Where(d => Existing(d) is null).ToList();
        var kept = Switches.FailNextSaveAfterUpdates is { } limit && limit < known.Count ? limit : known.Count;
        HashSet<SkuStock> touched = [];
        foreach (var draft in fresh)
        {
            touched.Add(Apply(items.Insert(draft.Sku!, sources.FindSource(draft.SourceCode!)!), draft));
        }

        foreach (var draft in known.Take(kept))
        {
            touched.Add(Apply(Existing(draft)!, draft));
        }

        if (kept < known.Count)
        {
            Switches.FailNextSaveAfterUpdates = Switches.FailSavesAfterNext > 0 ? Switches.FailNextSaveAfterUpdates : null;
            Switches.FailSavesAfterNext = Math.Max(0, Switches.FailSavesAfterNext - 1);
            return CouldNotSave;
        }

        index.AfterSave(touched);
        return null;
    }

    private SourceItem? Existing(SourceItemDraft draft) =>
        items.Find(draft.Sku!)?.ItemAt(sources.FindSource(draft.SourceCode!)!);

    private SkuStock Apply(SourceItem item, SourceItemDraft draft)
    {
        items.Set(item, draft.Quantity!.Value, draft.Status == 1);
        FollowLegacy(item, item.Quantity, item.IsInStock);
        Saved?.Invoke(item);
        return item.Owner;
    }

    /// <summary>The legacy stock item follows the default source and nothing else.</summary>
    private void FollowLegacy(SourceItem item, decimal quantity, bool isInStock)
    {
        if (item.Source.Code is not Source.DefaultCode || products.Find(item.Sku) is not { } product)
        {
            return;
        }

        product.LegacyQty = quantity;
        product.LegacyInStock = isInStock
            && (quantity > configuration.Threshold(product.StockItem)
                || configuration.AllowsBackorders(product.StockItem));
    }

    private Refusal? Validate(IReadOnlyList<SourceItemDraft> drafts)
    {
        List<Refusal> errors = [.. drafts.SelectMany(Errors)];
        errors.AddRange(ShipTogetherErrors(drafts));
        return errors.Count == 0
            ? null
            : new Refusal(400, "Validation Failed: " + Rendered(errors[0]), Errors: errors.ToItems());
    }

    private static IEnumerable<Refusal> Errors(SourceItemDraft draft)
    {
        if (string.IsNullOrWhiteSpace(draft.Sku))
        {
            yield return OfField("\"%field\" can not be empty.", "sku");
        }

        if (draft.Sku is { Length: > 0 } sku && (char.IsWhiteSpace(sku[0]) || char.IsWhiteSpace(sku[^1])))
        {
            yield return OfField("\"%field\" can not contain leading or trailing spaces.", "sku");
        }

        if (string.IsNullOrEmpty(draft.SourceCode))
        {
            yield return OfField("\"%field\" can not be empty.", "source_code");
        }
        else if (draft.SourceCode.Any(char.IsWhiteSpace))
        {
            yield return OfField("\"%field\" can not contain whitespaces.", "source_code");
        }

        if (draft.Quantity is null)
        {
            yield return OfField("\"%field\" should be numeric.", "quantity");
        }

        if (draft.Status is null)
        {
            yield return OfField("\"%field\" should be numeric.", "status");
        }
        else if (draft.Status is not (0 or 1))
        {
            yield return OfField("\"%field\" should a known status.", "status");
        }
    }

    /// <summary>All parts of a bundle that ships together must lie in one and the same source.</summary>
    private IEnumerable<Refusal> ShipTogetherErrors(IReadOnlyList<SourceItemDraft> drafts)
    {
        foreach (var draft in drafts)
        {
            foreach (var bundle in products.Find(draft.Sku ?? "")?.Parents ?? [])
            {
                if (bundle is { Type: ProductType.Bundle, Composition.ShipsSeparately: false }
                    && CodesOf(bundle, drafts).Distinct(StringComparer.OrdinalIgnoreCase).Skip(1).Any())
                {
                    yield return NotAble(draft, bundle);
                }
            }
        }
    }

    private IEnumerable<string> CodesOf(Product bundle, IReadOnlyList<SourceItemDraft> drafts)
    {
        var parts = ProductBook.ChildrenOf(bundle).Select(c => c.Sku).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return parts
            .SelectMany(p => items.Find(p)?.Items ?? [])
            .Select(i => i.Source.Code)
            .Concat(drafts.Where(d => parts.Contains(d.Sku ?? "")).Select(d => d.SourceCode ?? ""));
    }

    private static Refusal NotAble(SourceItemDraft draft, Product bundle) => new(
        400,
        "Not able to assign \"%1\" to product \"%2\", as it is part of bundle product <a href=\"%3\">\"%4\"</a> with "
        + "shipment type \"Ship Together\" and has multiple sources or different source as other bundle selections.",
        [
            new(Name: null, draft.SourceCode ?? ""),
            new(Name: null, draft.Sku ?? ""),
            new(Name: null, FormattableString.Invariant($"http://127.0.0.1:8081/catalog/product/edit/id/{bundle.Id}/")),
            new(Name: null, bundle.Sku),
        ]);

    private static Refusal OfField(string message, string field) => Refusal.Named(400, message, "field", field);

    private static string Rendered(Refusal error)
    {
        var text = error.Message;
        for (var i = 0; i < error.Parameters.Count; i++)
        {
            var parameter = error.Parameters[i];
            var placeholder = "%"
                + (parameter.Name ?? (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
            text = text.Replace(placeholder, parameter.Value, StringComparison.Ordinal);
        }

        return text;
    }

    private sealed class PairComparer : IEqualityComparer<(string Sku, string Source)>
    {
        public static PairComparer Instance { get; } = new();

        public bool Equals((string Sku, string Source) x, (string Sku, string Source) y) =>
            string.Equals(x.Sku, y.Sku, StringComparison.OrdinalIgnoreCase)
            && string.Equals(x.Source, y.Source, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((string Sku, string Source) pair) => HashCode.Combine(
            StringComparer.OrdinalIgnoreCase.GetHashCode(pair.Sku),
            StringComparer.OrdinalIgnoreCase.GetHashCode(pair.Source));
    }
}
