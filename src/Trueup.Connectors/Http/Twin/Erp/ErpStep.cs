namespace Trueup.Connectors.Http.Twin.Erp;

/// <summary>Something that people in a back office do.</summary>
public abstract record ErpStep
{
    private ErpStep()
    {
    }

    /// <summary>Close all periods up to a day, or open those after it again.</summary>
    /// <param name="Through">The last closed day.</param>
    public sealed record ClosePeriods(DateOnly Through) : ErpStep;

    /// <summary>Enter an account.</summary>
    public sealed record AddAccount(string Account) : ErpStep;

    /// <summary>Delete an item.</summary>
    public sealed record RemoveItem(string Item) : ErpStep;

    /// <summary>Put an order on hold, or free it.</summary>
    public sealed record Hold(string ExternalId, bool IsHeld) : ErpStep;

    /// <summary>Invoice an order and close it: from then on it takes a credit memo.</summary>
    public sealed record Close(string ExternalId) : ErpStep;

    /// <summary>Cancel what is open of an order, from the back office's side.</summary>
    /// <param name="ExternalId">The order.</param>
    /// <param name="Restock">Whether the goods stay for sale.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Cancel(string ExternalId, bool Restock, string Reason) : ErpStep;
}
