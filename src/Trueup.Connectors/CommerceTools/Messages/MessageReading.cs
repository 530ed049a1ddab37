using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Orders;
using Trueup.Connectors.CommerceTools.Products;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Messages;

/// <summary>
/// Reads messages and notifications. What kind it is decides first, its type second; new types come without notice, and
/// are at most a reason to read again (commercetools.md §5.4).
/// </summary>
internal sealed class MessageReading(CommerceToolsOptions options, OrderReading orders)
{
    private readonly ProductReading _products = new(options);

    /// <summary>What a journalled message says.</summary>
    public Items<Fact> Read(ReadOnlyMemory<byte> body)
    {
        if (Loose.Parse(body) is not { } message)
        {
            return [new Fact.Unusable(CaseCodes.Unreadable, "The message is not JSON of the expected form.")];
        }

        // The Messages Query leaves the kind out; a subscription always says it.
        return (message.Text("notificationType") ?? "Message") switch
        {
            "Message" => ReadMessage(message),
            "ResourceDeleted" when TypeOf(message) == "order" => Gone(message, message.Time("modifiedAt")),
            "ResourceCreated" or "ResourceUpdated" or "ResourceDeleted" => ReadChange(message),
            "Event" => ReadEvent(message),
            var kind => [new Fact.Unusable(CaseCodes.TypeUnknown, $"Notifications of the kind '{kind}' are not read.")],
        };
    }

    private Items<Fact> ReadMessage(JsonElement message)
    {
        var type = message.Text("type") ?? message.At("payloadNotIncluded").Text("payloadType") ?? "";
        switch (type)
        {
            case "OrderDeleted":
                return Deleted(message);
            case "ProductPublished" when message.At("productProjection").Exists():
                return _products.Published(message.At("productProjection"));
            case "ProductUnpublished" when message.At("productProjection").Exists():
                return _products.Withdrawn(message.At("productProjection"));
            case "ProductPublished" or "ProductUnpublished" or "ProductDeleted" or "ProductVariantDeleted"
                when message.At("payloadNotIncluded").Exists() && options.MessagesPoll is null:
                return
                [
                    new Fact.Unusable(
                        CaseCodes.Unreadable,
                        $"The payload of {type} was too large for its queue, and messages.enabled is false: nothing shows it."),
                ];
        }

        return TypeOf(message) switch
        {
            "order" => [new Fact.ReadAgain(PollNames.Orders)],

            // A payment does not change its order, so only the messages lead from one to the other.
            "payment" when options.MessagesPoll is not null => [new Fact.ReadAgain(PollNames.Messages)],

            // What was pushed leads to what the messages, and the product itself, say; what was polled came from there.
            "product" when IsPushed(message) && options.MessagesPoll is not null &&
                (message.At("payloadNotIncluded").Exists() || type == "ProductUnpublished") =>
                [new Fact.ReadAgain(PollNames.Messages)],
            "payment" or "product" or "inventory-entry" or "subscription" => [],
            var resource => [new Fact.Unusable(CaseCodes.TypeUnknown, $"Messages of the type '{type}' about '{resource}' are not read.")],
        };
    }

    private static Items<Fact> ReadChange(JsonElement message) => TypeOf(message) switch
    {
        "order" => [new Fact.ReadAgain(PollNames.Orders)],

        // The test that every new subscription sends (commercetools.md §5.2); and changes that nothing depends on, many of
        // them made by the platform itself.
        _ => [],
    };

    private static Items<Fact> ReadEvent(JsonElement message) => message.Text("type") switch
    {
        SnsDeliveries.Confirmation => [new Fact.ReadAgain(PollNames.Confirmations)],
        SnsDeliveries.Unsubscribed =>
            [new Fact.Unusable(CaseCodes.ConnectionDown, "The SNS topic delivers here no more; messages are still polled.")],

        "ImportUnresolved" or "ImportValidationFailed" or "ImportOperationRejected" =>
            [new Fact.Unusable(CaseCodes.WriteRefused, $"The Import API reports {message.Text("type")}.")],
        _ => [],
    };

    /// <summary>
    /// The message of a deletion holds the order as it was last: it is seen as cancelled, whether or not the hub had heard
    /// of it; as finished where all of it was sent. Where the data was erased with it, only its id is left.
    /// </summary>
    private Items<Fact> Deleted(JsonElement message) =>
        message.Time("createdAt") is { } at && orders.Read(message.At("order")) is Fact.OrderObserved last
            ?
            [
                last with
                {
                    Order = last.Order with { Payment = null },
                    Progress = last.Progress with
                    {
                        Phase = IsSent(last) ? OrderPhase.Finished : OrderPhase.Cancelled,
                        UpdatedAt = at,
                        Lines = last.Progress.Lines.Select(line => line with
                        {
                            Cancelled = (UnitsOf(last.Order, line.Line) - line.Shipped - line.Refunded).OrZero(),
                        }).ToItems(),
                    },

                    // Channels are not shown in full here, so their keys are not known.
                    Draws = null,
                },
            ]
            : Gone(message, message.Time("createdAt"));

    /// <summary>Orders that are through are deleted in the course of things: that cancels nothing.</summary>
    private static bool IsSent(Fact.OrderObserved last) =>
        last.Progress is { Phase: not OrderPhase.Cancelled, Lines.IsEmpty: false } &&
        last.Progress.Lines.All(line => line.Shipped >= UnitsOf(last.Order, line.Line));

    private static Quantity UnitsOf(CanonicalOrder order, string line) =>
        order.Lines.FirstOrDefault(known => known.Line == line)?.Quantity ?? Quantity.Zero;

    private static bool IsPushed(JsonElement message) => message.Text("notificationType") is not null;

    /// <summary>A deleted order is not shown any more: what is open of it will never be wanted.</summary>
    private static Items<Fact> Gone(JsonElement message, DateTimeOffset? at) =>
        (message.At("resource").Text("id") ?? message.At("order").Text("id")) is { } id && at is { } when
            ?
            [
                new Fact.CancellationReported(
                    id, Lines: [], Restock: true, "The order was deleted in the storefront.", when),
            ]
            : [new Fact.Unusable(CaseCodes.Unreadable, "An order was deleted, and the message does not say which or when.")];

    private static string TypeOf(JsonElement message) => message.At("resource").Text("typeId") ?? "";
}
