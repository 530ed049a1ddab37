using System.Globalization;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Twin.Inventory;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>One call, taken apart.</summary>
internal sealed record Call(
    Shop Shop, Website Store, IReadOnlyDictionary<string, string> Path, QueryTree Query, JsonElement Body)
{
    /// <summary>Whether it came through the asynchronous interface, whose limits differ.</summary>
    public bool IsAsync { get; init; }

    public int? Id(string name) => int.TryParse(
        Path[name], NumberStyles.Integer, CultureInfo.InvariantCulture, out var id)
        ? id
        : null;
}
