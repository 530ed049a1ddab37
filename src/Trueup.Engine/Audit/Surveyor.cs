using Trueup.Core.Audit;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Dispatch;

namespace Trueup.Engine.Audit;

/// <summary>
/// Looks at remotes and changes nothing: reads only what the connectors' own polls and observations read, within the
/// limits of each connection, and keeps it in memory.
/// </summary>
/// <param name="clock">The time.</param>
/// <param name="progress">Told what is being read; null: nobody.</param>
public sealed class Surveyor(TimeProvider clock, Action<string>? progress = null)
{
    /// <summary>Pages of one poll: more is a remote that never ends.</summary>
    private const int PagesMax = 100_000;

    /// <summary>How often a page is asked for again that could not be had at once.</summary>
    private const int TriesMax = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Products whose switches are read one by one, where lists cannot give them. Default 500.</summary>
    public int DetailsMax { get; init; } = 500;

    /// <summary>Looks at a storefront.</summary>
    public async ValueTask<StorefrontSurvey> StorefrontAsync(
        IConnection connection, IWire wire, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var paced = new PacedWire(wire, connection.Limits, clock).For(CallPriority.Background);
        var gaps = new List<SurveyGap>();
        var facts = await FactsAsync(connection, paced, gaps, cancellationToken);
        var survey = new StorefrontSurvey(connection.Name)
        {
            Products = facts.OfType<Fact.ProductObserved>().ToItems(),
            Wiring = facts.OfType<Fact.WiringObserved>().LastOrDefault(),
            Orders = Latest(facts.OfType<Fact.OrderObserved>()),
            Repair = connection as IReservationRepair,
        };
        if (connection is IStockObserver observer)
        {
            survey = survey with
            {
                Rows = await RowsAsync(observer, paced, SurveyPart.Rows, gaps, cancellationToken),
                Salable = await RowsAsync(observer, paced, SurveyPart.Salable, gaps, cancellationToken),
            };
        }
        else
        {
            gaps.Add(new SurveyGap(SurveyPart.Rows, "This kind of connection cannot show its quantities."));
        }

        var details = await DetailsAsync(connection, paced, survey, gaps, cancellationToken);
        return survey with { Products = survey.Products.AddRange(details), Gaps = gaps.ToItems() };
    }

    /// <summary>Looks at an owner of stock; null, and the reason, when it cannot be read to its end.</summary>
    public async ValueTask<(OwnerSurvey? Survey, string? Why)> OwnerAsync(
        IConnection connection, IWire wire, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (connection is not IStockObserver observer)
        {
            return (null, "This kind of connection cannot show its stock; give its export as a file.");
        }

        var paced = new PacedWire(wire, connection.Limits, clock).For(CallPriority.Background);
        var gaps = new List<SurveyGap>();
        var rows = await RowsAsync(observer, paced, SurveyPart.Rows, gaps, cancellationToken);
        return gaps is [var gap, ..]
            ? (null, gap.Why)
            : (new OwnerSurvey(connection.Name.Text, connection.Name, rows), null);
    }

    private async ValueTask<List<Fact>> FactsAsync(
        IConnection connection, IWire wire, List<SurveyGap> gaps, CancellationToken cancellationToken)
    {
        var facts = new List<Fact>();
        if (connection is not IPoller poller || connection is not IMessageReader reader)
        {
            gaps.Add(new SurveyGap(SurveyPart.Products, "This kind of connection cannot be read."));
            gaps.Add(new SurveyGap(SurveyPart.Orders, "This kind of connection cannot be read."));
            return facts;
        }

        foreach (var plan in poller.Polls)
        {
            var why = await PollAsync(poller, reader, wire, plan.Name, facts, cancellationToken);
            if (why is not null && PartOf(plan.Purpose) is { } part)
            {
                gaps.Add(new SurveyGap(part, why));
            }
        }

        return facts;
    }

    private async ValueTask<string?> PollAsync(
        IPoller poller, IMessageReader reader, IWire wire, string poll, List<Fact> facts, CancellationToken cancellationToken)
    {
        var cursor = "";
        for (var page = 0; page < PagesMax; page++)
        {
            var outcome = await PatientlyAsync(
                async () => await poller.PollAsync(wire, poll, cursor, clock.GetUtcNow(), cancellationToken),
                failed => (failed as PollOutcome.Failed)?.Receipt,
                cancellationToken);
            if (outcome is not PollOutcome.Page read)
            {
                return WordsOf(((PollOutcome.Failed)outcome).Receipt);
            }

            foreach (var message in read.Messages)
            {
                facts.AddRange(reader.Read(new Entry(
                    EntryKind.Seen, poller.Name.Text, message.Key, message.Form, clock.GetUtcNow(), message.Body)));
            }

            progress?.Invoke($"{poller.Name}: {poll}, page {page + 1}");
            cursor = read.Cursor;
            if (!read.More)
            {
                return null;
            }
        }

        return $"More than {PagesMax} pages.";
    }

