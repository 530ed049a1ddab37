using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Reading;

/// <summary>Reads what an order says beside lines and money: for the packer, and for whoever asks why it was so
/// cheap.</summary>
internal static class OrderTraits
{
    /// <summary>The gift message and the customer's note, under the names that the shop gives them.</summary>
    public static Items<OrderTrait> Of(OrderJson json)
    {
        var gift = json.ExtensionAttributes?.GiftMessage;
        return new (string Name, string? Value)[]
        {
            ("gift_message", gift?.Message),
            ("gift_message_sender", gift?.Sender),
            ("gift_message_recipient", gift?.Recipient),
            ("customer_note", json.CustomerNote),
        }
        .Where(static trait => !string.IsNullOrWhiteSpace(trait.Value))
        .Select(static trait => new OrderTrait(trait.Name, trait.Value!)).ToItems();
    }

    /// <summary>The price rules that applied, by their ids. The shop does not say what each took off: the order's discount
    /// is one amount, so theirs is 0.</summary>
    public static Items<OrderDiscount> Promotions(OrderJson json) =>
        (json.AppliedRuleIds ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(rule => new OrderDiscount(rule, $"cart price rule {rule}", Amount: 0m)).ToItems();
}
