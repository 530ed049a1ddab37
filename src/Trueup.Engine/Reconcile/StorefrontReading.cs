using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Drift;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Dispatch;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Reconcile;

/// <summary>
/// One comparison of a storefront with the truth. Rows and salable figures are streamed page by page; what differs is
/// read a second time when the hub has caught up, since a difference between two moments is not drift, and a single
/// zero is not proof.
/// </summary>
internal sealed class StorefrontReading
{
    /// <summary>SKUs looked at a second time in one call.</summary>
    private const int SecondLookMax = 100;

    /// <summary>Beyond so many differences the first look is believed: a shop that far off needs no second
    /// opinion.</summary>
    private const int SecondLooksMax = 20_000;

    private readonly Outlet _outlet;
    private readonly IStockObserver _observer;
    private readonly OutboundSurroundings _hub;
    private readonly Items<Sku> _skus;
    private readonly HealAsk _asked;
    private readonly Corrections _corrections;
    private readonly Enquiry _enquiry;
    private readonly IWire _wire;
    private readonly HashSet<Sku> _suspects = [];
    private readonly MarkedSlots _rowsSeen = new();
    private readonly MarkedSlots _salableSeen = new();
    private Receipt? _failure;
    private long _compared;

    public StorefrontReading(Outlet outlet, OutboundSurroundings hub, Items<Sku> skus, HealAsk asked)
    {
        (_outlet, _hub, _skus, _asked) = (outlet, hub, skus, asked);
        _corrections = new Corrections(outlet, hub, asked);
        _observer = (IStockObserver)outlet.Connection;
        _wire = outlet.Paced.For(CallPriority.Background);
        _enquiry = new Enquiry(outlet, hub, _wire);
    }

    /// <summary>SKUs whose difference was in flight: what becomes of it the next comparison says.</summary>
    public IReadOnlyCollection<Sku> InFlight { get; private set; } = [];

    /// <summary>Compares, journals what follows, and returns the run.</summary>
    public async ValueTask<ParityRun> CompareAsync(CancellationToken cancellationToken)
    {
        var run = new ParityRun(
            _hub.Tail.End.Plus(1).ToString(), _outlet.Name, Scope, _hub.Clock.GetUtcNow())
        {
            By = _asked.By,
        };
        if (_hub.State.Cases.Open(cell => cell.Code == CaseCodes.SourceNotAssigned && cell.Storefront == _outlet.Name.Text).Any())
        {
            // What a person switched on again is not told by any row.
            await _enquiry.PollAsync(PollPurpose.Wiring, cancellationToken);
        }

        await ReadRowsAsync(cancellationToken);
        await ReadSalableAsync(cancellationToken);
        AddUnseen();
        var discrepancies = _failure is null ? await LookAgainAsync(cancellationToken) : [];
        if (_failure is null)
        {
            await _corrections.EndAsync(cancellationToken);
        }

        var drifting = discrepancies.Where(found => found.Class != DriftClass.InFlight).ToList();
        InFlight = discrepancies.Where(found => found.Class == DriftClass.InFlight).Select(found => found.Sku).ToArray();
        run = run with
        {
            EndedAt = _hub.Clock.GetUtcNow(),
            Compared = _compared,
            InStep = _compared - drifting.Count - Math.Max(0, _suspects.Count - SecondLooksMax),
            InFlight = InFlight.Count,
            Healed = _asked.Heal && !_corrections.IsHeld,
            IsHeld = _corrections.IsHeld,
            Repairs = _corrections.Repairs,
            Failure = _failure is null ? null : Describe(_failure),
            Discrepancies = drifting.Take(ParityRun.DiscrepanciesMax).ToItems(),
            Proved = Proved(drifting),
        };
        await _hub.AppendAsync([Ticks.Run(run, _hub.Clock.GetUtcNow(), _hub.Codecs)], cancellationToken);
        return run;
    }

    private string Scope => _skus.IsEmpty ? "full" : _asked.By is null ? "rolling" : "skus";

