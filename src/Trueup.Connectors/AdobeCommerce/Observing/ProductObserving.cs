using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Connectors.AdobeCommerce.Polling;
using Trueup.Connectors.AdobeCommerce.Reading;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Observing;

/// <summary>Reads one product as it is now, with its stock settings.</summary>
internal sealed class ProductObserving(AdobeApi api)
{
    /// <summary>
    /// Reads it by its SKU. Where the SKU holds what web servers and signatures stumble over (adobe-commerce.md P24–P26), a
    /// refusal says nothing: then the list tells whether there is such a product, though not its stock settings.
    /// </summary>
    public async ValueTask<PollOutcome> ReadAsync(IWire wire, Sku sku, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(wire, $"/products/{Uri.EscapeDataString(sku.Text)}", cancellationToken);
        return answer.Kind switch
        {
            AnswerKind.Done when RecordReading.IsProduct(answer.Body) => Product(answer.Body),
            AnswerKind.Done => Failed(
                new Receipt.Deferred($"Asked for {sku}, the shop answered something that is no product.")),
            AnswerKind.NotFound or AnswerKind.NoRoute or AnswerKind.AccessDenied when IsAwkward(sku) =>
                await FindAsync(wire, sku, cancellationToken),
            AnswerKind.NotFound => Unknown(sku),
            _ => Failed(answer.AsReadReceipt(CaseCodes.ConnectionDown)),
        };
    }

    private async ValueTask<PollOutcome> FindAsync(IWire wire, Sku sku, CancellationToken cancellationToken)
    {
        var search = new AdobeSearch("/products").Where("sku", "eq", sku.Text).Page(1);
        var answer = await api.GetAsync(wire, search.ToString(), cancellationToken);
        return answer.Kind != AnswerKind.Done
            ? Failed(answer.AsReadReceipt(CaseCodes.ConnectionDown))
            : RecordPage.Read(answer.Body, "id", "updated_at") is not { } list
                ? Failed(new Receipt.Deferred("The list of products is not a list."))
                : list.Records is [var found, ..] ? Product(found.Raw) : Unknown(sku);
    }

    /// <summary>Without a key it is never taken for a duplicate: stock settings change without the product's time.</summary>
    private static PollOutcome.Page Product(ReadOnlyMemory<byte> body) =>
        new([new RawMessage("", MessageForms.Product, body)], Cursor: "", More: false);

    private static PollOutcome.Failed Unknown(Sku sku) =>
        Failed(new Receipt.Refused(CaseCodes.SkuUnknown, $"The shop has no product {sku}."));

    private static PollOutcome.Failed Failed(Receipt receipt) => new(receipt);

    private static bool IsAwkward(Sku sku) => sku.Text.AsSpan().IndexOfAny("/&+%") >= 0;
}
