using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Core.Fulfilment;

/// <summary>
/// One parcel. A carrier uses its numbers again after months, so a parcel is named by its shipment as well.
/// </summary>
/// <param name="Shipment">The back office's shipment: <c>reporter/id</c>.</param>
/// <param name="Number">The tracking number.</param>
/// <param name="Carrier">The carrier; null when nobody named it.</param>
/// <param name="Url">Where it can be followed; null when nobody said.</param>
/// <param name="SentAt">When it left, UTC.</param>
public sealed record Parcel(string Shipment, string Number, string? Carrier, string? Url, DateTimeOffset SentAt)
{
    /// <summary>What was reported, in the order of arrival; a report that says nothing new is not kept.</summary>
    public Items<ParcelReport> Reports { get; init; }

    /// <summary>
    /// Where it is: the highest status wins, of equal ones the latest, so that late and repeated reports change
    /// nothing. What a carrier delivered can still come back or prove wrong by a later report (carriers.md §1).
    /// </summary>
    public ParcelReport? Standing
    {
        get
        {
            var best = Best(report => report.Status < ParcelStatus.Cancelled);
            if (best is { Status: ParcelStatus.Delivered })
            {
                return Best(report => report.OccurredAt > best.OccurredAt && IsCorrection(report.Status)) ?? best;
            }

            // A voided label or a carrier's silence says nothing against a parcel that is back or delivered.
            return best is { Status: ParcelStatus.Returned }
                ? best
                : Best(report => report.Status >= ParcelStatus.Cancelled) ?? best;
        }
    }

    /// <summary>The status of <see cref="Standing"/>; unknown before the first report.</summary>
    public ParcelStatus Status => Standing?.Status ?? ParcelStatus.Unknown;

    /// <summary>The parcel itself is a trouble: it needs a person.</summary>
    public bool IsTroubled => Status is ParcelStatus.Exception or ParcelStatus.Returning or ParcelStatus.Returned
        or ParcelStatus.Expired;

    private static bool IsCorrection(ParcelStatus status) =>
        status is ParcelStatus.Exception or ParcelStatus.Returning or ParcelStatus.Returned;

    private ParcelReport? Best(Predicate<ParcelReport> counts)
    {
        ParcelReport? best = null;
        foreach (var report in Reports)
        {
            if (report.Status != ParcelStatus.Unknown && counts(report) && (best is null ||
                (report.Status, report.OccurredAt).CompareTo((best.Status, best.OccurredAt)) > 0))
            {
                best = report;
            }
        }

        return best;
    }
}

/// <summary>One report of a carrier on one parcel.</summary>
/// <param name="Status">What it means.</param>
/// <param name="OccurredAt">When it happened, UTC.</param>
/// <param name="Words">The carrier's own words: status, detail and description.</param>
/// <param name="Reporter">The connection that told it.</param>
/// <param name="Message">The message.</param>
public sealed record ParcelReport(
    ParcelStatus Status, DateTimeOffset OccurredAt, string Words, ConnectionName Reporter, JournalPosition Message);
