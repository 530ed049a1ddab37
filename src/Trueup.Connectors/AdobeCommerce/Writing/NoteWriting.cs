using System.Buffers;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Connectors.AdobeCommerce.Reading;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Writing;

/// <summary>
/// Writes what a shop can only take as a track or a comment: parcels that became known later, how delivery goes, and the
/// numbers of returns. Returns of their own exist in Adobe Commerce only, not in Magento Open Source (§4.7); a comment
/// on the order exists in both. Each is looked for before it is written.
/// </summary>
internal sealed class NoteWriting(AdobeApi api)
{
    /// <summary>Adds a parcel to a shipment, or a comment that the customer sees.</summary>
    public async ValueTask<Receipt> PostAsync(
        IWire wire, DocumentIntent.PostTracking intent, CancellationToken cancellationToken)
    {
        if (LacksShipment(intent))
        {
            return new Receipt.Refused(CaseCodes.DocumentRefused, "The shipment that the parcel belongs to is not known.");
        }

        var found = await FindAsync(wire, intent, cancellationToken);
        if (found is not Receipt.Deferred)
        {
            return found;
        }

        if (IsPickup(intent))
        {
            return Outcome(
                await api.PostAsync(
                    wire, $"/orders/{Uri.EscapeDataString(intent.RemoteOrder)}/comments",
                    CommentBody("statusHistory", ReadyWords, isVisible: true, intent.RemoteOrder), cancellationToken),
                $"order {intent.RemoteOrder}");
        }

        var shipment = intent.Detail.About!;
        return Outcome(
            intent.Detail.Status is { } status
                ? await api.PostAsync(
                    wire, $"/shipment/{Uri.EscapeDataString(shipment)}/comments",
                    CommentBody("entity", Words(intent.Tracking[0], status), isVisible: true, shipment), cancellationToken)
                : await api.PostAsync(wire, "/shipment/track", TrackBody(intent, intent.Tracking[0]), cancellationToken),
            $"shipment {shipment} of order {intent.RemoteOrder}");
    }

    /// <summary>Whether the shipment shows the parcel, or the comment.</summary>
    public async ValueTask<Receipt> FindAsync(
        IWire wire, DocumentIntent.PostTracking intent, CancellationToken cancellationToken)
    {
        if (IsPickup(intent))
        {
            return await FindCommentAsync(wire, intent.RemoteOrder, ReadyWords, cancellationToken);
        }

        if (LacksShipment(intent))
        {
            return new Receipt.Deferred("Without its shipment it was never sent.");
        }

        var shipment = intent.Detail.About!;
        var answer = await api.GetAsync(wire, $"/shipment/{Uri.EscapeDataString(shipment)}", cancellationToken);
        if (Read(answer, AdobeJson.Default.ShipmentJson) is not { } read)
        {
            return Unreadable(answer, $"shipment {shipment}");
        }

        var parcel = intent.Tracking[0];
        var isThere = intent.Detail.Status is { } status
            ? (read.Comments ?? []).Any(comment => comment?.Comment?.Trim() == Words(parcel, status))
            : (read.Tracks ?? []).Any(track => track?.TrackNumber == parcel.Number);
        return isThere ? new Receipt.Applied(shipment) : new Receipt.Deferred("The shipment does not show it yet.");
    }

    /// <summary>Notes the number of a return on its order, with what it is of.</summary>
    public ValueTask<Receipt> PostAsync(IWire wire, DocumentIntent.AnnounceReturn intent, CancellationToken cancellationToken) =>
        PostNoteAsync(wire, intent.RemoteId, Words(intent), cancellationToken);

    /// <summary>Notes what a return is of now: an earlier note stays, as a history does.</summary>
    public ValueTask<Receipt> PostAsync(IWire wire, DocumentIntent.AmendReturn intent, CancellationToken cancellationToken) =>
        PostNoteAsync(wire, intent.RemoteId, Words(intent), cancellationToken);

    /// <summary>Whether the order shows the number of the return.</summary>
    public ValueTask<Receipt> FindAsync(IWire wire, DocumentIntent.AnnounceReturn intent, CancellationToken cancellationToken) =>
        FindNoteAsync(wire, intent.RemoteId, Words(intent), cancellationToken);

    /// <summary>Whether the order shows what the return is of now.</summary>
    public ValueTask<Receipt> FindAsync(IWire wire, DocumentIntent.AmendReturn intent, CancellationToken cancellationToken) =>
        FindNoteAsync(wire, intent.RemoteId, Words(intent), cancellationToken);

    private async ValueTask<Receipt> PostNoteAsync(IWire wire, string? order, string words, CancellationToken cancellationToken)
    {
        if (order is not { Length: > 0 })
        {
            return new Receipt.Refused(CaseCodes.DocumentRefused, "The shop's id of the order is not known.");
        }

        var found = await FindNoteAsync(wire, order, words, cancellationToken);
        return found is not Receipt.Deferred
            ? found
            : Outcome(
                await api.PostAsync(
                    wire, $"/orders/{Uri.EscapeDataString(order)}/comments",
                    CommentBody("statusHistory", words, isVisible: false, order), cancellationToken),
                $"order {order}");
    }

