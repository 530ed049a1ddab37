using System.Text;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Sales;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>Orders as they were last written: whoever polls reads the same few again and again.</summary>
internal sealed class WrittenOrders
{
    private const int OrdersMax = 500;

    private readonly Dictionary<Order, ((int, int, int) Revision, WrittenJson Json)> _written = [];

    /// <summary>An order as the shop writes it now.</summary>
    public JsonNode Of(Order order)
    {
        if (order.Customer is not null)
        {
            // What customers change about themselves shows in all of their orders.
            return OrderJson.Of(order);
        }

        if (!_written.TryGetValue(order, out var written) || written.Revision != order.Revision)
        {
            if (_written.Count >= OrdersMax)
            {
                _written.Clear();
            }

            written = (order.Revision, new WrittenJson(Encoding.UTF8.GetBytes(OrderJson.Of(order).ToJsonString())));
            _written[order] = written;
        }

        return JsonValue.Create(written.Json, TwinJson.Default.WrittenJson)!;
    }
}
