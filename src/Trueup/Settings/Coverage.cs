using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>Which location is known to which connection, by what code.</summary>
/// <param name="Connections">Connections that own a location, follow stock or have a code, as in the file.</param>
/// <param name="Rows">Every location, in the order of the file.</param>
/// <param name="Gaps">Connections that follow stock, with the locations they do not sell from.</param>
public sealed record Coverage(Items<ConnectionName> Connections, Items<CoverageRow> Rows, Items<CoverageGap> Gaps)
{
    /// <summary>The coverage of a contract.</summary>
    public static Coverage Of(ContractTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var involved = terms.Locations
            .SelectMany(location => location.Codes.Select(code => code.Connection).Append(location.Owner))
            .Concat(terms.Stock.Subscribers).ToHashSet();
        var connections = terms.Connections.Select(connection => connection.Name).Where(involved.Contains).ToItems();
        return new Coverage(
            connections,
            terms.Locations.Select(location => new CoverageRow(
                location, connections.Select(connection => CodeIn(location, connection)).ToItems())).ToItems(),
            terms.Stock.Subscribers.Select(subscriber => new CoverageGap(
                subscriber,
                terms.Locations.Where(location => CodeIn(location, subscriber) is null)
                    .Select(location => location.Code).ToItems())).Where(gap => !gap.Locations.IsEmpty).ToItems());
    }

    private static string? CodeIn(LocationRule location, ConnectionName connection) =>
        location.Codes.FirstOrDefault(code => code.Connection == connection)?.Code;
}

/// <summary>One location.</summary>
/// <param name="Location">The location.</param>
/// <param name="Codes">Its code in each of the coverage's connections, in their order; null where it has none.</param>
public sealed record CoverageRow(LocationRule Location, Items<string?> Codes);

/// <summary>Locations that a connection follows stock without.</summary>
public sealed record CoverageGap(ConnectionName Connection, Items<LocationCode> Locations);
