using System.Buffers;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Connectors.AdobeCommerce.Reading;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Polling;

/// <summary>
/// Makes messages of orders. An order does not say which SKU a line with custom options moves, nor how a bundle is
/// shipped; its products do. They are read here and journalled with the order, so that reading the message later needs
/// nothing else and always says the same.
/// </summary>
internal sealed class OrderMessages(AdobeApi api)
{
    private readonly NamedRecords _records = new(api);
    private readonly OrderedProducts _ordered = new(api);

    /// <summary>Messages of orders that are at hand.</summary>
    public async ValueTask<(AdobeAnswer? Failure, Items<RawMessage> Messages)> OfAsync(
        IWire wire, List<PolledRecord> orders, CancellationToken cancellationToken)
    {
        var wanted = orders.Select(order => ProductsOf(order.Raw.Span)).ToList();
        var (failure, products) = await ProductsAsync(wire, wanted.SelectMany(ids => ids), cancellationToken);
        if (failure is not null)
        {
            return (failure, []);
        }

        var (fault, missing) = await _ordered.MissingAsync(wire, orders, cancellationToken);
        if (fault is not null)
        {
            return (fault, []);
        }

        return (null, orders.Select((order, place) => MessageOf(
            order, wanted[place].Where(products.ContainsKey).Select(id => products[id]), missing[place])).ToItems());
    }

    /// <summary>Reads orders by their ids, and makes messages of them.</summary>
    public async ValueTask<(AdobeAnswer? Failure, Items<RawMessage> Messages)> ReadAsync(
        IWire wire, Items<string> ids, CancellationToken cancellationToken)
    {
        var (failure, orders) = await FindAsync(wire, ids, cancellationToken);
        return failure is not null ? (failure, []) : await OfAsync(wire, orders, cancellationToken);
    }

    /// <summary>Reads orders by their ids.</summary>
    public ValueTask<(AdobeAnswer? Failure, List<PolledRecord> Orders)> FindAsync(
        IWire wire, Items<string> ids, CancellationToken cancellationToken) =>
        _records.OfIdsAsync(wire, "/orders", ids, "entity_id", fields: null, cancellationToken);

    private async ValueTask<(AdobeAnswer? Failure, Dictionary<string, ReadOnlyMemory<byte>> Products)> ProductsAsync(
        IWire wire, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var (failure, products) = await _records.OfIdsAsync(
            wire,
            "/products",
            ids,
            "id",
            "items[id,sku,type_id,custom_attributes,options[option_id,title,sku,values[option_type_id,title,sku]]]," +
            "search_criteria,total_count",
            cancellationToken);
        var known = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var product in products)
        {
            known[product.Id] = product.Raw;
        }

        return (failure, known);
    }

    /// <summary>
    /// Ids of the products without which the order cannot be read; none for an order that cannot be read at all.
    /// </summary>
    private static List<string> ProductsOf(ReadOnlySpan<byte> order)
    {
        // Hardly any order holds either word, and looking for them costs next to nothing.
        if (order.IndexOf("bundle"u8) < 0 && order.IndexOf("custom_options"u8) < 0)
        {
            return [];
        }

        try
        {
            return (JsonSerializer.Deserialize(order, AdobeJson.Default.OrderJson)?.Items ?? [])
                .Where(item => item.ProductType == "bundle" || OrderLines.HasCustomOptions(item))
                .Select(item => item.ProductId).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>Its key is of all that it says: the same order is news when a product of it is another one, or gone.</summary>
    private static RawMessage MessageOf(PolledRecord order, IEnumerable<ReadOnlyMemory<byte>> products, List<string> unlisted)
    {
        var body = Envelope(order.Raw, products, unlisted);
        return new RawMessage(RecordKey.Of(PollNames.Orders, order.Id, body.Span), MessageForms.Order, body);
    }

    private static ReadOnlyMemory<byte> Envelope(
        ReadOnlyMemory<byte> order, IEnumerable<ReadOnlyMemory<byte>> products, List<string> unlisted)
    {
        var body = new ArrayBufferWriter<byte>(order.Length + 64);
        body.Write("{\"order\":"u8);
        body.Write(order.Span);
        body.Write(",\"products\":["u8);
        var between = ""u8;
        foreach (var product in products)
        {
            body.Write(between);
            body.Write(product.Span);
            between = ","u8;
        }

        if (unlisted.Count > 0)
        {
            body.Write("],\"unlisted\":["u8);
            between = ""u8;
            foreach (var line in unlisted)
            {
                body.Write(between);
                body.Write("\""u8);
                body.Write(JsonEncodedText.Encode(line).EncodedUtf8Bytes);
                body.Write("\""u8);
                between = ","u8;
            }
        }

        body.Write("]}"u8);
        return body.WrittenMemory;
    }
}
