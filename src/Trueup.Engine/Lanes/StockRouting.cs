using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Engine.Lanes;

/// <summary>Maps what owners report into the hub's own words and brings it to the lanes of the SKUs, past the
/// guards.</summary>
internal sealed class StockRouting(HubState state, OwnershipContract contract)
{
    /// <summary>What the keys of messages begin with that wait for a guard.</summary>
    public const string GuardPrefix = "guard/";

    private readonly Dictionary<LocationCode, BlastRadius> _guards = [];

    /// <summary>One level.</summary>
    public void Report(Deliberation about, ConnectionName reporter, Fact.LevelReported level, bool approved)
    {
        if (LocationOf(about, reporter, level.Location) is { } location &&
            Map(about, reporter, location, level, level.AsOf) is { } report)
        {
            Report(about, reporter, location, [(level.Sku, report)], approved);
        }
    }

    /// <summary>Many levels of one location; what a full report does not name is zero.</summary>
    public void Report(Deliberation about, ConnectionName reporter, Fact.LevelsReported levels, bool approved)
    {
        if (LocationOf(about, reporter, levels.Location) is not { } location)
        {
            return;
        }

        var reports = new List<(Sku Sku, StockFact.Reported Report)>(levels.Levels.Count);
        foreach (var level in levels.Levels)
        {
            if (Map(about, reporter, location, level, level.AsOf ?? levels.AsOf) is { } report)
            {
                reports.Add((level.Sku, report));
            }
        }

        if (levels.Full)
        {
            AddAbsent(reports, location.Code, AsOf(about, reporter, levels.AsOf));
        }

        Report(about, reporter, location, reports, approved);
    }

    /// <summary>A movement from an owner that has no levels to send.</summary>
    public void Move(Deliberation about, ConnectionName reporter, Fact.StockMoved moved)
    {
        if (LocationOf(about, reporter, moved.Location) is not { } location ||
            StateOf(about, reporter, moved.State) is not { } condition)
        {
            return;
        }

        var stock = state.Find(moved.Sku) ?? new SkuStock(moved.Sku);
        var fact = new StockFact.Moved(location.Code, condition, moved.Delta, about.Now);
        about.Say(moved.Sku, StockDecider.Decide(stock, fact, contract), byOrder: false);
    }

    /// <summary>A till sale: wanted and taken in one moment, until the store's next report covers it.</summary>
    public void Sell(Deliberation about, ConnectionName reporter, LocationRule location, Fact.SaleCompleted sale)
    {
        // A till's codes may be longer than an id; then the hash of them is as good a name.
        var name = $"{reporter}:{sale.Key}";
        var order = OrderId.TryParse(name, out var id)
            ? id
            : OrderId.Parse($"{reporter}:{StableHash.Of(System.Text.Encoding.UTF8.GetBytes(name)):x32}");
        var place = 0;
        foreach (var sold in sale.Lines)
        {
            place++;
            if (sold.Quantity <= Quantity.Zero)
            {
                // A return goes back on sale when the owner's own figure says so.
                continue;
            }

            var line = sold.Line ?? place.ToString(System.Globalization.CultureInfo.InvariantCulture);
            foreach (var (sku, units) in Parts(sold))
            {
                StockFact[] facts =
                [
                    new StockFact.Captured(order, line, location.Code, units, Holder: null, Held: 0),
                    new StockFact.Taken(order, line, location.Code, units, sale.At),
                ];
                foreach (var fact in facts)
                {
                    var stock = state.Find(sku) ?? new SkuStock(sku);
                    about.Say(sku, StockDecider.Decide(stock, fact, contract), byOrder: true);
                }
            }
        }
    }

    /// <summary>The location that a connection means by a code; otherwise a case, and the message waits for the
    /// mapping.</summary>
    public LocationRule? LocationOf(Deliberation about, ConnectionName reporter, string code)
    {
        if (contract.LocationOf(reporter, code) is { } location)
        {
            return location;
        }

        about.Find(new Finding(
            CaseCodes.LocationUnmapped,
            new Lineage { Connection = reporter, Location = code },
            $"{reporter} speaks of location '{code}', which no location is mapped to."));
        about.Park($"location/{reporter}/{code}");
        return null;
    }

    private void Report(
        Deliberation about,
        ConnectionName reporter,
        LocationRule location,
        IReadOnlyList<(Sku Sku, StockFact.Reported Report)> reports,
        bool approved)
    {
        if (location.Owner != reporter)
        {
            about.Find(new Finding(
                CaseCodes.NotOwner,
                new Lineage { Connection = reporter, Location = location.Code.Text },
                $"{reporter} reported stock of {location.Code}, which belongs to {location.Owner}."));
            return;
        }

        about.Heal(
            CaseCodes.NotOwner, new Lineage { Connection = reporter, Location = location.Code.Text },
            "The contract gives the location to it now.");
        var held = approved ? null : Guard(about, location, reports);
        foreach (var (sku, report) in reports)
        {
            if (held?.Contains(sku) == true)
            {
                continue;
            }

            var stock = state.Find(sku) ?? new SkuStock(sku);
            about.Say(sku, StockDecider.Decide(stock, report, contract), byOrder: false);
            Judge(about, location, sku, report);
            Place(about, location, sku);
        }
    }

