using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Audit;

/// <summary>A storefront's survey made ready for questions.</summary>
internal sealed class StorefrontIndex
{
    private readonly Dictionary<Sku, Money> _prices = [];

    public StorefrontIndex(StorefrontSurvey shown, Survey survey)
    {
        Shown = shown;
        Products = shown.Products.GroupBy(product => product.Sku).ToDictionary(group => group.Key, group => group.Last());
        Rows = shown.Rows.GroupBy(row => (row.Sku, Source: row.Location))
            .ToDictionary(group => group.Key, group => group.Last().Quantity);
        RowsOf = Rows.ToLookup(row => row.Key.Sku, row => (row.Key.Source, Quantity: row.Value));
        Salable = shown.Salable.GroupBy(row => row.Sku).ToDictionary(group => group.Key, group => group.Last().Quantity);
        foreach (var seen in shown.Orders)
        {
            foreach (var line in seen.Order.Lines)
            {
                Learn(seen, line, survey);
            }
        }

        foreach (var owner in survey.Owners)
        {
            foreach (var row in owner.Rows)
            {
                Learn(owner, row, survey);
            }
        }
    }

    public StorefrontSurvey Shown { get; }

    /// <summary>Products by SKU.</summary>
    public Dictionary<Sku, Fact.ProductObserved> Products { get; }

    /// <summary>Quantities by SKU and source.</summary>
    public Dictionary<(Sku Sku, string Source), Quantity> Rows { get; }

    /// <summary>Quantities at sources by SKU.</summary>
    public ILookup<Sku, (string Source, Quantity Quantity)> RowsOf { get; }

    /// <summary>Salable quantities by SKU.</summary>
    public Dictionary<Sku, Quantity> Salable { get; }

    /// <summary>Units that open orders hold back, by SKU.</summary>
    public Dictionary<Sku, Quantity> Held { get; } = [];

    /// <summary>Units that open orders want from shelves, by the SKU that is picked: of a kit, its components.</summary>
    public Dictionary<Sku, Quantity> Wanted { get; } = [];

    /// <summary>Those of <see cref="Wanted"/> on whose SKU the storefront holds nothing back.</summary>
    public Dictionary<Sku, Quantity> WantedUnheld { get; } = [];

    /// <summary>What owners say is sellable, by SKU and the storefront's source.</summary>
    public Dictionary<(Sku Sku, string Source), Quantity> Owned { get; } = [];

    /// <summary>Every SKU that any owner names, wherever it lies.</summary>
    public HashSet<Sku> OwnedSkus { get; } = [];

    /// <summary>Whether a source counts towards what is sold; every one does where the wiring is not known.</summary>
    public bool Counts(string source) =>
        Shown.Wiring is not { } wiring || wiring.Linked.FindIndex(linked => linked == source) >= 0;

    /// <summary>What units of a SKU are worth, at the highest price charged for it in an open order.</summary>
    public Money? Worth(Sku sku, Quantity units) => _prices.TryGetValue(sku, out var price)
        ? new Money(price.Amount * Math.Abs(units.Value), price.Currency)
        : null;

    /// <summary>
    /// The storefront's source that an owner means by a code; null when nothing maps it. A file may also write the
    /// hub's own name of a location, or the source itself.
    /// </summary>
    public string? SourceOf(OwnerSurvey owner, string code, Survey survey)
    {
        if (owner.Connection is { } connection)
        {
            return survey.Contract.LocationOf(connection, code) is { } location ? AliasOf(location.Codes) : null;
        }

        return LocationCode.TryParse(code, out var name) && survey.Contract.Location(name) is { } known
            ? AliasOf(known.Codes)
            : Shown.Wiring?.Sources.FindIndex(source => source == code) >= 0 ? code : null;
    }

    /// <summary>
    /// Units at most that open orders take from a source without this storefront holding them back: those of every other
    /// storefront that sells from the same place, and its own that are not held. Null when orders of one of them could not
    /// be read.
    /// </summary>
    public Quantity? TakenAt(Sku sku, string source, Items<StorefrontIndex> shops, Survey survey)
    {
        var taken = WantedUnheld.GetValueOrDefault(sku);
        foreach (var other in shops)
        {
            if (other == this || !other.SellsFrom(Shown.Name, source, survey))
            {
                continue;
            }

            if (!other.Shown.Has(SurveyPart.Orders))
            {
                return null;
            }

            taken += other.Wanted.GetValueOrDefault(sku);
        }

        return Shown.Has(SurveyPart.Orders) ? taken : null;
    }

    /// <summary>Whether this storefront sells from the place that another one knows as a source. Without a mapping the
    /// same code is the same place, as an owner's file means it.</summary>
    private bool SellsFrom(ConnectionName other, string source, Survey survey) =>
        survey.Contract.LocationOf(other, source) is { } location
            ? AliasOf(location.Codes) is not null
            : Shown.Wiring?.Sources.FindIndex(known => known == source) >= 0;

    private string? AliasOf(Items<Contract.LocationAlias> codes)
    {
        var place = codes.FindIndex(alias => alias.Connection == Shown.Name);
        return place < 0 ? null : codes[place].Code;
    }

    private void Learn(Fact.OrderObserved seen, OrderLine line, Survey survey)
    {
        var price = new Money(line.UnitPrice, seen.Order.Currency);
        if (line.UnitPrice > 0m && (!_prices.TryGetValue(line.Sku, out var known) || known.Amount < price.Amount))
        {
            _prices[line.Sku] = price;
        }

        if (!line.MovesStock)
        {
            return;
        }

        var place = seen.Progress.Lines.FindIndex(progress => progress.Line == line.Line);
        var done = place < 0 ? null : seen.Progress.Lines[place];
        var open = (done is null ? line.Quantity : line.Quantity - done.Shipped - done.Cancelled - done.Refunded).OrZero();
        if (seen.Progress.Reserves)
        {
            Add(Held, line.Sku, open);
        }

        // A kit is held as what was sold, and picked as what it is made of.
        var kit = survey.Contract.KitOf(line.Sku);
        Items<(Sku Sku, Quantity Units)> picks = kit is null
            ? [(line.Sku, open)]
            : kit.Components.Select(component => (component.Sku, component.PerKit * open)).ToItems();
        foreach (var (sku, units) in picks)
        {
            Add(Wanted, sku, units);
            if (kit is not null || !seen.Progress.Reserves)
            {
                Add(WantedUnheld, sku, units);
            }
        }
    }

    private static void Add(Dictionary<Sku, Quantity> sums, Sku sku, Quantity units) =>
        sums[sku] = sums.GetValueOrDefault(sku) + units;

    private void Learn(OwnerSurvey owner, ObservedRow row, Survey survey)
    {
        OwnedSkus.Add(row.Sku);
        var state = owner.Connection is { } connection
            ? survey.Contract.StateOf(connection, row.State)
            : StateOf(row.State);
        if (state is { } known && survey.Contract.IsSellable(known) && SourceOf(owner, row.Location, survey) is { } source)
        {
            var key = (row.Sku, source);
            Owned[key] = Owned.GetValueOrDefault(key) + row.Quantity;
        }
        else if (SourceOf(owner, row.Location, survey) is { } place)
        {
            // The owner knows the position and says that none of it may be sold.
            Owned.TryAdd((row.Sku, place), Quantity.Zero);
        }
    }

    private static StockState? StateOf(string? word) => word is null || word.Length == 0
        ? StockState.Available
        : Enum.TryParse<StockState>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var state) ? state : null;
}
