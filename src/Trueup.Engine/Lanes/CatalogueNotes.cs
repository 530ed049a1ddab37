using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Engine.Lanes;

/// <summary>What looks at the catalogues found: a case for each connection that differs, closed by a later look that finds it in order.</summary>
public static class CatalogueNotes
{
    /// <summary>What there is to note of a connection; null where it is known.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="found">What differs, in words; null when nothing does.</param>
    /// <param name="state">What is true.</param>
    /// <param name="contract">The contract.</param>
    public static Request? News(ConnectionName connection, string? found, HubState state, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(state);
        var finding = new Finding(CaseCodes.CatalogueDiffers, LineageOf(connection, contract), found ?? "");
        var open = state.Cases.GetValueOrDefault(finding.CaseKey) is { State: CaseState.Open } known ? known.Detail : null;
        return open == found ? null : new Request(Request.NoteCatalogue, "hub", connection.Text, found) { Before = open, After = found };
    }

    internal static void Decide(Deliberation about, Request request, OwnershipContract contract)
    {
        var lineage = LineageOf(ConnectionName.Parse(request.Key), contract);
        if (request.Text is { } found)
        {
            about.Find(new Finding(CaseCodes.CatalogueDiffers, lineage, found));
        }
        else
        {
            about.Heal(CaseCodes.CatalogueDiffers, lineage, "A later look found everything as it must be.");
        }
    }

    private static Lineage LineageOf(ConnectionName connection, OwnershipContract contract) =>
        contract.Connection(connection)?.Roles.Span.Contains("storefront") == true
            ? new Lineage { Storefront = connection }
            : new Lineage { Connection = connection };
}
