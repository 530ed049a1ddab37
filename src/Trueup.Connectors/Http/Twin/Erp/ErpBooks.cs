using System.Globalization;
using System.Runtime.InteropServices;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http.Twin.Erp;

/// <summary>A back office's books: its documents, and the ledger of what they came to.</summary>
internal sealed class ErpBooks
{
    private readonly Dictionary<string, ErpDocument> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<(ErpKind Kind, string ExternalId), List<ErpDocument>> _byExternalId = [];
    private readonly Dictionary<ErpKind, List<ErpDocument>> _inOrder = [];
    private readonly List<ErpPosting> _ledger = [];
    private readonly SortedDictionary<(string Currency, string TaxCode), (decimal Net, decimal Tax)> _balances = [];

    /// <summary>Everything booked, oldest first.</summary>
    public IReadOnlyList<ErpPosting> Ledger => _ledger;

    /// <summary>What it comes to.</summary>
    public Items<ErpBalance> Balances => _balances
        .Select(static pair =>
            new ErpBalance(pair.Key.Currency, pair.Key.TaxCode, pair.Value.Net, pair.Value.Tax)).ToItems();

    /// <summary>All documents of a kind, oldest first.</summary>
    public IReadOnlyList<ErpDocument> All(ErpKind kind) => _inOrder.TryGetValue(kind, out var all) ? all : [];

    /// <summary>The document of a kind with the back office's id; null when there is none.</summary>
    public ErpDocument? Find(ErpKind kind, string id) =>
        _byId.GetValueOrDefault(id) is { } document && document.Content.Kind == kind ? document : null;

    /// <summary>All documents of a kind with an external id, oldest first.</summary>
    public IReadOnlyList<ErpDocument> Of(ErpKind kind, string externalId) =>
        _byExternalId.TryGetValue((kind, externalId), out var documents) ? documents : [];

    /// <summary>Writes a document down and books its money.</summary>
    public ErpDocument Add(ErpContent content, DateTimeOffset now)
    {
        var letters = content.Kind switch
        {
            ErpKind.SalesOrder => "SO",
            ErpKind.CreditMemo => "CM",
            _ => "RP",
        };
        ref var all = ref CollectionsMarshal.GetValueRefOrAddDefault(_inOrder, content.Kind, out _);
        all ??= [];
        var id = string.Create(CultureInfo.InvariantCulture, $"{letters}-{500_001 + all.Count}");
        var document = new ErpDocument(id, content, now);
        all.Add(document);
        _byId.Add(id, document);
        ref var same = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _byExternalId, (content.Kind, content.ExternalId), out _);
        (same ??= []).Add(document);
        var (reason, sign) = content.Kind switch
        {
            ErpKind.SalesOrder => ("order", 1m),
            ErpKind.CreditMemo => ("credit", -1m),
            _ => ("retail", 1m),
        };
        Book(
            document,
            reason,
            content.On,
            content.Lines.Select(line => (line.TaxCode, sign * line.Net, sign * line.Tax)));
        return document;
    }

    /// <summary>Books money, summed by tax code.</summary>
    public void Book(
        ErpDocument document,
        string reason,
        DateOnly on,
        IEnumerable<(string TaxCode, decimal Net, decimal Tax)> amounts)
    {
        var (currency, externalId) = (document.Content.Currency, document.Content.ExternalId);
        foreach (var group in amounts.GroupBy(static amount => amount.TaxCode, StringComparer.Ordinal))
        {
            var (net, tax) = (group.Sum(static amount => amount.Net), group.Sum(static amount => amount.Tax));
            _ledger.Add(new ErpPosting(document.Id, externalId, reason, on, currency, group.Key, net, tax));
            var (netBefore, taxBefore) = _balances.GetValueOrDefault((currency, group.Key));
            _balances[(currency, group.Key)] = (netBefore + net, taxBefore + tax);
        }
    }
}
