using Trueup.Core.Cases;
using Trueup.Core.Entries;
using static Trueup.Tests.Core.Trading.Estate;

namespace Trueup.Tests.Core.Cases;

public class CaseEvolutionTests
{
    private static readonly CaseEvent.Found Found = new(
        new Finding(CaseCodes.LocationUnmapped, new Lineage { Connection = Wms, Location = "MOON" }, "Not mapped."),
        At(0));

    private static readonly CaseEvent.Closed Resolved = new(
        Found.Finding.CaseKey, CaseState.Resolved, "hub", "mapped", At(5));

    [Fact]
    public void A_problem_met_again_counts_on_in_the_same_case()
    {
        var known = After(Found, Found with { At = At(3) });

        Assert.Equal((2L, At(0), At(3)), (known.Met, known.OpenedAt, known.LastAt));
        Assert.Equal((new JournalPosition(1), new JournalPosition(2)), (known.FirstMessage, known.LastMessage));
    }

    [Fact]
    public void A_resolved_problem_that_comes_back_opens_again_and_remembers()
    {
        var known = After(Found, Resolved, Found with { At = At(9) });

        Assert.Equal((CaseState.Open, 1L, At(9)), (known.State, known.Met, known.OpenedAt));
        Assert.Equal(["mapped", "came back"], known.Notes.Select(note => note.Text));
    }

    [Fact]
    public void An_ignored_problem_counts_on_and_stays_ignored()
    {
        var known = After(Found, Resolved with { State = CaseState.Ignored }, Found);

        Assert.Equal((CaseState.Ignored, 2L), (known.State, known.Met));
    }

    [Fact]
    public void Only_the_newest_notes_are_kept()
    {
        var comments = Enumerable.Range(0, CaseEvolution.NotesMax + 5)
            .Select(i => new CaseEvent.Commented(Found.Finding.CaseKey, "ann", $"{i}", At(i)));

        var known = After([Found, .. comments]);

        Assert.Equal(CaseEvolution.NotesMax, known.Notes.Count);
        Assert.Equal("5", known.Notes[0].Text);
    }

    [Fact]
    public void What_is_said_of_a_case_that_never_was_is_nothing() =>
        Assert.Null(CaseEvolution.Evolve(before: null, Resolved, new JournalPosition(1)));

    [Fact]
    public void The_catalogue_names_every_code_once_and_in_order()
    {
        var codes = CaseCodes.All.Select(code => code.Code).ToList();

        Assert.Equal(codes.Distinct().Order(StringComparer.Ordinal), codes);
        Assert.All(codes, code => Assert.Equal(code, CaseCodes.Find(code)!.Code));
        Assert.Null(CaseCodes.Find("MOON.FULL"));
    }

    private static Case After(params CaseEvent[] events)
    {
        Case? known = null;
        for (var i = 0; i < events.Length; i++)
        {
            known = CaseEvolution.Evolve(known, events[i], new JournalPosition(i + 1));
        }

        return known!;
    }
}
