using System.Globalization;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;

namespace Trueup.Simulator.Checkers;

/// <summary>What the hub holds true of a SKU, in a few lines for the story of a failure.</summary>
internal static class Belief
{
    /// <summary>An order's lines and documents.</summary>
    public static string OfOrder(HubState state, string id)
    {
        if (!OrderId.TryParse(id, null, out var known) || state.Find(known) is not { } order)
        {
            return "the hub never heard of it";
        }

        var lines = order.Lines.Select(line =>
            $"    line {line.Line} {line.Sku}: {line.Ordered} ordered, {line.Shipped} shipped, {line.Posted} posted, " +
            $"{line.Withdrawn} given up, {line.Held} held; " +
            string.Join(", ", line.Picks.Select(pick => $"{pick.Dispatched} of {pick.Quantity} {pick.Sku} left {pick.Location}")));
        var documents = order.Documents.Select(document =>
            $"    {document.Key}: {(document.Refusal ?? (document.IsSettled ? $"made, {document.RemoteId}" : "owed"))}");
        var cases = state.Cases.Values.Where(open => open.About.Order == id)
            .Select(open => $"    case {open.Code} {open.State}: {open.Detail}");
        return string.Join('\n', [$"the hub believes: {order.Progress.State}", .. lines, .. documents, .. cases]);
    }

    /// <summary>Shelves, open demands, slots, listings and cases.</summary>
    public static string Of(HubState state, string sku)
    {
        if (state.Find(Sku.Parse(sku)) is not { } stock)
        {
            return "the hub never heard of it";
        }

        var shelves = stock.Shelves.SelectMany(shelf => shelf.Levels.Select(level => string.Create(
            CultureInfo.InvariantCulture, $"    {shelf.Location} {level.State} {level.Quantity} (version {level.Version}, as of {level.AsOf:HH:mm:ss.fff})")));
        var demands = stock.Demands.Select(demand => string.Create(
            CultureInfo.InvariantCulture,
            $"    {demand.Order} line {demand.Line} at {demand.Location}: {demand.Quantity} wanted, " +
            $"{demand.Covered} covered, {demand.Departures.Count} departures, {demand.Held} held"));
        var slots = stock.Slots.Select(slot => string.Create(
            CultureInfo.InvariantCulture,
            $"    {slot.Source}: desired {slot.Desired}, written {slot.Written}, observed {slot.Observed}, blocked {slot.Blocked?.Code}"));
        var listings = stock.Listings.Select(listing =>
            $"    {listing.Connection} has it as {listing.Type}{(listing.Traits.Managed == false ? ", and does not count it" : "")}");
        var cases = state.Cases.Values.Where(known => known.About.Sku == sku).Select(known => $"    case {known.Code} {known.State}: {known.Detail}");
        return string.Join('\n', ["the hub believes", .. shelves, .. demands, .. slots, .. listings, .. cases]);
    }
}