    private async ValueTask<Items<ObservedRow>> RowsAsync(
        IStockObserver observer, IWire wire, SurveyPart part, List<SurveyGap> gaps, CancellationToken cancellationToken)
    {
        var rows = new List<ObservedRow>();
        string? next = "";
        for (var page = 0; next is not null && page < PagesMax; page++)
        {
            var ask = new ObserveAsk([], next);
            var outcome = await PatientlyAsync(
                async () => part == SurveyPart.Salable
                    ? await observer.ObserveSalableAsync(wire, ask, cancellationToken)
                    : await observer.ObserveAsync(wire, ask, cancellationToken),
                failed => (failed as ObserveOutcome.Failed)?.Receipt,
                cancellationToken);
            if (outcome is not ObserveOutcome.Page read)
            {
                gaps.Add(new SurveyGap(part, WordsOf(((ObserveOutcome.Failed)outcome).Receipt)));
                break;
            }

            rows.AddRange(read.Rows);
            next = read.Next;
            progress?.Invoke($"{observer.Name}: {(part == SurveyPart.Salable ? "salable" : "stock")}, {rows.Count} rows");
        }

        return rows.ToItems();
    }

    /// <summary>The switches of products, first of those whose figures their rows do not explain.</summary>
    private async ValueTask<Items<Fact.ProductObserved>> DetailsAsync(
        IConnection connection, IWire wire, StorefrontSurvey survey, List<SurveyGap> gaps, CancellationToken cancellationToken)
    {
        var details = new List<Fact.ProductObserved>();
        if (connection is not IProductObserver products || connection is not IMessageReader reader)
        {
            return [];
        }

        var skus = Suspects(survey);
        if (skus.Count > DetailsMax)
        {
            gaps.Add(new SurveyGap(
                SurveyPart.Switches,
                $"Read one by one for {DetailsMax} of {skus.Count} products, those whose figures their rows do not explain first."));
        }

        foreach (var sku in skus.Take(DetailsMax))
        {
            if (await products.ObserveProductAsync(wire, sku, cancellationToken) is PollOutcome.Page page)
            {
                details.AddRange(page.Messages
                    .SelectMany(message => reader.Read(new Entry(
                        EntryKind.Seen, connection.Name.Text, "", message.Form, clock.GetUtcNow(), message.Body)))
                    .OfType<Fact.ProductObserved>());
                progress?.Invoke($"{connection.Name}: switches of {details.Count} products");
            }
        }

        return details.ToItems();
    }

    /// <summary>Products whose switches no list told, those first that show something else than their rows
    /// hold.</summary>
    private static List<Sku> Suspects(StorefrontSurvey survey)
    {
        var linked = survey.Wiring?.Linked.ToHashSet(StringComparer.Ordinal);
        var counted = survey.Rows.Where(row => linked?.Contains(row.Location) != false)
            .GroupBy(row => row.Sku)
            .ToDictionary(rows => rows.Key, rows => rows.Sum(row => row.Quantity));
        var salable = survey.Salable.GroupBy(row => row.Sku).ToDictionary(rows => rows.Key, rows => rows.Last().Quantity);
        return survey.Products.Where(product => product.Traits is { HoldsStock: not false, Managed: null })
            .Select(product => product.Sku).Distinct()
            .OrderBy(sku => salable.TryGetValue(sku, out var shown) && shown == counted.GetValueOrDefault(sku))
            .ToList();
    }

    private static Items<Fact.OrderObserved> Latest(IEnumerable<Fact.OrderObserved> seen) => seen
        .GroupBy(order => order.Order.Id).Select(sights => sights.MaxBy(order => order.Progress.UpdatedAt)!)
        .Where(order => order.Progress.Phase is OrderPhase.Open or OrderPhase.OnHold).ToItems();

    private static SurveyPart? PartOf(PollPurpose purpose) => purpose switch
    {
        PollPurpose.Products => SurveyPart.Products,
        PollPurpose.Orders => SurveyPart.Orders,
        PollPurpose.Wiring => SurveyPart.Wiring,
        _ => null,
    };

    private async ValueTask<T> PatientlyAsync<T>(
        Func<ValueTask<T>> read, Func<T, Receipt?> failureOf, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            var outcome = await read();
            if (failureOf(outcome) is not (Receipt.Deferred or Receipt.Unknown) || tried == TriesMax)
            {
                return outcome;
            }

            await Task.Delay(Patience, clock, cancellationToken);
        }
    }

    private static string WordsOf(Receipt receipt) => receipt switch
    {
        Receipt.Refused refused => $"{refused.Code}: {refused.Detail}",
        Receipt.Deferred deferred => deferred.Detail,
        Receipt.Unknown unknown => unknown.Detail,
        _ => "It could not be read.",
    };
}
