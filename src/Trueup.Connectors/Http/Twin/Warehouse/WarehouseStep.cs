namespace Trueup.Connectors.Http.Twin.Warehouse;

/// <summary>
/// Something that people in a warehouse do. What is chosen here is all the chance that a warehouse knows.
/// </summary>
public abstract record WarehouseStep
{
    private WarehouseStep()
    {
    }

    /// <summary>
    /// Give stock to the next orders. An order whose stock is short is put on hold and tried again after the others.
    /// </summary>
    /// <param name="Orders">How many orders to try.</param>
    /// <param name="Partly">Whether an order whose stock is short gets what there is; the rest waits.</param>
    public sealed record Allocate(int Orders, bool Partly = false) : WarehouseStep;

    /// <summary>Pick the next allocated orders.</summary>
    public sealed record Pick(int Orders) : WarehouseStep;

    /// <summary>Pack the next picked orders.</summary>
    public sealed record Pack(int Orders) : WarehouseStep;

    /// <summary>Hand the next packed orders to the carrier, one shipment for each warehouse.</summary>
    /// <param name="Orders">How many orders.</param>
    /// <param name="Parcels">Parcels in each shipment.</param>
    /// <param name="Partly">Whether only half of each line, rounded up, goes now; the rest of the order waits for
    /// another dispatch.</param>
    public sealed record Dispatch(int Orders, int Parcels = 1, bool Partly = false) : WarehouseStep;

    /// <summary>Book goods in.</summary>
    public sealed record Receive(
        string Sku, string Warehouse, decimal Quantity, string Status = WarehouseStatus.Ok) : WarehouseStep;

    /// <summary>
    /// Move goods from one status to another; nothing happens where there is too little that is free.
    /// </summary>
    public sealed record Move(string Sku, string Warehouse, string From, string To, decimal Quantity) : WarehouseStep;

    /// <summary>Correct the book to what was counted.</summary>
    public sealed record Count(
        string Sku, string Warehouse, decimal Counted, string Status = WarehouseStatus.Ok) : WarehouseStep;

    /// <summary>Cancel what is open of an order, from the warehouse's side.</summary>
    /// <param name="ExternalId">The order.</param>
    /// <param name="Restock">Whether the goods stay for sale; else they are damaged.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Cancel(string ExternalId, bool Restock, string Reason) : WarehouseStep;

    /// <summary>Find fewer on the shelf than the book says: the rest of a line is not there.</summary>
    /// <param name="ExternalId">The order.</param>
    /// <param name="Line">The line.</param>
    /// <param name="Missing">Pieces that are not there; the book is corrected by them.</param>
    /// <param name="Cancels">Whether the line is cut short; else the rest waits for stock.</param>
    public sealed record ShortPick(string ExternalId, string Line, decimal Missing, bool Cancels) : WarehouseStep;

    /// <summary>Let another warehouse serve a part of a line: the order is split.</summary>
    public sealed record Reroute(string ExternalId, string Line, string ToWarehouse, decimal Quantity) : WarehouseStep;

    /// <summary>Take back everything that was dispatched of an order, to be inspected where it had left.</summary>
    /// <param name="ExternalId">The order.</param>
    /// <param name="Rma">The number of the return.</param>
    public sealed record TakeBack(string ExternalId, string Rma) : WarehouseStep;

    /// <summary>Inspect the goods of a return.</summary>
    /// <param name="Rma">The number of the return.</param>
    /// <param name="Passed">Whether they may be sold again; else they are damaged.</param>
    public sealed record Inspect(string Rma, bool Passed) : WarehouseStep;
}