    private async ValueTask ReadRowsAsync(CancellationToken cancellationToken)
    {
        await foreach (var page in PagesAsync(_skus, salable: false, cancellationToken))
        {
            foreach (var row in page)
            {
                if (_hub.State.NumberedStock.FindNumbered(row.Sku) is { } known &&
                    SlotAt(known.Stock, row.Location) is var place and >= 0)
                {
                    _rowsSeen.Mark(known.Number, place);
                    var slot = known.Stock.Slots[place];
                    if (slot.Observed != row.Quantity || slot.Written != row.Quantity)
                    {
                        _suspects.Add(known.Stock.Sku);
                    }
                }
            }
        }

        if (_failure is not null)
        {
            return;
        }

        foreach (var (stock, number) in InScope())
        {
            for (var place = 0; place < stock.Slots.Count; place++)
            {
                var slot = stock.Slots[place];
                if (slot.Connection == _outlet.Name && slot.Desired is not null && !_rowsSeen.IsMarked(number, place))
                {
                    _suspects.Add(stock.Sku);
                }
            }
        }
    }

    private int SlotAt(SkuStock stock, string source)
    {
        for (var place = 0; place < stock.Slots.Count; place++)
        {
            var slot = stock.Slots[place];
            if (slot.Source.Text == source && slot.Connection == _outlet.Name)
            {
                return place;
            }
        }

        return -1;
    }

    private async ValueTask ReadSalableAsync(CancellationToken cancellationToken)
    {
        if (_failure is not null)
        {
            return;
        }

        await foreach (var page in PagesAsync(_skus, salable: true, cancellationToken))
        {
            foreach (var row in page)
            {
                if (_hub.State.NumberedStock.FindNumbered(row.Sku) is { } known &&
                    Classify.Expected(known.Stock, _outlet.Name, _hub.Contract, _hub.State.Find) is { } expected)
                {
                    _salableSeen.Mark(known.Number, place: 0);
                    _compared++;
                    if (expected != row.Quantity)
                    {
                        _suspects.Add(known.Stock.Sku);
                    }
                }
            }
        }
    }

    /// <summary>SKUs with something to sell for which the storefront showed no salable figure at all.</summary>
    private void AddUnseen()
    {
        foreach (var (stock, number) in InScope())
        {
            if (!_salableSeen.IsMarked(number, place: 0) &&
                Classify.Expected(stock, _outlet.Name, _hub.Contract, _hub.State.Find) is { } expected)
            {
                _compared++;
                if (expected > Quantity.Zero)
                {
                    _suspects.Add(stock.Sku);
                }
            }
        }
    }

    private async ValueTask<List<Discrepancy>> LookAgainAsync(CancellationToken cancellationToken)
    {
        var found = new List<Discrepancy>();
        foreach (var skus in _suspects.Take(SecondLooksMax).Chunk(SecondLookMax))
        {
            await _enquiry.DecidedAsync(cancellationToken);
            await JudgeAsync(skus.ToItems(), found, cancellationToken);
            if (_failure is not null)
            {
                break;
            }
        }

        return found;
    }

