namespace Trueup.Connectors.Http;

/// <summary>Where a page of stock holds its rows, and a row its values.</summary>
/// <param name="Rows">The list of rows.</param>
/// <param name="Next">The token of the next page; null where pages are counted.</param>
/// <param name="Sku">The SKU.</param>
/// <param name="Location">The location.</param>
/// <param name="Quantity">The quantity.</param>
internal sealed record StockFields(ReplyPath Rows, ReplyPath? Next, RowField Sku, RowField Location, RowField Quantity)
{
    /// <summary>The stock state; null when the remote has only one.</summary>
    public RowField? State { get; init; }

    /// <summary>The version of the figure; null when the remote has none.</summary>
    public RowField? Version { get; init; }

    /// <summary>The fields of a row.</summary>
    public IEnumerable<(StockSlot Slot, RowField Field)> OfRow()
    {
        yield return (StockSlot.Sku, Sku);
        yield return (StockSlot.Location, Location);
        yield return (StockSlot.Quantity, Quantity);
        if (State is not null)
        {
            yield return (StockSlot.State, State);
        }

        if (Version is not null)
        {
            yield return (StockSlot.Version, Version);
        }
    }
}

/// <summary>Where a row holds a value, or the value that all rows have.</summary>
/// <param name="Path">The place in the row; null for a constant.</param>
/// <param name="Constant">The constant; null for a place.</param>
internal sealed record RowField(ReplyPath? Path, string? Constant);

/// <summary>The values that a page of stock is searched for.</summary>
internal enum StockSlot
{
    /// <summary>The list of rows.</summary>
    Rows,

    /// <summary>The token of the next page.</summary>
    Next,

    /// <summary>A row's SKU.</summary>
    Sku,

    /// <summary>A row's location.</summary>
    Location,

    /// <summary>A row's stock state.</summary>
    State,

    /// <summary>A row's quantity.</summary>
    Quantity,

    /// <summary>A row's version.</summary>
    Version,
}