    private async ValueTask<Receipt> FindNoteAsync(IWire wire, string? order, string words, CancellationToken cancellationToken) =>
        order is { Length: > 0 }
            ? await FindCommentAsync(wire, order, words, cancellationToken)
            : new Receipt.Deferred("Without the order's id it was never sent.");

    private const string ReadyWords = "Your order is ready to be collected.";

    /// <summary>An order that is to be collected has no parcel: its note is on the order itself.</summary>
    private static bool IsPickup(DocumentIntent.PostTracking intent) =>
        intent.Tracking.IsEmpty && intent.Detail is { About: null, Status: "ready-for-pickup" };

    /// <summary>Whether nobody knows what the parcel is to be noted on: it is refused without a call.</summary>
    private static bool LacksShipment(DocumentIntent.PostTracking intent) =>
        !IsPickup(intent) && (intent.Detail.About is not { Length: > 0 } || intent.Tracking.IsEmpty);

    private async ValueTask<Receipt> FindCommentAsync(
        IWire wire, string order, string words, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(wire, $"/orders/{Uri.EscapeDataString(order)}/comments", cancellationToken);
        if (Read(answer, AdobeJson.Default.RecordListJson) is not { } read)
        {
            return Unreadable(answer, $"order {order}");
        }

        return (read.Items ?? []).Any(comment => comment?.Comment?.Trim() == words)
            ? new Receipt.Applied(order)
            : new Receipt.Deferred("The order does not show it yet.");
    }

    private static T? Read<T>(AdobeAnswer answer, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> form)
        where T : class
    {
        try
        {
            return answer.Kind == AnswerKind.Done ? JsonSerializer.Deserialize(answer.Body.Span, form) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Receipt Unreadable(AdobeAnswer answer, string about) => answer.Kind switch
    {
        AnswerKind.AccessDenied => answer.AsReadReceipt(CaseCodes.DocumentRefused),

        // On what does not exist nothing can be noted: writing it is refused, and tells so.
        AnswerKind.NotFound => new Receipt.Deferred($"The shop has no {about} any more."),
        _ => new Receipt.Unknown($"It could not be looked for: {answer.Detail}"),
    };

    private static Receipt Outcome(AdobeAnswer answer, string about) => answer.Kind switch
    {
        AnswerKind.NotFound => OrderStanding.Gone(about),

        // A proxy's page says nothing of what the shop did.
        AnswerKind.Done when answer.Body.Span.TrimStart(" \r\n\t"u8) is [(byte)'<', ..] => new Receipt.Unknown("A page came as the answer."),
        AnswerKind.Done => new Receipt.Applied(),
        AnswerKind.Unavailable => new Receipt.Unknown(answer.Detail),
        _ => answer.AsWriteReceipt(CaseCodes.DocumentRefused),
    };

    private static string Words(DocumentIntent.AnnounceReturn intent) =>
        intent.Picks.IsEmpty ? $"Return {intent.Detail.Rma}." : $"Return {intent.Detail.Rma}: {Words(intent.Picks)}.";

    private static string Words(DocumentIntent.AmendReturn intent) => $"Return {intent.Detail.Rma} is of {Words(intent.Picks)} now.";

    private static string Words(Items<PickLine> goods) => string.Join(", ", goods.Select(pick => $"{pick.Quantity} × {pick.Sku}"));

    private static string Words(Tracking parcel, string status)
    {
        var name = parcel.Carrier is { } carrier ? $"{carrier} parcel {parcel.Number}" : $"Parcel {parcel.Number}";
        return status switch
        {
            "delivered" => $"{name} was delivered.",
            "ready-for-pickup" => $"{name} is ready to be collected.",
            "delivery-attempted" => $"{name} could not be handed over; the carrier tries again.",
            "returning" => $"{name} is on its way back to us.",
            "returned" => $"{name} came back to us.",
            _ => $"{name} is delayed: the carrier reports a problem.",
        };
    }

    private static ReadOnlyMemory<byte> CommentBody(string member, string comment, bool isVisible, string parent) =>
        Json(json =>
        {
            json.WriteStartObject(member);
            json.WriteString("comment", comment);
            json.WriteNumber("is_customer_notified", 0);
            json.WriteNumber("is_visible_on_front", isVisible ? 1 : 0);
            RestId.Write(json, "parent_id", parent);
            json.WriteEndObject();
        });

    private static ReadOnlyMemory<byte> TrackBody(DocumentIntent.PostTracking intent, Tracking parcel) => Json(json =>
    {
        var carrier = parcel.Carrier ?? "Carrier";
        json.WriteStartObject("entity");
        RestId.Write(json, "order_id", intent.RemoteOrder);
        RestId.Write(json, "parent_id", intent.Detail.About!);
        json.WriteString("track_number", parcel.Number);
        json.WriteString("title", carrier);
        json.WriteString("carrier_code", ShipmentWriting.CarrierCode(carrier));
        json.WriteNumber("qty", 1);
        json.WriteNumber("weight", 0);
        json.WriteString("description", "");
        json.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