    private async ValueTask JudgeAsync(Items<Sku> skus, List<Discrepancy> found, CancellationToken cancellationToken)
    {
        var began = _hub.Clock.GetUtcNow();
        var before = skus.ToDictionary(sku => sku, sku => _hub.State.Find(sku));
        var rows = await ListAsync(skus, salable: false, cancellationToken);
        var salable = (await ListAsync(skus, salable: true, cancellationToken)).ToDictionary(row => row.Sku, row => row.Quantity);
        await LearnProductsAsync(skus, salable, cancellationToken);
        if (_failure is null && !await _hub.SelfLowering.CatchUpAsync(_outlet.Name, cancellationToken))
        {
            _failure = new Receipt.Deferred("The storefront's orders could not be read, so its figures prove nothing.");
        }

        if (_failure is not null)
        {
            return;
        }

        var bySku = rows.ToLookup(row => row.Sku);
        var unexplained = skus
            .Where(sku => Judge(sku) is (_, { Class: DriftClass.ReservationMismatch or DriftClass.NotManaged })).ToItems();
        if (!unexplained.IsEmpty && !await CatchUpAsync(unexplained, cancellationToken))
        {
            return;
        }

        foreach (var sku in skus)
        {
            if (Judge(sku) is not (var comparison, var difference))
            {
                continue;
            }

            if (difference is not null)
            {
                found.Add(WithRepair(difference));
            }

            if (!comparison.IsUnderWay)
            {
                _corrections.Add(comparison.Stock, bySku[sku].Concat(Missing(comparison.Stock, bySku[sku])), began);
            }
        }

        await _corrections.FlushAsync(cancellationToken);
        (Comparison Seen, Discrepancy? Difference)? Judge(Sku sku)
        {
            if (_hub.State.Find(sku) is not { } stock)
            {
                return null;
            }

            var isUnderWay = IsUnderWay(stock, before[sku]) || _hub.SelfLowering.IsMoving(_outlet.Name, sku, began);
            var seen = CompareOne(stock, bySku[sku], salable, isUnderWay);
            return (seen, Classify.Between(seen, _hub.Contract, _hub.State.Find));
        }
    }

    /// <summary>Reservations that only a person can repair are shown with the commands that do.</summary>
    private Discrepancy WithRepair(Discrepancy found) =>
        found is { Class: DriftClass.ReservationMismatch, Observed: { } observed } && _outlet.Connection is IReservationRepair storefront
            ? found with { Detail = $"{found.Detail}. {storefront.RepairOf(found.Sku, found.Expected - observed)}" }
            : found;

    /// <summary>
    /// A storefront holds units back from the moment that an order is placed, and somebody may have switched a source or a product off:
    /// the hub knows of it with the next poll. Before reservations are called wrong, all is read that may explain the figures.
    /// </summary>
    private async ValueTask<bool> CatchUpAsync(Items<Sku> unexplained, CancellationToken cancellationToken)
    {
        if (!await _enquiry.PollAsync(PollPurpose.Orders, cancellationToken) || !await _enquiry.PollAsync(PollPurpose.Wiring, cancellationToken))
        {
            _failure = new Receipt.Deferred("The storefront's orders could not be read, so its reservations prove nothing.");
            return false;
        }

        await _enquiry.ReadProductsAsync(unexplained, cancellationToken);
        await _enquiry.DecidedAsync(cancellationToken);
        return true;
    }

    /// <summary>Sources that are believed to hold something, and that the storefront has no row of: they hold nothing.</summary>
    private IEnumerable<ObservedRow> Missing(SkuStock stock, IEnumerable<ObservedRow> rows) => stock.Slots
        .Where(slot => slot.Connection == _outlet.Name && slot.Written > Quantity.Zero && rows.All(row => row.Location != slot.Source.Text))
        .Select(slot => new ObservedRow(stock.Sku, slot.Source.Text, State: null, Quantity.Zero));

    /// <summary>The settings that explain most differences are read only for SKUs that differ: a list cannot give
    /// them.</summary>
    private ValueTask LearnProductsAsync(
        Items<Sku> skus, Dictionary<Sku, Quantity> salable, CancellationToken cancellationToken) => _enquiry.ReadProductsAsync(
        skus.Where(sku => _hub.State.Find(sku) is { } stock && stock.ListingIn(_outlet.Name)?.Traits.Managed is null &&
            Classify.Expected(stock, _outlet.Name, _hub.Contract, _hub.State.Find) is { } expected &&
            (!salable.TryGetValue(sku, out var shown) || shown != expected)).ToItems(),
        cancellationToken);