    /// <summary>A SKU on sale that lay nowhere lies here now.</summary>
    private void Place(Deliberation about, LocationRule location, Sku sku)
    {
        if (state.OpenCases(CaseCodes.ProductUnplaced) == 0)
        {
            return;
        }

        foreach (var outlet in contract.OutletsOf(location.Code))
        {
            about.Heal(
                CaseCodes.ProductUnplaced, new Lineage { Storefront = outlet.Connection, Sku = sku.Text },
                $"{location.Owner} reports stock of it at {location.Code}.");
        }
    }

    private IReadOnlySet<Sku>? Guard(
        Deliberation about, LocationRule location, IReadOnlyList<(Sku Sku, StockFact.Reported Report)> reports)
    {
        var rule = contract.Terms.Guards;
        if (rule.ZeroedMax is null && rule.ChangedMax is null)
        {
            return null;
        }

        var moves = new List<(Sku Sku, Quantity? Before, Quantity After)>(reports.Count);
        foreach (var (sku, report) in reports)
        {
            if (contract.IsSellable(report.State) && state.Find(sku) is { } stock &&
                StockDecider.FreshnessOf(stock, report) == Freshness.Newer)
            {
                moves.Add((sku, stock.ShelfAt(location.Code)?.In(report.State)?.Quantity, report.Quantity));
            }
        }

        if (moves.Count == 0)
        {
            return null;
        }

        var population = state.PopulationOf(location.Code);
        var held = GuardOf(location.Code).Hold(moves, population, about.Now);
        if (held.Count > 0)
        {
            about.Find(new Finding(
                CaseCodes.BlastRadius,
                new Lineage { Connection = location.Owner, Location = location.Code.Text },
                $"{held.Count} more of {population} SKUs at {location.Code} would change; they wait for approval."));
            about.Park(GuardKey(location.Code));
        }

        return held;
    }

    /// <summary>The guard of a location. After a restart it takes its window up from the shelves that have been empty since then.</summary>
    private BlastRadius GuardOf(LocationCode location)
    {
        if (_guards.TryGetValue(location, out var guard))
        {
            return guard;
        }

        _guards[location] = guard = new BlastRadius(contract.Terms.Guards);
        var emptied = state.EmptiedBefore.Count == 0 ? [] : state.Stock.Values
            .SelectMany(stock => (stock.ShelfAt(location)?.Levels ?? []).Select(level => (stock.Sku, Level: level)))
            .Where(known => contract.IsSellable(known.Level.State) && state.EmptiedBefore.ContainsKey(known.Level.EmptiedBy))
            .Select(known => (known.Sku, At: state.EmptiedBefore[known.Level.EmptiedBy]));
        foreach (var (sku, at) in emptied.OrderBy(known => known.At))
        {
            guard.Recall(sku, at);
        }

        return guard;
    }

    /// <summary>The key under which messages wait for a location's guard to be released.</summary>
    public static string GuardKey(LocationCode location) => GuardPrefix + location.Text;

    private static void Judge(Deliberation about, LocationRule location, Sku sku, StockFact.Reported report)
    {
        var lineage = new Lineage { Connection = location.Owner, Location = location.Code.Text, Sku = sku.Text };
        if (report.Quantity < Quantity.Zero)
        {
            about.Find(new Finding(
                CaseCodes.NegativeLevel, lineage, $"{location.Owner} reports {report.Quantity} of {sku} at {location.Code}."));
        }
        else
        {
            about.Heal(CaseCodes.NegativeLevel, lineage, $"A later report says {report.Quantity}.");
        }
    }

    private StockFact.Reported? Map(
        Deliberation about, ConnectionName reporter, LocationRule location, Fact.LevelReported level, DateTimeOffset? asOf) =>
        StateOf(about, reporter, level.State) is { } condition
            ? new StockFact.Reported(location.Code, condition, level.Quantity, level.Version, AsOf(about, reporter, asOf))
            {
                IsDated = asOf is not null,
            }
            : null;

    private StockState? StateOf(Deliberation about, ConnectionName reporter, string? word)
    {
        var known = contract.StateOf(reporter, word);
        if (known is null)
        {
            about.Find(new Finding(
                CaseCodes.StateUnmapped,
                new Lineage { Connection = reporter, Location = $"state {word}" },
                $"{reporter} reports the stock state '{word}', which no state is mapped to."));
            about.Park($"state/{reporter}/{word}");
        }

        return known;
    }

    private static DateTimeOffset AsOf(Deliberation about, ConnectionName reporter, DateTimeOffset? asOf) =>
        asOf is { } time ? about.Believe(new Lineage { Connection = reporter }, "A report", time) : about.Now;

    private void AddAbsent(List<(Sku Sku, StockFact.Reported Report)> reports, LocationCode location, DateTimeOffset asOf)
    {
        var named = reports.Select(report => (report.Sku, report.Report.State)).ToHashSet();
        foreach (var stock in state.Stock.Values)
        {
            foreach (var level in stock.ShelfAt(location)?.Levels ?? [])
            {
                if (!level.Quantity.IsZero && !named.Contains((stock.Sku, level.State)))
                {
                    reports.Add((stock.Sku, new StockFact.Reported(location, level.State, Quantity.Zero, Version: null, asOf)));
                }
            }
        }
    }

    private IEnumerable<(Sku Sku, Quantity Units)> Parts(LineQuantity sold) =>
        contract.KitOf(sold.Sku) is { } kit
            ? kit.Components.Select(component => (component.Sku, component.PerKit * sold.Quantity))
            : [(sold.Sku, sold.Quantity)];
}
