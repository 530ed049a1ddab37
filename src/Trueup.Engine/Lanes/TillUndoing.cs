using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Tills;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>Keeps what of a till's sales came back, and which of them are undone as a whole, each once.</summary>
internal sealed class TillUndoing(HubState state)
{
    /// <summary>Who has undone before what a transaction undoes; null where it is the first, or undoes none.</summary>
    public string? ForestalledBy(ConnectionName reporter, Fact.SaleCompleted sale, string key) =>
        VoidedIn(reporter, sale) is { } voided && VoiderOf(voided) is { } by && by != key ? by : null;

    /// <summary>Another transaction that one undoes as a whole.</summary>
    public void Void(Deliberation about, ConnectionName reporter, Fact.SaleCompleted sale, StoreDayKey day, string key)
    {
        if (VoidedIn(reporter, sale) is { } voided && VoiderOf(voided) is null)
        {
            if (state.Tills.Find(voided) is { } taker)
            {
                GiveOut(about, taker, day);
            }

            Undo(about, voided, new SaleUndone(day, key));
        }
    }

    /// <summary>Lines that came back of other transactions.</summary>
    public void TakeBack(Deliberation about, StoreDayKey day, string key, Items<TakenBack> taken)
    {
        // One that was undone before it came has taken nothing back.
        foreach (var back in state.Tills.Find(key)?.VoidedBy is null ? taken : [])
        {
            Undo(about, back.Sale, new SaleUndone(day, key) { Units = back.Units });
        }
    }

    /// <summary>What a transaction takes back of others; what a void undoes as a whole has come back with it.</summary>
    public static Items<TakenBack> TakenBy(ConnectionName reporter, Fact.SaleCompleted sale)
    {
        var (voided, taken) = (VoidedIn(reporter, sale), new List<TakenBack>());
        foreach (var line in sale.Receipt?.Lines ?? [])
        {
            if (line.Quantity < Quantity.Zero && line.ReturnOf is { } origin && TillWords.KeyOf(reporter, sale, origin) is var sold &&
                sold != voided)
            {
                taken.Add(new TakenBack(sold, new UnitsBack(line.ReturnOfLine, line.Sku, -line.Quantity)));
            }
        }

        return taken.ToItems();
    }

    /// <summary>A sale has come: what undid it before does so now, in the order in which that came.</summary>
    /// <param name="about">What is decided.</param>
    /// <param name="reporter">Who tells of the sale.</param>
    /// <param name="key">The sale.</param>
    /// <param name="awaited">What waited for it; null for nothing.</param>
    public void Arrive(Deliberation about, ConnectionName reporter, string key, AwaitedSale? awaited)
    {
        // A return that was undone before its sale came has given the units out again.
        foreach (var undone in awaited?.Undone.Where(undone => undone.Units is null || state.Tills.Find(undone.By)?.VoidedBy is null) ?? [])
        {
            Undo(about, key, undone);
        }

        about.Heal(PosCases.SaleUnknown, TillWords.LineageOf(reporter, key), "The sale has come.");
    }

    private static string? VoidedIn(ConnectionName reporter, Fact.SaleCompleted sale) =>
        sale.Receipt?.VoidOf is { } voided ? TillWords.KeyOf(reporter, sale, voided) : null;

    private string? VoiderOf(string key) => state.Tills.Find(key)?.VoidedBy ?? state.Tills.Awaited(key)?.VoidedBy;

    private void Undo(Deliberation about, string key, SaleUndone undone)
    {
        if (state.Tills.Find(key) is { } sold)
        {
            Apply(about, sold, undone);
            return;
        }

        about.Say(new Change.StoreDayChanged(undone.Day, new StoreDayEvent.Awaited(key, undone)));
        about.Find(new Finding(
            PosCases.SaleUnknown,
            TillWords.LineageOf(undone.Day.Owner, key),
            undone.Units is { } units
                ? $"{undone.By} takes back {units.Quantity} of {units.Sku} of {key}, which has not come."
                : $"{undone.By} undoes {key}, which has not come."));
    }

    private static void Apply(Deliberation about, TillSale sold, SaleUndone undone)
    {
        if (undone.Units is { } units)
        {
            TakeBack(about, sold, undone, units);
            return;
        }

        foreach (var line in sold.Lines.Where(static line => line.Returned > Quantity.Zero))
        {
            Tell(about, undone, line.Sku, $"{line.Sold} came back of {sold.Key} as a whole, of which {line.Sold - line.Returned} could.");
        }

        about.Say(new Change.StoreDayChanged(undone.Day, new StoreDayEvent.Voided(sold.Key, undone.By)));
    }

    /// <summary>A return is undone: what came back by it may come back again.</summary>
    private void GiveOut(Deliberation about, TillSale taker, StoreDayKey day)
    {
        foreach (var back in taker.TookBack)
        {
            if (state.Tills.Find(back.Sale) is { } sold && PlaceOf(sold, back.Units) is >= 0 and var place)
            {
                about.Say(new Change.StoreDayChanged(
                    day, new StoreDayEvent.Returned(sold.Key, sold.Lines[place].Line, -back.Units.Quantity)));
            }

            about.Heal(
                PosCases.OverReturned,
                TillWords.LineageOf(taker.Day.Owner, taker.Key) with { Location = taker.Day.Store.Text, Sku = back.Units.Sku.Text },
                "The return was undone.");
        }
    }

    private static int PlaceOf(TillSale sold, UnitsBack units) => sold.Lines.FindIndex(known => known.Sku == units.Sku &&
        (units.Line is null || string.Equals(known.Line, units.Line, StringComparison.Ordinal)));

    private static void TakeBack(Deliberation about, TillSale sold, SaleUndone undone, UnitsBack units)
    {
        var place = PlaceOf(sold, units);
        var left = place < 0 || sold.VoidedBy is not null ? Quantity.Zero : (sold.Lines[place].Sold - sold.Lines[place].Returned).OrZero();
        if (units.Quantity > left)
        {
            Tell(about, undone, units.Sku, $"{units.Quantity} came back of {sold.Key}, of which {left} could.");
        }

        if (place >= 0)
        {
            about.Say(new Change.StoreDayChanged(
                undone.Day, new StoreDayEvent.Returned(sold.Key, sold.Lines[place].Line, units.Quantity)));
        }
    }

    private static void Tell(Deliberation about, SaleUndone undone, Sku sku, string detail) => about.Find(new Finding(
        PosCases.OverReturned,
        TillWords.LineageOf(undone.Day.Owner, undone.By) with { Location = undone.Day.Store.Text, Sku = sku.Text },
        detail));
}
