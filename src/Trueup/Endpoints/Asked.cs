using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Core.Cases;
using Trueup.Engine.Lanes;
using Trueup.Engine.Views;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>What all API endpoints do with what they are asked.</summary>
internal static class Asked
{
    /// <summary>Items on a page where nobody says.</summary>
    public const int LimitDefault = 100;

    /// <summary>The most items on a page.</summary>
    public const int LimitMax = 1_000;

    /// <summary>Characters of a filter text at most.</summary>
    public const int TextMax = 1_000;

    /// <summary>What can be done about an exception.</summary>
    public const string CaseActions = "retry, resolve, assign, snooze, wait, ignore, comment and tag";

    /// <summary>The page size asked for; false when it is not a sound one.</summary>
    public static bool TryLimit(int? asked, out int limit)
    {
        limit = asked ?? LimitDefault;
        return ListFaults.OfLimit(limit) is null;
    }

    /// <summary>The answer to an unsound page size.</summary>
    public static ProblemHttpResult BadLimit() => Bad(ListFaults.OfLimit(0)!);

    /// <summary>The page that was asked for; the answer to a question that makes no sense where one does not, or names what there is not.</summary>
    /// <param name="fault">What is wrong with the question; null when nothing is.</param>
    /// <param name="find">Finds the page.</param>
    /// <param name="stranger">What is wrong with a name by which so much was found; null when nothing is.</param>
    public static async Task<Results<Ok<Page<T>>, ProblemHttpResult>> PageAsync<T>(
        string? fault, Func<Task<Page<T>>> find, Func<int, string?> stranger)
    {
        if (fault is not null)
        {
            return Bad(fault);
        }

        var page = await find();
        return stranger(page.Items.Count) is { } wrong ? Bad(wrong) : TypedResults.Ok(page);
    }

    /// <summary>What a filter says; null for an empty one, which counts for all.</summary>
    public static string? Known(string? filter) => string.IsNullOrEmpty(filter) ? null : filter;

    /// <summary>The answer to a question that makes no sense.</summary>
    public static ProblemHttpResult Bad(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    /// <summary>The answer to a question about something that the hub never heard of.</summary>
    public static ProblemHttpResult Unknown(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    /// <summary>The answer where there is nothing to do.</summary>
    public static ProblemHttpResult Idle(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict);

    /// <summary>The answer while the journal cannot be written.</summary>
    public static ProblemHttpResult Unwritable() => TypedResults.Problem(
        "The journal cannot be written; nothing was changed.", statusCode: StatusCodes.Status503ServiceUnavailable);

    /// <summary>Journals requests and waits until they are decided; null when all went well.</summary>
    public static async Task<ProblemHttpResult?> DoAsync(
        HubHost host, IReadOnlyList<Request> requests, CancellationToken cancellationToken) =>
        await host.Thread.RunAsync(hub => hub.AskAsync(requests, cancellationToken)) ? null : Unwritable();

    /// <summary>The request that an action word means; null for an unknown word.</summary>
    public static string? CaseRequestOf(string action) => action switch
    {
        "retry" => Request.RetryCase,
        "resolve" => Request.ResolveCase,
        "assign" => Request.AssignCase,
        "ignore" => Request.IgnoreCase,
        "comment" => Request.CommentCase,
        "snooze" => Request.SnoozeCase,
        "wait" => Request.WaitCase,
        "tag" => Request.TagCase,
        _ => null,
    };

    /// <summary>What keeps an action from being done on a case, or on any; null when nothing does.</summary>
    public static string? FaultOf(string request, CaseActionRequest? body, Case? known, DateTimeOffset now)
    {
        var text = body?.Text;
        return request switch
        {
            _ when text?.Length > TextMax => $"text has at most {TextMax} characters.",
            Request.AssignCase when string.IsNullOrWhiteSpace(text) => "Say in text who it is assigned to.",
            Request.CommentCase when string.IsNullOrWhiteSpace(text) => "Say something in text.",
            Request.IgnoreCase when string.IsNullOrWhiteSpace(text) => "Give a reason in text.",
            Request.WaitCase when string.IsNullOrWhiteSpace(text) => "Say in text what it waits for.",
            Request.SnoozeCase when body?.Until is not { } until || until <= now || until > now.AddDays(366) =>
                "Say in until when to come back to it: later than now, within a year.",
            not (Request.CommentCase or Request.TagCase) when known?.State == CaseState.Resolved =>
                "The case is resolved already.",
            Request.SnoozeCase or Request.WaitCase when known?.State == CaseState.Ignored => "The case is ignored.",
            _ => null,
        };
    }
}
