using System.Globalization;
using Trueup.Core.Cases;

namespace Trueup.Simulator.Merchants;

/// <summary>Says what a merchant's choices led to in the simulated world.</summary>
internal sealed class MerchantFindings(MerchantWorld world, MerchantMeasures measures)
{
    private const double Nearly = 0.9;
    private const int CasesMax = 12;

    private static readonly TimeSpan LateFrom = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LoadLateFrom = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan OrdersLateFrom = TimeSpan.FromMinutes(5);

    /// <summary>Everything that is to be said, worst first.</summary>
    public IReadOnlyList<MerchantFinding> Tell() =>
    [
        .. Failure(), .. Unreached(), .. Unheard(), .. Drifts(), .. Breaches(), .. Oversells(), .. Orders(), .. Delays(), .. Guards(),
        .. Cases(), .. Unplayed(),
    ];

    private IEnumerable<MerchantFinding> Failure()
    {
        if (world.Hub.Failure is { } failure)
        {
            yield return new MerchantFinding(
                MerchantFinding.Drift, About: null, $"the hub stopped: {failure.Message}", "report this with the seed: it is a fault of Trueup's");
        }
    }

    /// <summary>Places whose goods a shop that follows stock cannot sell.</summary>
    private IEnumerable<MerchantFinding> Unreached() =>
        from shop in world.Shops
        where world.Plan.Terms.Stock.Subscribers.Contains(shop.Connection.Name)
        from location in world.Plan.Terms.Locations
        let pieces = world.Books.OutOfReach(shop.Connection.Name, location, world.Shelf.Pieces)
        where pieces > 0
        select new MerchantFinding(
            MerchantFinding.Drift, location.Code.Text,
            Text($"{pieces:0} pieces at {location.Code} could not be sold in {shop.Connection.Name}, which has no code for the place"),
            $"give locations.{location.Code}.codes an entry for {shop.Connection.Name}, if it is to sell from there");

    /// <summary>Owners that the hub cannot hear.</summary>
    private IEnumerable<MerchantFinding> Unheard()
    {
        foreach (var desk in world.Desks.Where(desk => desk.Locations.Any()))
        {
            var (name, reads) = (desk.Owner.Name.Text, desk.Owner.Settings.Find("operations.stock.levels.request") is not null);
            if (!desk.Owner.TakesDeliveries)
            {
                yield return reads
                    ? new MerchantFinding(
                        MerchantFinding.Delay, About: null,
                        $"{name} may not send events: what changes there is known only when it is read, every {Spoken.Of(world.Plan.Terms.Reconcile.Every)}",
                        $"give connections.{name} an inbound, or set ownership.stock.reconcile.every to what you can live with")
                    : new MerchantFinding(
                        MerchantFinding.Drift, name,
                        $"{name} is right about stock, and neither may send it nor can be read: its shelves stay empty in every shop",
                        $"give connections.{name} an inbound, or operations.stock.levels");
            }

            foreach (var location in world.Plan.Terms.Locations.Where(location => location.Owner == desk.Owner.Name &&
                         location.Codes.All(code => code.Connection != desk.Owner.Name)))
            {
                yield return new MerchantFinding(
                    MerchantFinding.Drift, location.Code.Text,
                    $"{name} owns {location.Code}, and has no code for it: whatever it reports about the place is held as unmapped",
                    $"give locations.{location.Code}.codes an entry for {name}");
            }
        }
    }

    private IEnumerable<MerchantFinding> Drifts()
    {
        foreach (var shop in world.Gauge.Wrong().GroupBy(wrong => wrong.Shop))
        {
            var first = shop.OrderBy(wrong => wrong.Sku, StringComparer.Ordinal).First();
            yield return new MerchantFinding(
                MerchantFinding.Drift, shop.Key.Text,
                Text($"at rest {shop.Count()} articles were still wrong in {shop.Key}, such as {first.Sku}: shown {first.Shown:0.##}, true {first.True:0.##}"),
                "what stands above, or the cases below, say why; with the seed the day repeats exactly");
        }
    }

    /// <summary>Connections that may call more often than their vendor allows, whether or not the day was busy enough for it.</summary>
    private IEnumerable<MerchantFinding> Breaches()
    {
        foreach (var line in world.Lines)
        {
            var (merchant, refused) = (line.Merchant, line.Vendor.Refused);
            if (merchant.Vendor is not { } vendor || (refused == 0 && line.Limits.RequestsPerSecond <= vendor.RequestsPerSecond))
            {
                continue;
            }

            var source = vendor == merchant.Connector.Manifest.Limits ? "the connector's documented limit is" : "its vendor allows";
            var came = refused > 0
                ? Text($"at which {refused} of {line.Wire.Calls.Count} calls were turned away")
                : "which this day did not reach: on a busier one calls are turned away";
            yield return new MerchantFinding(
                MerchantFinding.Breach, merchant.Name.Text,
                Text($"{merchant.Name} may make {line.Limits.RequestsPerSecond:0.##} calls a second; {source} {vendor.RequestsPerSecond:0.##}, {came}"),
                Text($"set connections.{merchant.Name}.limits.rate to {vendor.RequestsPerSecond:0.##}/s; if the vendor grants you more, say so with ") +
                $"--vendor-limit {merchant.Name}=RATE");
        }
    }

