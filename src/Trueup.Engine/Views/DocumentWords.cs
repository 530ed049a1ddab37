namespace Trueup.Engine.Views;

/// <summary>Puts the key of a document into words: what a person calls it.</summary>
public static class DocumentWords
{
    /// <summary>“order in wms” for <c>shop:1/create/wms</c>; the key itself where its form is another.</summary>
    public static string Of(string key)
    {
        // An order's id may hold slashes, so what a key says of the document is read from its end.
        for (var slash = key.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = key.IndexOf('/', slash + 1))
        {
            if (Of(key[(slash + 1)..].Split('/')) is { } words)
            {
                return words;
            }
        }

        return key;
    }

    private static string? Of(string[] parts) => parts switch
    {
        ["create", var target] => $"order in {target}",
        ["cancel", var target] => $"cancellation in {target}",
        ["expire"] => "cancellation in the storefront, not paid in time",
        ["ship", _, var shipment] => $"shipment {shipment}",
        ["track", _, var number] => $"tracking {number}",
        ["note", _, var number, var status] => $"status '{status}' of {number}",
        ["amend", var target, _] => $"changed order in {target}",
        ["reduce", var target, _] => $"cancellation of units in {target}",
        ["credit", var refund, var target] => $"credit memo of refund {refund} in {target}",
        ["return", var rma, var target] => $"return {rma} in {target}",
        ["return", var rma, var target, _] => $"widened return {rma} in {target}",
        ["refund", var number] => $"refund {number} in the storefront",
        _ => null,
    };
}
