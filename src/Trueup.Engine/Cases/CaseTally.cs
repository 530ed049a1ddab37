using System.Runtime.InteropServices;
using Trueup.Core.Cases;
using Trueup.Core.Values;

namespace Trueup.Engine.Cases;

/// <summary>Counts of open cases that are asked for at every request.</summary>
internal sealed class CaseTally
{
    private readonly Dictionary<ulong, int> _drifting = [];
    private readonly Dictionary<string, int> _driftingSkus = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _openByCode = new(StringComparer.Ordinal);

    /// <summary>SKUs with an open case, by storefront.</summary>
    public IReadOnlyDictionary<string, int> DriftingSkus => _driftingSkus;

    /// <summary>Open cases of a code.</summary>
    public int OpenOf(CaseCode code) => _openByCode.GetValueOrDefault(code.Code);

    /// <summary>Whether an open case says that a storefront differs for a SKU.</summary>
    public bool IsDrifting(ConnectionName storefront, Sku sku) => _drifting.ContainsKey(KeyOf(storefront.Text, sku.Text));

    /// <summary>Counts an open case in or out.</summary>
    public void Count(CaseCell cell, string? sku, int delta)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_openByCode, cell.Code.Code, out _) += delta;
        if (cell.Storefront is not { } storefront || sku is null)
        {
            return;
        }

        var key = KeyOf(storefront, sku);
        var before = _drifting.GetValueOrDefault(key);
        var after = before + delta;
        if (after == 0)
        {
            _drifting.Remove(key);
        }
        else
        {
            _drifting[key] = after;
        }

        var change = (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
        CollectionsMarshal.GetValueRefOrAddDefault(_driftingSkus, storefront, out _) += change;
    }

    private static ulong KeyOf(string storefront, string sku) => CaseBook.IdOf($"{storefront}\n{sku}");
}
