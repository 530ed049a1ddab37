using System.Globalization;
using System.Text.Json;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.Square;

/// <summary>
/// Tells each store's day once it is over. Square has no event for it: after the store's own midnight, and a while in which
/// tills come to rest, the day's orders are read once more by <c>closed_at</c> and added up. What the hub has missed of them
/// is taken up on the way. The three days before are read again, for sales that were uploaded late.
/// </summary>
internal sealed class DayPolling(OrderSearch orders, SquareOptions options)
{
    /// <summary>Stores' days that are over.</summary>
    public const string Days = "days";

    /// <summary>Days that are caught up with after the hub was away.</summary>
    public const int DaysMax = 31;

    private const int OrdersMax = 500;
    private const int PagesMax = 200;

    private static readonly Receipt OtherForm = new Receipt.Deferred("Square lists a day's orders in another form.");
    private static readonly Receipt TooMany = new Receipt.Deferred(string.Create(
        CultureInfo.InvariantCulture, $"Square lists more than {PagesMax * OrdersMax} orders of one store and day."));

    /// <summary>Reads one store's day, whole; the longest over comes first.</summary>
    public async ValueTask<PollOutcome> PollAsync(
        IWire wire, string text, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (locations, unread) = await orders.LocationsAsync(wire, cancellationToken);
        if (unread is not null)
        {
            return new PollOutcome.Failed(unread);
        }

        var messages = new List<RawMessage>();
        var cursor = Enter(DayCursor.Parse(text), locations!, now, messages);
        Receipt? refused = null;
        foreach (var (store, day, today) in DueIn(cursor, locations!, now))
        {
            var place = cursor.Places[store.Id];
            var (read, failure) = await DayAsync(wire, store, day, place.Since, cancellationToken);
            if (failure is Receipt.Refused { Code: var code } && code == CaseCodes.WriteRefused)
            {
                // One store's day that Square does not give must not keep the others from being told.
                refused ??= failure;
                continue;
            }

            if (failure is not null)
            {
                return new PollOutcome.Failed(failure);
            }

            var next = cursor.With(store.Id, place.Past(today));
            return new PollOutcome.Page(
                messages.Concat(read).ToItems(), next.ToString(), More: DueIn(next, locations!, now).Count > 0);
        }

        return refused is null
            ? new PollOutcome.Page(messages.ToItems(), cursor.ToString(), More: false)
            : new PollOutcome.Failed(refused);
    }

    /// <summary>
    /// A store is told from the day on which the account is first read, one that is opened later from the day up to which
    /// the others are told. What lies too far back is named and left out.
    /// </summary>
    private static DayCursor Enter(
        DayCursor cursor, List<SquareLocation> locations, DateTimeOffset now, List<RawMessage> messages)
    {
        DateOnly? told = cursor.Places.Count == 0 ? null : cursor.Places.Values.Min(static place => place.Next);
        foreach (var store in locations)
        {
            if (store.Zone is not { } zone)
            {
                messages.Add(DayReading.Timeless(store));
                continue;
            }

            var today = StoreTime.DayOf(now, zone);
            if (!cursor.Places.TryGetValue(store.Id, out var place) && store.IsActive)
            {
                var first = told < today ? told.Value : today;
                cursor = cursor.With(store.Id, place = new DayPlace(first, first, Again: 0));
            }

            if (place is not null && today.AddDays(-DaysMax) is var earliest && place.Next < earliest)
            {
                messages.Add(DayReading.LeftOut(store, place.Next, earliest.AddDays(-1)));
                cursor = cursor.With(store.Id, new DayPlace(earliest, earliest, Again: 0));
            }
        }

        return cursor;
    }

    private List<(SquareLocation Store, DateOnly Day, DateOnly Today)> DueIn(
        DayCursor cursor, List<SquareLocation> locations, DateTimeOffset now)
    {
        var due = new List<(SquareLocation Store, DateOnly Day, DateOnly Today)>();
        foreach (var store in locations)
        {
            if (store.Zone is { } zone && cursor.Places.TryGetValue(store.Id, out var place) &&
                StoreTime.DayOf(now - options.DaySettle, zone) is var today && place.Due(today) is { } day)
            {
                due.Add((store, day, today));
            }
        }

        // Days that nobody has told come before those that are read again.
        return due.OrderBy(one => one.Day < cursor.Places[one.Store.Id].Next).ThenBy(static one => one.Day)
            .ThenBy(static one => one.Store.Id, StringComparer.Ordinal).ToList();
    }

    private async ValueTask<(Items<RawMessage> Messages, Receipt? Failure)> DayAsync(
        IWire wire, SquareLocation store, DateOnly day, DateOnly since, CancellationToken cancellationToken)
    {
        var (found, failure) = await OrdersAsync(wire, store, day, cancellationToken);
        if (failure is not null)
        {
            return ([], failure);
        }

        var (messages, lost) = await orders.MessagesAsync(wire, found, [store], cancellationToken);
        return lost is not null ? ([], lost) : (messages.Add(DayReading.Told(store, day, since, messages)), null);
    }

    /// <summary>The orders that were closed in a store on a day, all of them or none.</summary>
    private async ValueTask<(List<JsonElement> Orders, Receipt? Failure)> OrdersAsync(
        IWire wire, SquareLocation store, DateOnly day, CancellationToken cancellationToken)
    {
        var zone = store.Zone!;
        var query = new OrderQuery([store.Id], "closed_at", StoreTime.StartOf(day, zone), OrdersMax)
        {
            Until = StoreTime.StartOf(day.AddDays(1), zone),
            States = ["COMPLETED", "CANCELED"],
        };
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        string? page = null;
        for (var pages = 0; pages < PagesMax; pages++)
        {
            var answer = await orders.PageAsync(wire, query, page, cancellationToken);
            if (answer.Failure is { } failure)
            {
                return ([], failure);
            }

            if (answer.Json.Member("orders") is not { ValueKind: JsonValueKind.Array })
            {
                var unread = page is null && answer.Json.Text("cursor") is null
                    ? await WhyNotEmptyAsync(wire, query, cancellationToken)
                    : OtherForm;
                return ([], unread);
            }

            foreach (var order in answer.Json.List("orders"))
            {
                if (order.Text("id") is not { } id || order.Text("location_id") is not { } location ||
                    order.Text("state") is null || order.Time("closed_at") is not { } closed)
                {
                    return ([], OtherForm);
                }

                // Both ends of the range are included, and the next day begins with the last moment asked for.
                if (location == store.Id && StoreTime.DayOf(closed, zone) == day)
                {
                    found[id] = order;
                }
            }

            page = answer.Json.Text("cursor");
            if (answer.Json.List("errors").Any())
            {
                return ([], OtherForm);
            }

            if (page is null)
            {
                return (found.Values.ToList(), null);
            }
        }

        return ([], TooMany);
    }

    /// <summary>
    /// An answer without the list is a day without orders only where the list of their ids is missing, too: it may have been
    /// cut short, or have come in another form.
    /// </summary>
    private async ValueTask<Receipt?> WhyNotEmptyAsync(IWire wire, OrderQuery query, CancellationToken cancellationToken)
    {
        var answer = await orders.PageAsync(wire, query with { IsBrief = true }, page: null, cancellationToken);
        return answer.Failure ?? (answer.Json.ValueKind != JsonValueKind.Object || answer.Json.EnumerateObject().Any(
            static member => member.Value.ValueKind != JsonValueKind.Array || member.Value.GetArrayLength() > 0)
            ? OtherForm
            : null);
    }
}