    private IEnumerable<MerchantFinding> Oversells()
    {
        if (measures.Oversold > 0)
        {
            yield return new MerchantFinding(
                MerchantFinding.Oversell, About: null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{measures.Oversold} of {measures.Orders} orders asked for goods that had just left by another door: what is scarce is sold " +
                    $"in {world.Shops.Count} shops and at {world.Plan.Terms.Locations.Count} places, and a shop learns of it after " +
                    $"{Spoken.Of(measures.Shops.Max(shop => shop.Usual))} to {Spoken.Of(measures.Shops.Max(shop => shop.Late))}"),
                "keep more back (stock.buffer) of what is scarce, read orders more often (orders.poll), or let owners push instead of being read");
        }
    }

    private IEnumerable<MerchantFinding> Orders()
    {
        if (measures.Forgotten > 0)
        {
            yield return new MerchantFinding(
                MerchantFinding.Orders, About: null,
                $"of {measures.Forgotten} of {measures.Orders} orders, all of them paid, no owner was ever told to pick everything",
                "look at ownership.order.subscribers, at orders.release_when, and at whether every owner that ships has operations.order.create");
        }

        if (measures.HandedOver.Late > OrdersLateFrom)
        {
            yield return new MerchantFinding(
                MerchantFinding.Orders, About: null,
                $"half of the orders reached an owner within {Spoken.Of(measures.HandedOver.Usual)}, and " +
                $"one in twenty took longer than {Spoken.Of(measures.HandedOver.Late)}",
                "read orders more often (orders.poll), or raise the limits of the connections on the way");
        }

        foreach (var desk in world.Desks.Where(desk => desk.Locations.Any()))
        {
            if (desk.Unreadable > 0)
            {
                yield return new MerchantFinding(
                    MerchantFinding.Orders, desk.Owner.Name.Text,
                    $"{desk.Owner.Name} was sent {desk.Unreadable} orders in " +
                    $"which no article with its quantity and place of {desk.Owner.Name}'s is to be found",
                    "let the template of order.create write sku, quantity and location of every pick");
            }

            if (desk is { Taken: > 0, Owner.TakesDeliveries: false })
            {
                yield return new MerchantFinding(
                    MerchantFinding.Orders, desk.Owner.Name.Text,
                    $"{desk.Owner.Name} took {desk.Taken} orders and may not send events: what it ships is never posted in a shop",
                    $"give connections.{desk.Owner.Name} an inbound");
            }
        }
    }

    private IEnumerable<MerchantFinding> Delays()
    {
        if (measures.Loaded is null || measures.Loaded > LoadLateFrom)
        {
            var slowest = world.Lines.Where(line => line.Merchant.IsShop).MinBy(line => line.Limits.RequestsPerSecond * line.Limits.Batch)!;
            yield return new MerchantFinding(
                MerchantFinding.Delay, slowest.Merchant.Name.Text,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the opening stock of {world.Shelf.Pieces.Count} articles took {Spoken.Of(measures.Loaded)} to reach every shop; " +
                    $"the narrowest way is {slowest.Merchant.Name}, {slowest.Limits.RequestsPerSecond:0.##} calls a second of {slowest.Limits.Batch} levels"),
                "load before the opening, or raise limits.rate or limits.batch");
        }

        foreach (var shop in measures.Shops.Where(shop => shop.Late > LateFrom))
        {
            var busiest = measures.Connections.First(one => one.Name == shop.Name).BusiestShare;
            yield return new MerchantFinding(
                MerchantFinding.Delay, shop.Name,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"of {shop.Changes} changes half showed in {shop.Name} within {Spoken.Of(shop.Usual)}, and " +
                    $"one in twenty took longer than {Spoken.Of(shop.Late)}; " +
                    $"the busiest five minutes took {busiest:0 %} of the calls that its limit allows"),
                busiest > Nearly
                    ? "the limit is the reason: raise limits.rate or limits.batch, or have less that must be told"
                    : "the limit is not the reason: look at orders.poll and at how the owners report");
        }
    }

    private IEnumerable<MerchantFinding> Guards() =>
        from held in world.Hub.Engine?.State.Cases.Values.Where(known => known.Code == CaseCodes.BlastRadius) ?? []
        select new MerchantFinding(
            MerchantFinding.Guard, held.About.Location,
            string.Create(
                CultureInfo.InvariantCulture,
                $"an ordinary report was held for approval {held.Met} times at {held.About.Location}: {held.Detail}; " +
                $"a delivery changes an eighth of all articles, a count a quarter"),
            "raise stock.guards.max_changed or max_zeroed, or have counts reported in parts longer apart than stock.guards.over");

    private IEnumerable<MerchantFinding> Cases() =>
        (world.Hub.Engine?.State.Cases.Values ?? [])
            .Where(known => known.State == CaseState.Open && known.Code != CaseCodes.BlastRadius)
            .GroupBy(known => known.Code)
            .OrderByDescending(code => code.Count())
            .Take(CasesMax)
            .Select(code => new MerchantFinding(
                MerchantFinding.Case, code.First().About.Connection?.Text,
                $"{code.Count()} × {code.Key.Code} stood open at the end: {code.Key.Title}; the first: {code.First().Detail}", code.Key.NextAction));

    private IEnumerable<MerchantFinding> Unplayed()
    {
        foreach (var one in world.Plan.Connections.Where(one => !one.IsPlayed))
        {
            yield return new MerchantFinding(
                MerchantFinding.Unplayed, one.Name.Text,
                $"nobody plays a {one.Rule.Kind}: {one.Name} and what it owns took no part", "nothing: the rest was tried");
        }

        foreach (var line in world.Lines)
        {
            if (line.Twin is MirrorTwin { Unplayed: { Count: > 0 } operations })
            {
                yield return new MerchantFinding(
                    MerchantFinding.Unplayed, line.Merchant.Name.Text,
                    $"{line.Merchant.Name} reads answers in a way that the simulated world cannot write: {string.Join(", ", operations)}",
                    "only plain paths ($.a.b, $.list[0].id) are played; try these with trueup check --live");
            }
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
