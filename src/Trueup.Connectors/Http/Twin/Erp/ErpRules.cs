using Trueup.Core.Values;

namespace Trueup.Connectors.Http.Twin.Erp;

/// <summary>How one back office is set up.</summary>
/// <param name="Token">The bearer token that callers must send.</param>
public sealed record ErpRules(string Token)
{
    /// <summary>Accounts that documents may be booked on. Default <c>WEB-UK</c> and <c>STORE-07</c>.</summary>
    public Items<string> Accounts { get; init; } = ["WEB-UK", "STORE-07"];

    /// <summary>Tax codes that lines may carry. Default 20 %, 5 %, zero-rated and outside the scope.</summary>
    public Items<string> TaxCodes { get; init; } = ["S20", "R5", "Z0", "NONE"];

    /// <summary>Cost centres that documents may name. Default <c>ECOM</c> and <c>RETAIL</c>.</summary>
    public Items<string> CostCentres { get; init; } = ["ECOM", "RETAIL"];

    /// <summary>Currencies with the decimal places of their minor unit. Default GBP, EUR and JPY.</summary>
    public Items<ErpCurrency> Currencies { get; init; } = [new("GBP", 2), new("EUR", 2), new("JPY", 0)];

    /// <summary>The most lines of one document. Default 2,000.</summary>
    public int LinesMax { get; init; } = 2_000;

    /// <summary>The largest amount of a rounding line, in minor units. Default 100.</summary>
    public int RoundingMax { get; init; } = 100;

    /// <summary>The largest page of a list, in rows. Default 1,000.</summary>
    public int PageSizeMax { get; init; } = 1_000;

    /// <summary>
    /// Whether a second document with the same external id is taken as a new one; a careless system does. Default: the
    /// same content gets the document that is there, other content is refused.
    /// </summary>
    public bool TakesDuplicates { get; init; }

    /// <summary>Whether every item is known, as where items are made on the fly. Default false.</summary>
    public bool TakesAnyItem { get; init; }

    /// <summary>Whether every account is known, as where it is not to be tried which there are. Default false.</summary>
    public bool TakesAnyAccount { get; init; }

    /// <summary>Whether acceptances are pushed, not only cancellations. Default false.</summary>
    public bool TellsAcceptance { get; init; }

    /// <summary>Where events are pushed to, relative to the subscriber. Default <c>/in/erp</c>.</summary>
    public string PushTarget { get; init; } = "/in/erp";

    /// <summary>How pushes prove where they come from. Default: not at all.</summary>
    public PushProof Proof { get; init; } = new PushProof.None();

    /// <summary>Decimal places of a currency; null when it is not known.</summary>
    internal int? PlacesOf(string currency)
    {
        foreach (var known in Currencies)
        {
            if (string.Equals(known.Code, currency, StringComparison.Ordinal))
            {
                return known.Places;
            }
        }

        return null;
    }
}

/// <summary>A currency that a back office books in.</summary>
/// <param name="Code">ISO 4217 code.</param>
/// <param name="Places">Decimal places of its minor unit.</param>
public readonly record struct ErpCurrency(string Code, int Places);
