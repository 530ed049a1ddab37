using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Messages;

namespace Trueup.Connectors.CommerceTools.Products;

/// <summary>
/// Reads products where their messages do not say enough: a payload that was left out and is not to be had, a product
/// taken off sale (the message names no SKU), messages that never came.
/// </summary>
internal sealed class ProductPolling(ProjectApi api)
{
    /// <summary>Whether only the product itself shows what a message means.</summary>
    public static bool IsShownOnlyByReading(JsonElement message) =>
        message.At("resource").Text("typeId") == "product" &&
        (message.At("payloadNotIncluded").Exists() || message.Text("type") == "ProductUnpublished");

    /// <summary>Adds the product as it is now: as published, else as it would be; nothing of one that is gone or not named.</summary>
    public async ValueTask<Answer?> ReadAsync(
        MessagePolling.Round round, string? id, CancellationToken cancellationToken)
    {
        if (id is not { Length: > 0 })
        {
            return null;
        }

        foreach (var isStaged in new[] { false, true })
        {
            var (failure, product) = await api.OneAsync(round.Wire, "/product-projections", id, cancellationToken, query =>
                query.Add("staged", isStaged ? "true" : "false").Expand("productType"));
            if (failure is not null)
            {
                return failure;
            }

            if (product is { } found)
            {
                round.Messages.Add(Notifications.Product(found, isPublished: !isStaged));
                return null;
            }
        }

        return null;
    }
}
