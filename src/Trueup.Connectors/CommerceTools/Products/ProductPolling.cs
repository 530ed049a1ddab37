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

    /// <summary>Adds the product as it is now: as published, else as it would be; nothing of one that is gone.</summary>
    public async ValueTask<Answer?> ReadAsync(
        MessagePolling.Round round, string? id, CancellationToken cancellationToken)
    {
        foreach (var isStaged in new[] { false, true })
        {
            var resource = new ProjectQuery($"/product-projections/{Uri.EscapeDataString(id ?? "")}")
                .Add("staged", isStaged ? "true" : "false").Expand("productType").Text;
            var answer = await api.GetAsync(round.Wire, resource, cancellationToken);
            if (answer.IsDone && Loose.Parse(answer.Body) is { } product)
            {
                round.Messages.Add(Notifications.Product(product, isPublished: !isStaged));
                return null;
            }

            if (answer.Status != 404)
            {
                return answer;
            }
        }

        return null;
    }
}
