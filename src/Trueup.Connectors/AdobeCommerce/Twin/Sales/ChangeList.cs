namespace Trueup.Connectors.AdobeCommerce.Twin.Sales;

/// <summary>Rows from the most recently changed backwards.</summary>
/// <param name="idOf">The id of a row.</param>
/// <param name="changedAt">When a row last changed.</param>
internal sealed class ChangeList<T>(Func<T, int> idOf, Func<T, DateTimeOffset> changedAt)
    where T : class
{
    private readonly LinkedList<T> _rows = [];
    private readonly Dictionary<int, LinkedListNode<T>> _nodes = [];

    public void Add(T row) => _nodes[idOf(row)] = _rows.AddLast(row);

    /// <summary>The row was changed just now.</summary>
    public void Touched(T row)
    {
        var node = _nodes[idOf(row)];
        _rows.Remove(node);
        _rows.AddLast(node);
    }

    /// <summary>Rows changed at or after a moment, in the order of their ids.</summary>
    public IEnumerable<T> Since(DateTimeOffset moment)
    {
        List<T> found = [];
        for (var node = _rows.Last; node is not null && changedAt(node.Value) >= moment; node = node.Previous)
        {
            found.Add(node.Value);
        }

        return found.OrderBy(idOf);
    }
}
