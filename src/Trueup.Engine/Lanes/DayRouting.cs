using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Tills;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>
/// Compares stores' days with what their tills report, and has those that agree posted to the books, each once.
/// </summary>
internal sealed class DayRouting(HubState state, OwnershipContract contract)
{
    /// <summary>How many days back a day without a report is looked for when a later one is reported.</summary>
    private const int LookBackDays = 31;

    /// <summary>A store's tills report a day.</summary>
    public void Close(
        Deliberation about, ConnectionName reporter, LocationRule location, Fact.StoreDayReported reported)
    {
        var key = new StoreDayKey(reporter, location.Code, reported.Day, reported.Currency);
        var day = state.Tills.Day(key);
        if (day.State == StoreDayState.Agreed)
        {
            var told = StoreDayDecider.DifferencesOf(day with { Report = reported.Report });
            if (!told.IsEmpty)
            {
                about.Find(new Finding(
                    PosCases.DayDiffers,
                    DayPostings.AboutOf(key),
                    $"{key.Day:yyyy-MM-dd} is closed, and reported anew: {told[0]}."));
            }

            Post(about, key);
            return;
        }

        if (day.Report != reported.Report)
        {
            about.Say(new Change.StoreDayChanged(key, new StoreDayEvent.Reported(reported.Report)));
        }

        about.Heal(PosCases.DayNotReported, DayPostings.AboutOf(key), "Its tills have reported it.");
        MissEarlier(about, key, reported.Since ?? DateOnly.MinValue);
        CountNumbers(about, key);
        Conclude(about, key);
    }

    /// <summary>Something was rung up on a day: where that was reported, its running numbers are counted once more, also when
    /// its books are closed. A till numbers through, whatever it is paid in.</summary>
    public void Recount(Deliberation about, StoreDayKey rungOn)
    {
        foreach (var day in state.Tills.BooksOf(rungOn).Where(static day => day.Report is not null).ToList())
        {
            CountNumbers(about, day.Key);
        }
    }

    /// <summary>Judges a day once more after something has come in for it.</summary>
    public void Conclude(Deliberation about, StoreDayKey key)
    {
        var day = state.Tills.Day(key);
        if (day.Report is null || day.State == StoreDayState.Agreed)
        {
            return;
        }

        var lineage = DayPostings.AboutOf(key);
        var differences = StoreDayDecider.DifferencesOf(day);
        var now = StoreDayDecider.StateOf(day);
        if (now != day.State)
        {
            about.Say(new Change.StoreDayChanged(key, new StoreDayEvent.Judged(now)));
        }

        if (differences.IsEmpty)
        {
            about.Heal(PosCases.DayDiffers, lineage, "The hub's figures agree with the tills'.");
        }
        else
        {
            about.Find(new Finding(
                PosCases.DayDiffers,
                lineage,
                $"{key.Day:yyyy-MM-dd} {key.Currency}: {string.Join("; ", differences)}."));
        }

        Post(about, key);
    }

    private void CountNumbers(Deliberation about, StoreDayKey key)
    {
        var lineage = DayPostings.AboutOf(key);
        var gaps = StoreDayDecider.GapsOf(state.Tills.SalesOf(key));
        if (gaps.IsEmpty)
        {
            about.Heal(PosCases.TransactionsMissing, lineage, "Every running number has come.");
        }
        else
        {
            about.Find(new Finding(
                PosCases.TransactionsMissing, lineage, $"{key.Day:yyyy-MM-dd}: missing {string.Join("; ", gaps)}."));
        }
    }

    /// <summary>What came of posting a day.</summary>
    public void Settle(Deliberation about, Settlement.StoreDay settled)
    {
        if (state.Tills.Posting(settled.Day, settled.Target) is not { } posting)
        {
            return;
        }

        Say(about, settled.Day, DayPostings.Settle(state.Tills.Day(settled.Day), posting, settled.Receipt, contract));
        var lineage = DayPostings.AboutOf(posting);
        if (settled.Receipt is Receipt.Applied or Receipt.Refused)
        {
            about.Heal(CaseCodes.DocumentOverdue, lineage, "The remote has answered.");
        }

        if (settled.Receipt is Receipt.Applied)
        {
            about.Heal(PosCases.DayRefused, lineage, "The day is in the books.");
        }
    }

    /// <summary>Somebody asks for what was refused of days to be sent again.</summary>
    /// <param name="about">What is decided.</param>
    /// <param name="isMeant">Which postings.</param>
    public void Retry(Deliberation about, Func<DayPosting, bool> isMeant)
    {
        foreach (var posting in state.Tills.Postings.Values.Where(posting =>
            posting.Refusal is not null && isMeant(posting)).ToArray())
        {
            var decision = DayPostings.Reopen(state.Tills.Day(posting.Day), posting, contract);
            Say(about, posting.Day, decision);
            if (decision.Findings.IsEmpty)
            {
                about.Heal(
                    PosCases.DayTaxUnmapped, DayPostings.AboutOf(posting), "Every tax code of the tills is mapped.");
            }
        }
    }

    private void Post(Deliberation about, StoreDayKey key) => Say(
        about,
        key,
        DayPostings.Due(state.Tills.Day(key), target => state.Tills.Posting(key, target), contract));

    private static void Say(
        Deliberation about, StoreDayKey day, (Items<StoreDayEvent> Events, Items<Finding> Findings) decision)
    {
        foreach (var change in decision.Events)
        {
            about.Say(new Change.StoreDayChanged(day, change));
        }

        foreach (var finding in decision.Findings)
        {
            about.Find(finding);
        }
    }

    /// <summary>A day that was traded on and never reported shows when a later one is.</summary>
    private void MissEarlier(Deliberation about, StoreDayKey reported, DateOnly since)
    {
        for (var back = 1; back <= LookBackDays && reported.Day.DayNumber - back >= since.DayNumber; back++)
        {
            var earlier = reported with { Day = reported.Day.AddDays(-back) };
            if (state.Tills.Day(earlier) is { Report: null, Transactions: > 0 } day)
            {
                about.Find(new Finding(
                    PosCases.DayNotReported,
                    DayPostings.AboutOf(earlier),
                    $"{earlier.Day:yyyy-MM-dd}: {day.Transactions} transactions, and no report of the tills."));
            }
        }
    }
}
