using Trueup.Core.Values;

namespace Trueup.Core.Tills;

/// <summary>A change in the books of a store's day. Journalled; every version ever written stays readable.</summary>
public abstract record StoreDayEvent
{
    private StoreDayEvent()
    {
    }

    /// <summary>A transaction is known from now on.</summary>
    /// <param name="Sale">The transaction.</param>
    /// <param name="Taxes">What it charged, by tax code; empty where its money does not count here.</param>
    /// <param name="Tenders">What it took, by kind of payment.</param>
    /// <param name="Rounding">What cash rounding added.</param>
    public sealed record Booked(
        TillSale Sale, Items<TaxAmount> Taxes, Items<TenderAmount> Tenders, decimal Rounding) : StoreDayEvent;

    /// <summary>A transaction whose figures did not add up came again, corrected.</summary>
    public sealed record Corrected(
        TillSale Sale, Items<TaxAmount> Taxes, Items<TenderAmount> Tenders, decimal Rounding) : StoreDayEvent;

    /// <summary>So much is counted here that belongs to a day that was closed before it came; negative: belongs here and
    /// is counted in a later day.</summary>
    public sealed record Shifted(DayFigures Figures) : StoreDayEvent;

    /// <summary>A transaction was undone by another.</summary>
    public sealed record Voided(string Sale, string By) : StoreDayEvent;

    /// <summary>Units of a transaction came back.</summary>
    public sealed record Returned(string Sale, string Line, Quantity Quantity) : StoreDayEvent;

    /// <summary>A transaction undoes another one, or takes back some of it, that has not come yet.</summary>
    public sealed record Awaited(string Sale, SaleUndone Undone) : StoreDayEvent;

    /// <summary>Goods of a transaction are known now that were not when it came first.</summary>
    public sealed record Matched(TillSale Sale) : StoreDayEvent;

    /// <summary>The tills reported the day.</summary>
    public sealed record Reported(DayReport Report) : StoreDayEvent;

    /// <summary>The day's books stand like this.</summary>
    public sealed record Judged(StoreDayState State) : StoreDayEvent;

    /// <summary>A system that keeps books is to take the day.</summary>
    public sealed record PostingAsked(ConnectionName Target) : StoreDayEvent;

    /// <summary>A system has taken the day.</summary>
    public sealed record PostingMade(ConnectionName Target, string? RemoteId) : StoreDayEvent;

    /// <summary>A system will not take the day as it is.</summary>
    public sealed record PostingRefused(ConnectionName Target, string Detail) : StoreDayEvent;

    /// <summary>A refused posting is to be sent again.</summary>
    public sealed record PostingReopened(ConnectionName Target) : StoreDayEvent;
}

/// <summary>What the books of a day are after an event. Never refuses.</summary>
public static class StoreDayEvolution
{
    /// <summary>The day after the event.</summary>
    public static StoreDay Evolve(StoreDay day, StoreDayEvent change)
    {
        ArgumentNullException.ThrowIfNull(day);
        return change switch
        {
            StoreDayEvent.Booked booked => Count(day, booked.Sale, booked.Taxes, booked.Tenders, booked.Rounding),
            StoreDayEvent.Corrected corrected => Count(
                day with { Suspended = day.Suspended - 1 },
                corrected.Sale,
                corrected.Taxes,
                corrected.Tenders,
                corrected.Rounding),
            StoreDayEvent.Shifted shifted => day with { Shifted = day.Shifted.And(shifted.Figures) },
            StoreDayEvent.Reported reported => day with { Report = reported.Report },
            StoreDayEvent.Judged judged => day with { State = judged.State },
            _ => day,
        };
    }

    /// <summary>The transaction after the event.</summary>
    public static TillSale Evolve(TillSale sale, StoreDayEvent change)
    {
        ArgumentNullException.ThrowIfNull(sale);
        return change switch
        {
            StoreDayEvent.Voided voided => sale with { VoidedBy = voided.By },
            StoreDayEvent.Returned returned => sale with { Lines = Return(sale.Lines, returned) },
            _ => sale,
        };
    }

    private static StoreDay Count(
        StoreDay day, TillSale sale, Items<TaxAmount> taxes, Items<TenderAmount> tenders, decimal rounding)
    {
        if (!sale.IsCounted)
        {
            return day with { Suspended = day.Suspended + 1 };
        }

        var sum = day.Figures.And(new DayFigures(1, taxes, tenders));
        return day with
        {
            Transactions = sum.Transactions,
            Taxes = sum.Taxes,
            Tenders = sum.Tenders,
            Rounding = day.Rounding + rounding,
        };
    }

    private static Items<SoldLine> Return(Items<SoldLine> lines, StoreDayEvent.Returned returned)
    {
        var place = lines.FindIndex(line => string.Equals(line.Line, returned.Line, StringComparison.Ordinal));
        return place < 0
            ? lines
            : lines.SetItem(place, lines[place] with { Returned = lines[place].Returned + returned.Quantity });
    }
}
