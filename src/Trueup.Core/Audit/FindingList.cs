using Trueup.Core.Cases;
using Trueup.Core.Values;

namespace Trueup.Core.Audit;

/// <summary>Collects what the checks find at one place.</summary>
internal sealed class FindingList(string where)
{
    private readonly Dictionary<CaseCode, List<AuditRow>> _rows = [];

    /// <summary>Adds one place where a trouble was found.</summary>
    public void Add(CaseCode code, string subject, string detail, Money? worth = null)
    {
        if (!_rows.TryGetValue(code, out var rows))
        {
            _rows[code] = rows = [];
        }

        rows.Add(new AuditRow(subject, detail, worth));
    }

    /// <summary>The findings, each with its costliest rows first.</summary>
    public IEnumerable<AuditFinding> Conclude() => _rows.Select(found => new AuditFinding(
        found.Key,
        where,
        found.Value.OrderByDescending(row => row.Worth?.Amount ?? 0m)
            .ThenBy(row => row.Subject, StringComparer.Ordinal).ToItems()));
}
