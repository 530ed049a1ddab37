using System.Globalization;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>How far places are from where an order goes, and in words why that is not known.</summary>
internal sealed record Vicinity
{
    private readonly Coordinates? _destination;

    private Vicinity(string words, Coordinates? destination = null) => (Words, _destination) = (words, destination);

    /// <summary>Where the order goes, and by which entry of the table that is known; else why it is not.</summary>
    public string Words { get; }

    /// <summary>Whether it is known where the order goes.</summary>
    public bool IsKnown => _destination is not null;

    /// <summary>What is near to where an order goes; null where the contract does not ask.</summary>
    public static Vicinity? Of(CanonicalOrder order, SourcingRule rule)
    {
        if (rule.Policy != SourcingPolicy.Nearest)
        {
            return null;
        }

        if (rule.Postcodes is not { } table)
        {
            return new Vicinity("no postcodes are configured");
        }

        if (order.Shipping?.Address is not { Country.Length: > 0 } address)
        {
            return new Vicinity("the order has no address that it goes to");
        }

        // The words stay in the order's story, and the whole postcode is the customer's.
        return table.Find(address.Country, address.Postcode) switch
        {
            null => new Vicinity($"no postcode of {address.Country} is in the table"),
            { Reach: PostcodeReach.Exact } match => new Vicinity($"the postcode in {address.Country}", match.At),
            { Reach: PostcodeReach.Area } match => new Vicinity($"the postcode in {address.Country} (by {match.Found})", match.At),
            var match => new Vicinity($"the middle of {address.Country}", match.At),
        };
    }

    /// <summary>Kilometres from a location to where the order goes; null where either is not known.</summary>
    public decimal? KilometresFrom(LocationRule location) =>
        _destination is { } there && location.At is { } here ? here.KilometresTo(there) : null;

    /// <summary>A distance for people.</summary>
    public static string Say(decimal? kilometres) =>
        kilometres is { } far ? string.Create(CultureInfo.InvariantCulture, $"{far:0.0} km") : "an unknown distance";
}
