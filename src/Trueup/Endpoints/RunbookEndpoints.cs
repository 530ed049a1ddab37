using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Core.Cases;
using Trueup.Engine.Views;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>A page of the runbook.</summary>
/// <param name="Code">The kind of problem.</param>
/// <param name="Title">What it is, in plain words.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Open">Open exceptions of the kind.</param>
/// <param name="Markdown">The page.</param>
internal sealed record RunbookPage(string Code, string Title, string Severity, string Owner, int Open, string Markdown);

/// <summary>The runbook: a page for every kind of problem, made from the catalogue and remedies written by hand.</summary>
internal static class RunbookEndpoints
{
    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var runbooks = server.MapGroup("/api/runbooks").WithTags("runbooks");
        runbooks.MapGet("/{code}", async Task<Results<Ok<RunbookPage>, ProblemHttpResult>> (string code) =>
                CaseCodes.Find(code) is { } known
                    ? TypedResults.Ok(await host.Thread.PostAsync(hub => Of(known, hub.State.OpenCases(known))))
                    : Asked.Unknown("The catalogue has no such code."))
            .WithName("getRunbook").WithSummary("The page of one kind of problem.");
    }

    private static RunbookPage Of(CaseCode code, int open) => new(
        code.Code, code.Title, CaseView.WordOf(code.Severity), CaseView.OwnerOf(code), open, Runbooks.PageOf(code));
}

/// <summary>Writes the pages of the runbook; <c>docs/operations/runbooks</c> holds the same.</summary>
internal static class Runbooks
{
    private const string Prefix = "remedies/";

    /// <summary>The page of a kind of problem, in Markdown.</summary>
    public static string PageOf(CaseCode code)
    {
        var remedy = RemedyOf(code.Code);
        return $"""
            # {code.Code}: {code.Title}

            | severity | owner | heals itself |
            |---|---|---|
            | {CaseView.WordOf(code.Severity)} | {CaseView.OwnerOf(code)} | {CaseCodeView.WordOf(code.Healing)} |

            **What it means.** {code.Meaning}

            **What to do.** {code.NextAction}

            {remedy}
            """.ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    /// <summary>The steps for a kind of problem: those of its own, otherwise those of what makes it go away.</summary>
    private static string RemedyOf(string code) => Read(code) ?? Read(code.Split('.')[0]) ?? "";

    private static string? Read(string name)
    {
        using var page = typeof(Runbooks).Assembly.GetManifestResourceStream(Prefix + name + ".md");
        if (page is null)
        {
            return null;
        }

        using var reader = new StreamReader(page);
        return reader.ReadToEnd().Trim();
    }
}
