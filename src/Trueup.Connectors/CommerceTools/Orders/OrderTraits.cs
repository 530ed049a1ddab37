using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Orders;

/// <summary>Reads what an order says beside lines and money.</summary>
internal static class OrderTraits
{
    /// <summary>The project's own fields of the order (commercetools.md §4.1 <c>custom.fields</c>), those that are one
    /// value.</summary>
    public static Items<OrderTrait> Of(JsonElement order) => order.At("custom").Values("fields")
        .Select(static field => new OrderTrait(field.Name, field.Value)).ToItems();

    /// <summary>The codes that were entered, where the order was read with them. The platform says what all of them took off
    /// together, so each one's own is 0.</summary>
    public static Items<OrderDiscount> Promotions(JsonElement order) => order.List("discountCodes")
        .Select(static entered => entered.At("discountCode").At("obj").Text("code")).OfType<string>()
        .Select(static code => new OrderDiscount(code, "discount code", Amount: 0m)).ToItems();
}
