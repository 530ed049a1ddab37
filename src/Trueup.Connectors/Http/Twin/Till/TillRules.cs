using Trueup.Core.Values;

namespace Trueup.Connectors.Http.Twin.Till;

/// <summary>How the tills of one store are set up.</summary>
/// <param name="Store">The store's code.</param>
/// <param name="Currency">ISO 4217 code of a currency with two decimals.</param>
public sealed record TillRules(string Store, string Currency)
{
    /// <summary>Tax that prices hold, in per cent. Default 20.</summary>
    public decimal TaxRate { get; init; } = 20m;

    /// <summary>The code that the tax is reported under. Default <c>S20</c>.</summary>
    public string TaxCode { get; init; } = "S20";

    /// <summary>Whether the tills count the store's stock and tell it. Default true; false where another system of the
    /// store does.</summary>
    public bool CountsStock { get; init; } = true;

    /// <summary>Where events are pushed to, relative to the subscriber. Default <c>/in/pos</c>.</summary>
    public string PushTarget { get; init; } = "/in/pos";

    /// <summary>How pushes prove where they come from. Default: not at all.</summary>
    public PushProof Proof { get; init; } = new PushProof.None();
}

/// <summary>A line rung up: negative pieces come back.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Pieces">How many.</param>
/// <param name="Price">Price of one, tax included.</param>
public readonly record struct RungLine(string Sku, int Pieces, decimal Price)
{
    /// <summary>The transaction that sold what comes back; null when nobody knows.</summary>
    public string? SoldIn { get; init; }
}

/// <summary>A transaction in a till's own books.</summary>
/// <param name="Register">The till.</param>
/// <param name="Transaction">Its number.</param>
/// <param name="At">When it happened.</param>
/// <param name="Lines">What was rung up.</param>
public sealed record RungSale(string Register, string Transaction, DateTimeOffset At, Items<RungLine> Lines)
{
    /// <summary>The till's running number.</summary>
    public long Sequence { get; init; }

    /// <summary>How it was paid.</summary>
    public string Tender { get; init; } = "card";

    /// <summary>The online order that was handed over; null for a plain sale.</summary>
    public string? Order { get; init; }

    /// <summary>What was charged.</summary>
    public decimal Gross => Lines.Sum(static line => line.Pieces * line.Price);
}

/// <summary>What a store's tills come to on a day.</summary>
public readonly record struct TillDay(int Transactions, decimal Net, decimal Tax);
