using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Engine.Intake;

/// <summary>What the data of each type of event says (CONTRACT §3).</summary>
internal static class NeutralFacts
{
    private static readonly Dictionary<string, Func<Datum, Entry, Fact>> Documents = new(StringComparer.Ordinal)
    {
        [NeutralTypes.StockLevel] = static (data, _) => Level(data, data["location"].Code()),
        [NeutralTypes.StockMovement] = static (data, _) => Movement(data),
        [NeutralTypes.SaleCompleted] = static (data, _) => NeutralTill.Sale(data),
        [NeutralTypes.StoreDayClosed] = static (data, _) => NeutralTill.Day(data),
        [NeutralTypes.OrderPlaced] = static (data, message) =>
            NeutralOrder.Read(data, ConnectionName.Parse(message.Connection)),
        [NeutralTypes.OrderStatus] = static (data, _) => Status(data),
        [NeutralTypes.ShipmentDispatched] = static (data, _) => Dispatch(data),
        [NeutralTypes.OrderCancelled] = static (data, _) => Cancellation(data),
        [NeutralTypes.TrackingUpdated] = static (data, _) => NeutralParcels.Read(data),
        [NeutralTypes.ReturnAuthorised] = static (data, _) => Authorisation(data),
        [NeutralTypes.ReturnReceived] = static (data, _) => Return(data),
        [NeutralTypes.ReturnInspected] = static (data, _) => Inspection(data),
        [NeutralTypes.ProductChanged] = static (data, _) => NeutralProduct.Read(data),
    };

    /// <summary>Whether a type is in the contract.</summary>
    public static bool Knows(string type) => type is NeutralTypes.StockLevels || Documents.ContainsKey(type);

    /// <summary>
    /// The facts that data of a type holds; null when the type is unknown. A document with any problem is no fact at
    /// all; of a list of levels, the sound ones are.
    /// </summary>
    public static Items<Fact>? Read(string type, Datum data, Problems problems, Entry message)
    {
        if (type is NeutralTypes.StockLevels)
        {
            return Levels(data, problems);
        }

        if (!Documents.TryGetValue(type, out var read))
        {
            return null;
        }

        var fact = read(data, message);
        return problems.Count == 0 ? [fact] : [];
    }

    private static Items<Fact> Levels(Datum data, Problems problems)
    {
        var location = data["location"].Code();
        var isFull = data.Find("full")?.Flag() ?? false;
        var asOf = data.Find("as_of")?.Time();
        var members = data["levels"].Members();
        if (problems.Count > 0)
        {
            return [];
        }

        var levels = new List<Fact.LevelReported>(members.Count);
        foreach (var member in members)
        {
            var before = problems.Count;
            var level = member.Object() is { } datum ? Level(datum, location, asOf) : null;
            if (problems.Count == before && level is not null)
            {
                levels.Add(level);
            }
        }

        // A report with an unreadable line is not full any more: what is missing from it may well be there.
        return [new Fact.LevelsReported(location, isFull && problems.Count == 0, levels.ToItems(), asOf)];
    }

    private static Fact.LevelReported Level(Datum data, string location, DateTimeOffset? asOf = null) => new(
        data["sku"].Sku(),
        location,
        data.Find("state")?.Code(),
        data["quantity"].Quantity(),
        data.Find("version")?.Whole(),
        data.Find("as_of")?.Time() ?? asOf);

    private static Fact.StockMoved Movement(Datum data) => new(
        data["sku"].Sku(),
        data["location"].Code(),
        data.Find("state")?.Code(),
        data["delta"].Quantity(),
        data["reason"].Words(),
        data.Find("reference")?.Code());

    private static Fact.OrderStatusReported Status(Datum data) => new(
        data["order"].Code(),
        data["status"].Choice("accepted", "allocated", "picked", "packed", "delivered", "on-hold"),
        Named(data, static line => new Fact.StatusLine(Line(line), line.Find("location")?.Code())),
        data["at"].Time());

    private static Fact.Dispatched Dispatch(Datum data) => new(
        data["order"].Code(),
        data["shipment"].Code(),
        data["location"].Code(),
        data["at"].Time(),
        Goods(data["lines"]),
        Parcels(data));

    private static Items<Tracking> Parcels(Datum data)
    {
        var carrier = data.Find("carrier")?.Words();
        return data.Find("tracking")?.List(parcel => new Tracking(
            parcel["number"].Code(),
            parcel.Find("carrier")?.Words() ?? carrier,
            parcel.Find("url")?.Words())) ?? [];
    }

    /// <summary>A place is optional, for all lines or for each (beyond CONTRACT §3).</summary>
    private static Fact.CancellationReported Cancellation(Datum data)
    {
        var lines = Named(data, static line => new Fact.StatusLine(Line(line), line.Find("location")?.Code()));
        return new Fact.CancellationReported(
            data["order"].Code(),
            lines.Select(static line => line.Quantity).ToItems(),
            data["restock"].Flag(),
            data["reason"].Words(),
            data["at"].Time())
        {
            Location = data.Find("location")?.Code(),
            LineLocations = lines.All(static line => line.Location is null) ? [] : lines.Select(static line => line.Location).ToItems(),
        };
    }

    private static Fact.ReturnAuthorised Authorisation(Datum data) => new(
        data["order"].Code(),
        data["rma"].Code(),
        data["at"].Time(),
        Named(data, Line),
        data.Find("reason")?.Words());

    private static Fact.ReturnReceived Return(Datum data) => new(
        data["order"].Code(),
        data["rma"].Code(),
        data["location"].Code(),
        data["at"].Time(),
        Goods(data["lines"]));

    private static Fact.ReturnInspected Inspection(Datum data) => new(
        data["order"].Code(),
        data["rma"].Code(),
        data["location"].Code(),
        data["at"].Time(),
        data["lines"].Some(static line => new Fact.InspectedLine(
            Line(line),
            line["disposition"].Choice("restock", "damaged", "quarantine", "destroyed", "return-to-vendor"))
        {
            IsRefundable = line.Find("refund")?.Flag() ?? true,
        }));

    /// <summary>Lines where some are named: none where the message leaves them out, and so speaks of the whole order. An empty list is
    /// neither, and nothing is done of it: whoever sends one has found no line, and may mean nothing at all.</summary>
    private static Items<T> Named<T>(Datum data, Func<Datum, T> read) => data.Find("lines")?.Some(read) ?? [];

    /// <summary>Goods that left or came. Lines of none beside others are what short picks look like; none at all say nothing,
    /// and whoever sent that meant something else.</summary>
    private static Items<LineQuantity> Goods(Field lines) => lines.Some(
        Line, static line => !line.Quantity.IsZero, "at least one line with a quantity above 0", "but all are 0", CaseCodes.QuantityInvalid);

    private static LineQuantity Line(Datum line) => Line(line, line["quantity"].Units());

    private static LineQuantity Line(Datum line, Quantity quantity) =>
        new(line.Find("line")?.Code(), line["sku"].Sku(), quantity);
}
