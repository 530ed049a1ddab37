using System.Globalization;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Views;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// G11: a figure can be traced to the messages that made it: the terms of its derivation add up to what the shop's own
/// sources hold, and every message that a term names is in the journal and speaks of the SKU or the order.
/// </summary>
public static class EveryFigureIsExplained
{
    /// <summary>Of a large assortment so many SKUs are looked at.</summary>
    private const int SkusMax = 200;

    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world, HubLoop hub)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(hub);
        var context = new StockContext(hub);
        return from shop in world.Shops
               from sku in world.Sold.Take(SkusMax)
               from violation in Check(world, shop, sku, context)
               select violation;
    }

    private static IEnumerable<Violation> Check(World world, ShopSite shop, string sku, StockContext context)
    {
        var sources = Estate.AllPlacesOf(world.Plan).Sum(place => shop.Books.SourceQuantity(sku, shop.SourceOf(place)) ?? 0);
        if (Explanation.Of(Sku.Parse(sku), shop.Name, location: null, context) is not { Value: { } value } told)
        {
            if (sources != 0)
            {
                yield return new Violation("G11", sku, $"{shop.Name} holds {sources:0}, and nothing explains it");
            }

            yield break;
        }

        var sum = told.Terms.Aggregate(0m, (so, term) => so + term.Quantity.Value);
        if (sum != value.Value || sum != sources)
        {
            yield return new Violation("G11", sku, string.Create(
                CultureInfo.InvariantCulture, $"{shop.Name} holds {sources:0}, explained as {value}, whose terms add up to {sum:0}"));
        }

        foreach (var reason in told.Terms.SelectMany(term => term.Because))
        {
            if (reason.Message is { } message && !Speaks(world, message, sku, reason.Order))
            {
                yield return new Violation("G11", sku, $"'{reason.Event}' is put down to entry {message}, which says nothing of it");
            }
        }
    }

    /// <summary>Whether a journal entry mentions what it is said to have changed.</summary>
    private static bool Speaks(World world, long message, string sku, string? order)
    {
        if (message < 1 || message > world.Journal.End.Value)
        {
            return false;
        }

        var entry = world.Journal.ReadAsync(new JournalPosition(message - 1), 1, CancellationToken.None).AsTask().Result[0].Entry;
        var number = order?[(order.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return entry.Kind == EntryKind.Settled || number is not null && entry.Body.Span.IndexOf(Bytes(number)) >= 0 ||
               Estate.PartsOf(sku).Any(part => entry.Body.Span.IndexOf(Bytes(part.Sku)) >= 0);
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
