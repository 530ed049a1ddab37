using System.Globalization;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http.Twin.Erp;

/// <summary>A return in a back office's books.</summary>
internal sealed class ErpReturn(string id, string externalId, ErpDocument order, IReadOnlyList<ErpReturnLine> lines)
{
    public string Id => id;

    public string ExternalId => externalId;

    public ErpDocument Order => order;

    public IReadOnlyList<ErpReturnLine> Lines => lines;

    /// <summary>The status in the back office's own word.</summary>
    public string Status => lines.All(static line => line.Received >= line.Quantity) ? "received"
        : lines.Any(static line => line.Received > 0m) ? "part-received"
        : "authorised";

    public ErpReturnView View() => new(id, externalId, order.Content.ExternalId, Status, lines
        .Select(static line =>
            new ErpReturnLineView(line.Line, line.Quantity, line.Received, line.Disposition)).ToItems());

    /// <summary>Whether another request says the same.</summary>
    public bool Says(ErpDocument otherOrder, IReadOnlyList<ErpReturnLine> other) =>
        ReferenceEquals(order, otherOrder) && lines.Count == other.Count &&
        lines.Zip(other).All(static pair => pair.First.Quantity == pair.Second.Quantity &&
            string.Equals(pair.First.Line, pair.Second.Line, StringComparison.Ordinal));
}

/// <summary>A line of a return.</summary>
internal sealed class ErpReturnLine(string line, decimal quantity)
{
    public string Line => line;

    public decimal Quantity => quantity;

    public decimal Received { get; set; }

    public string? Disposition { get; set; }
}

/// <summary>A back office's book of returns.</summary>
internal sealed class ErpReturns
{
    private readonly Dictionary<string, ErpReturn> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ErpReturn> _byExternalId = new(StringComparer.Ordinal);

    public ErpReturn? Find(string id) => _byId.GetValueOrDefault(id);

    public ErpReturn? Of(string externalId) => _byExternalId.GetValueOrDefault(externalId);

    public ErpReturn Add(string externalId, ErpDocument order, IReadOnlyList<ErpReturnLine> lines)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"RT-{500_001 + _byId.Count}");
        var made = new ErpReturn(id, externalId, order, lines);
        _byId.Add(id, made);
        _byExternalId.Add(externalId, made);
        Count(made, sign: 1m);
        return made;
    }

    /// <summary>Writes down what a return is of now.</summary>
    public ErpReturn Widen(ErpReturn known, IReadOnlyList<ErpReturnLine> lines)
    {
        foreach (var line in lines)
        {
            if (known.Lines.FirstOrDefault(before => before.Line == line.Line) is { } before)
            {
                (line.Received, line.Disposition) = (before.Received, before.Disposition);
            }
        }

        var now = new ErpReturn(known.Id, known.ExternalId, known.Order, lines);
        Count(known, sign: -1m);
        Count(now, sign: 1m);
        return _byId[known.Id] = _byExternalId[known.ExternalId] = now;
    }

    private static void Count(ErpReturn one, decimal sign)
    {
        foreach (var line in one.Lines)
        {
            one.Order.Taken[one.Order.PlaceOf(line.Line)].Returned += sign * line.Quantity;
        }
    }
}
