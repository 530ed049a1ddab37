using System.Text;
using Trueup.Core.Cases;
using Trueup.Core.Values;

namespace Trueup.Engine.Cases;

/// <summary>The levels of lineage that many cases share, with their code; the place of a case among its like.</summary>
/// <param name="Code">The kind of problem.</param>
/// <param name="Connection">The connection; null for none.</param>
/// <param name="Storefront">The storefront; null for none.</param>
/// <param name="Location">The location; null for none.</param>
public sealed record CaseCell(CaseCode Code, string? Connection, string? Storefront, string? Location)
{
    /// <summary>The lineage of a case of this cell.</summary>
    internal Lineage LineageOf(string? sku, string? order) => new()
    {
        Connection = ConnectionName.TryParse(Connection, out var connection) ? connection : null,
        Storefront = ConnectionName.TryParse(Storefront, out var storefront) ? storefront : null,
        Location = Location,
        Sku = sku,
        Order = order,
    };
}

/// <summary>The combinations of code and wide levels that were ever met: some hundred, however many cases there are.</summary>
internal sealed class CaseCells
{
    private readonly Dictionary<(string Code, string? Connection, string? Storefront, string? Location), int> _numbers = [];
    private readonly List<byte[]> _prefixes = [];

    /// <summary>The cells, by number.</summary>
    public List<CaseCell> All { get; } = [];

    /// <summary>The number of a case's cell.</summary>
    public int NumberOf(Case known)
    {
        var about = known.About;
        var name = (known.Code.Code, about.Connection?.Text, about.Storefront?.Text, about.Location);
        if (!_numbers.TryGetValue(name, out var number))
        {
            _numbers[name] = number = All.Count;
            All.Add(new CaseCell(known.Code, name.Item2, name.Item3, name.Location));
            _prefixes.Add(Encoding.UTF8.GetBytes($"{name.Code}|{name.Item2}|{name.Item3}|{name.Location}|"));
        }

        return number;
    }

    /// <summary>What the keys of a cell's cases begin with: code and wide levels, a bar behind each.</summary>
    public byte[] PrefixOf(int cell) => _prefixes[cell];
}
