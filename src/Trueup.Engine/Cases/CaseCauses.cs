using System.Globalization;
using Trueup.Core.Cases;

namespace Trueup.Engine.Cases;

/// <summary>Puts into words why cases belong together.</summary>
internal static class CaseCauses
{
    private static readonly Dictionary<string, string> Causes = new(StringComparer.Ordinal)
    {
        [CaseCodes.LocationUnmapped.Code] = "no location is mapped to that code of {connection}",
        [CaseCodes.StateUnmapped.Code] = "no stock state is mapped to that word of {connection}",
        [CaseCodes.SourceUnknown.Code] = "source missing in {storefront}",
        [CaseCodes.SourceNotAssigned.Code] = "source not linked to the stock of {storefront}",
        [CaseCodes.SkuUnknown.Code] = "not in the catalogue of {storefront}",
        [CaseCodes.SkuNotAssigned.Code] = "not assigned to the source in {storefront}",
        [CaseCodes.NotManaged.Code] = "stock is not managed in {storefront}",
        [CaseCodes.WriteRefused.Code] = "{storefront} refuses the write",
        [CaseCodes.DocumentRefused.Code] = "{connection} refuses the document",
        [CaseCodes.DocumentOverdue.Code] = "{connection} cannot be reached or fails",
        [CaseCodes.ConnectionDown.Code] = "{connection} does not answer",
        [CaseCodes.QueueDown.Code] = "the queue of {connection} cannot be read",
        [CaseCodes.PermissionDenied.Code] = "{connection} refuses the credentials",
        [CaseCodes.BlastRadius.Code] = "the guard holds a large movement of {connection}",
        [CaseCodes.HealHeld.Code] = "more differs in {storefront} than may be corrected unasked",
        [CaseCodes.Overridden.Code] = "kept by hand in {storefront}",
        [CaseCodes.ShapeChanged.Code] = "the payloads of {connection} have other fields than before",
        [CaseCodes.NegativeLevel.Code] = "{connection} reports less than nothing",
        [CaseCodes.Oversold.Code] = "more is promised than the owner has",
    };

    /// <summary>“412 of 412 are location `leeds`: source missing in `adobe-uk`”.</summary>
    public static string Describe(CaseCode code, int count, int total, Lineage shared, int cells)
    {
        var level = shared switch
        {
            { Order: { } order } => $"order `{order}`",
            { Sku: { } sku } => $"SKU `{sku}`",
            { Location: { } location } => PlaceOf(location),
            { Storefront: { } storefront } => $"storefront `{storefront}`",
            { Connection: { } connection } => $"connection `{connection}`",
            _ => "from all over",
        };
        var spread = shared.Location is null && cells > 1
            ? string.Create(CultureInfo.InvariantCulture, $", over {cells} places")
            : "";
        var verb = count == 1 ? "is" : "are";
        return string.Create(
            CultureInfo.InvariantCulture, $"{count} of {total} {verb} {level}{spread}: {CauseOf(code, shared)}");
    }

    /// <summary>Where a word of the sender stands for a place, it says itself what it is: <c>state RET</c>.</summary>
    private static string PlaceOf(string location) => location.Split(' ', 2) is [("state" or "message") and var what, var word]
        ? $"{what} `{word}`"
        : $"location `{location}`";

    private static string CauseOf(CaseCode code, Lineage shared)
    {
        var storefront = shared.Storefront?.Text ?? shared.Connection?.Text;
        var connection = shared.Connection?.Text ?? shared.Storefront?.Text;
        return Causes.TryGetValue(code.Code, out var cause)
            ? cause.Replace("{storefront}", Mark(storefront, "the storefront"), StringComparison.Ordinal)
                .Replace("{connection}", Mark(connection, "the other system"), StringComparison.Ordinal)
            : char.ToLowerInvariant(code.Title[0]) + code.Title[1..];
    }

    private static string Mark(string? name, string otherwise) => name is null ? otherwise : $"`{name}`";
}
