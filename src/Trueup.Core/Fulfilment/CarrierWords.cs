using System.Collections.Frozen;
using Trueup.Core.Values;

namespace Trueup.Core.Fulfilment;

/// <summary>
/// The one table that turns every carrier's and tracking service's words into the hub's (reference/carriers.md §4).
/// Data, not code: a new vocabulary is new rows. A word that no row knows is <see cref="ParcelStatus.Unknown"/>, never a
/// lost report.
/// </summary>
public static class CarrierWords
{
    /// <summary>Version of the table, raised with every change of a row.</summary>
    public const int Version = 1;

    /// <summary>Vocabulary of senders that already use the hub's words.</summary>
    public const string Own = "trueup";

    private static readonly Items<Row> Rows =
    [
        .. Enum.GetValues<ParcelStatus>().Select(status => new Row(Own, WordOf(status), Detail: null, status)),

        // EasyPost: a status, and a status_detail that decides where one word means several things.
        new("easypost", "unknown", null, ParcelStatus.Unknown),
        new("easypost", "unknown", "expired", ParcelStatus.Expired),
        new("easypost", "error", null, ParcelStatus.Unknown),
        new("easypost", "pre_transit", null, ParcelStatus.LabelCreated),
        new("easypost", "in_transit", null, ParcelStatus.InTransit),
        new("easypost", "in_transit", "delivery_exception", ParcelStatus.DeliveryAttempted),
        new("easypost", "out_for_delivery", null, ParcelStatus.OutForDelivery),
        new("easypost", "available_for_pickup", null, ParcelStatus.ReadyForPickup),
        new("easypost", "failure", null, ParcelStatus.Exception),
        new("easypost", "failure", "delivery_exception", ParcelStatus.DeliveryAttempted),
        new("easypost", "failure", "expired", ParcelStatus.Expired),
        new("easypost", "return_to_sender", null, ParcelStatus.Returning),
        new("easypost", "return_to_sender", "finalized", ParcelStatus.Returned),
        new("easypost", "delivered", null, ParcelStatus.Delivered),
        new("easypost", "cancelled", null, ParcelStatus.Cancelled),

        // AfterShip: a tag, and a subtag where it says more.
        new("aftership", "pending", null, ParcelStatus.Unknown),
        new("aftership", "inforeceived", null, ParcelStatus.LabelCreated),
        new("aftership", "intransit", null, ParcelStatus.InTransit),
        new("aftership", "outfordelivery", null, ParcelStatus.OutForDelivery),
        new("aftership", "availableforpickup", null, ParcelStatus.ReadyForPickup),
        new("aftership", "attemptfail", null, ParcelStatus.DeliveryAttempted),
        new("aftership", "exception", null, ParcelStatus.Exception),
        new("aftership", "exception", "returning", ParcelStatus.Returning),
        new("aftership", "exception", "returned", ParcelStatus.Returned),
        new("aftership", "delivered", null, ParcelStatus.Delivered),
        new("aftership", "expired", null, ParcelStatus.Expired),

        // Shippo: a status, and a substatus code.
        new("shippo", "unknown", null, ParcelStatus.Unknown),
        new("shippo", "pre_transit", null, ParcelStatus.LabelCreated),
        new("shippo", "transit", null, ParcelStatus.InTransit),
        new("shippo", "transit", "out_for_delivery", ParcelStatus.OutForDelivery),
        new("shippo", "transit", "available_for_pickup", ParcelStatus.ReadyForPickup),
        new("shippo", "transit", "delivery_attempted", ParcelStatus.DeliveryAttempted),
        new("shippo", "failure", "delivery_attempted", ParcelStatus.DeliveryAttempted),
        new("shippo", "failure", null, ParcelStatus.Exception),
        new("shippo", "returned", "returning", ParcelStatus.Returning),
        new("shippo", "returned", null, ParcelStatus.Returned),
        new("shippo", "delivered", null, ParcelStatus.Delivered),
    ];

    private static readonly FrozenDictionary<string, ParcelStatus> ByWord =
        Rows.ToFrozenDictionary(row => KeyOf(row.Vocabulary, row.Word, row.Detail), row => row.Status);

    /// <summary>The vocabularies that the table knows.</summary>
    public static Items<string> Vocabularies { get; } =
        Rows.Select(row => row.Vocabulary).Distinct(StringComparer.Ordinal).ToItems();

    /// <summary>The hub's word for a status, as it stands in messages and answers: <c>out-for-delivery</c>.</summary>
    public static string WordOf(ParcelStatus status) => status switch
    {
        ParcelStatus.LabelCreated => "label-created",
        ParcelStatus.InTransit => "in-transit",
        ParcelStatus.OutForDelivery => "out-for-delivery",
        ParcelStatus.ReadyForPickup => "ready-for-pickup",
        ParcelStatus.DeliveryAttempted => "delivery-attempted",
        _ => status.ToString().ToLowerInvariant(),
    };

    /// <summary>What a sender means; null when the table has no such word.</summary>
    /// <param name="vocabulary">Whose words they are, in any letter case.</param>
    /// <param name="word">The status, in any letter case.</param>
    /// <param name="detail">The finer word; null for none. One that no row names does not matter.</param>
    public static ParcelStatus? Find(string vocabulary, string word, string? detail)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(word);
        return detail is not null && ByWord.TryGetValue(KeyOf(vocabulary, word, detail), out var finer) ? finer
            : ByWord.TryGetValue(KeyOf(vocabulary, word, detail: null), out var status) ? status
            : null;
    }

    private static string KeyOf(string vocabulary, string word, string? detail) =>
        string.Join('|', vocabulary, word, detail).ToLowerInvariant();

    private sealed record Row(string Vocabulary, string Word, string? Detail, ParcelStatus Status);
}
