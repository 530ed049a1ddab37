namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>A REST path taken apart: <c>/rest/{store}/async/bulk/V1/…</c>.</summary>
internal sealed record RestAddress(string? StoreCode, bool IsAsync, bool IsBulk, IReadOnlyList<string> Path)
{
    /// <summary>Null for a path outside the interface. A segment is decoded after splitting, so an encoded slash stays
    /// in it.</summary>
    public static RestAddress? Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 3 || parts[0] is not "rest")
        {
            return null;
        }

        var place = 1;
        var store = parts[1] is "V1" or "async" ? null : parts[place++];
        var isAsync = place < parts.Length && parts[place] is "async";
        place += isAsync ? 1 : 0;
        var isBulk = isAsync && place < parts.Length && parts[place] is "bulk";
        place += isBulk ? 1 : 0;
        return place >= parts.Length || parts[place] is not "V1"
            ? null
            : new RestAddress(store, isAsync, isBulk, [.. parts[(place + 1)..].Select(Uri.UnescapeDataString)]);
    }
}