    private Comparison CompareOne(
        SkuStock stock, IEnumerable<ObservedRow> rows, Dictionary<Sku, Quantity> salable, bool isUnderWay)
    {
        var wiring = _hub.State.Wirings.GetValueOrDefault(_outlet.Name);
        return new Comparison(
            stock,
            _outlet.Name,
            salable.TryGetValue(stock.Sku, out var shown) ? shown : null,
            rows.Where(row => RemoteCode.TryParse(row.Location, out _))
                .Select(row => new ObservedSource(RemoteCode.Parse(row.Location), row.Quantity)).ToItems(),
            isUnderWay)
        {
            Sources = wiring?.Sources,
            Linked = wiring?.Linked,
            Awaited = stock.Slots.Where(IsAwaited).Select(slot => slot.Source).ToItems(),
        };

        bool IsAwaited(Slot slot) =>
            slot.Connection == _outlet.Name && _outlet.Levels!.OwedSince(stock.Sku, slot.Source) is { } since &&
            _hub.Clock.GetUtcNow() - since < _hub.Contract.Terms.Reconcile.OwedFor;
    }

    private bool IsUnderWay(SkuStock stock, SkuStock? before) =>
        HasMoved(stock, before) || _outlet.Levels!.IsUnderWay(stock.Sku) ||
        stock.Slots.Any(slot => slot.Connection == _outlet.Name && slot.IsOwed && slot.Written is not null) ||
        stock.Demands.Any(demand => !demand.Departures.IsEmpty || HasOpenShipment(demand));

    /// <summary>Whether anything but what the storefront says of the product changed while it was being read.</summary>
    private static bool HasMoved(SkuStock stock, SkuStock? before) =>
        before is null || stock with { Listings = default } != before with { Listings = default };

    /// <summary>Whether something is about to be posted to an order. While its storefront holds it nothing is, perhaps for days: what is
    /// open then moves nothing, and must hide nothing.</summary>
    private bool HasOpenShipment(Demand demand) =>
        _hub.State.Find(demand.Order) is { Progress.Phase: not OrderPhase.OnHold } order &&
        order.Documents.Any(document => document.Target == _outlet.Name && !document.IsSettled);

    private async ValueTask<List<ObservedRow>> ListAsync(Items<Sku> skus, bool salable, CancellationToken cancellationToken)
    {
        var rows = new List<ObservedRow>();
        await foreach (var page in PagesAsync(skus, salable, cancellationToken))
        {
            rows.AddRange(page);
        }

        return rows;
    }

    private async IAsyncEnumerable<IReadOnlyList<ObservedRow>> PagesAsync(
        Items<Sku> skus, bool salable, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? page = "";
        while (page is not null)
        {
            var ask = new ObserveAsk(skus, page);
            var outcome = salable
                ? await _observer.ObserveSalableAsync(_wire, ask, cancellationToken)
                : await _observer.ObserveAsync(_wire, ask, cancellationToken);
            if (outcome is not ObserveOutcome.Page read)
            {
                _failure = ((ObserveOutcome.Failed)outcome).Receipt;
                yield break;
            }

            yield return read.Rows;
            page = read.Next;
        }
    }

    private IEnumerable<NumberedStock> InScope() => _skus.IsEmpty
        ? _hub.State.NumberedStock.Numbered
        : _skus.Select(sku => _hub.State.NumberedStock.FindNumbered(sku)).OfType<NumberedStock>();

    /// <summary>SKUs with an open case that this run found in step.</summary>
    private Items<Sku> Proved(List<Discrepancy> drifting)
    {
        var differing = drifting.Select(found => found.Sku).ToHashSet();
        return _hub.State.Cases
            .Open(cell => cell.Code.Healing == Healing.ByParity && cell.Storefront == _outlet.Name.Text)
            .Select(open => Sku.TryParse(open.About.Sku, out var sku) ? sku : (Sku?)null)
            .OfType<Sku>()
            .Where(sku => !differing.Contains(sku) && (_skus.IsEmpty || _skus.Span.Contains(sku)) && _failure is null)
            .Distinct()
            .ToItems();
    }

    private static string Describe(Receipt receipt) => receipt switch
    {
        Receipt.Refused refused => refused.Detail,
        Receipt.Deferred deferred => deferred.Detail,
        Receipt.Unknown unknown => unknown.Detail,
        _ => "",
    };
}
