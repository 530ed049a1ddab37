namespace Trueup.Connectors.Http.Twin.Erp;

/// <summary>A back office's master data: accounts, items and periods.</summary>
internal sealed class ErpMaster
{
    private readonly ErpRules _rules;
    private readonly HashSet<string> _accounts;
    private readonly HashSet<string> _items = new(StringComparer.Ordinal);

    public ErpMaster(ErpRules rules)
    {
        _rules = rules;
        _accounts = new HashSet<string>(rules.Accounts, StringComparer.Ordinal);
    }

    /// <summary>The last day of the periods that are closed; the very first day when all are open.</summary>
    public DateOnly ClosedThrough { get; set; }

    public bool HasAccount(string account) => _rules.TakesAnyAccount || _accounts.Contains(account);

    public bool HasItem(string item) => _rules.TakesAnyItem || _items.Contains(item);

    public bool IsOpen(DateOnly day) => day > ClosedThrough;

    public bool AddAccount(string account) => _accounts.Add(account);

    public bool AddItem(string item) => _items.Add(item);

    public bool RemoveItem(string item) => _items.Remove(item);
}
