using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Access;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;
using Trueup.Engine.Views;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>Something that a person asked for.</summary>
/// <param name="Message">Its journal position.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who.</param>
/// <param name="Did">What.</param>
/// <param name="Subject">The case, location, user or message.</param>
/// <param name="Text">What was said with it; null for nothing.</param>
internal sealed record AuditEntry(long Message, DateTimeOffset At, string By, string Did, string Subject, string? Text)
{
    /// <summary>What it concerns as it was; null where nothing was.</summary>
    public string? Before { get; init; }

    /// <summary>What it concerns as it is since; null where nothing is.</summary>
    public string? After { get; init; }
}

/// <summary>What is looked for in the audit log.</summary>
/// <param name="After">What the page before named as next.</param>
/// <param name="Limit">Entries on a page.</param>
/// <param name="Order"><c>oldest</c> (default) or <c>newest</c> first.</param>
/// <param name="By">Only what this person or token did.</param>
/// <param name="Did">Only this action, or actions that begin like this.</param>
/// <param name="Subject">Only what concerns a subject that contains this.</param>
internal sealed record AuditParameters(
    string? After, int? Limit, string? Order, string? By, string? Did, string? Subject);

/// <summary>The audit log: what people asked for, from what to what.</summary>
internal static class AuditEndpoints
{
    /// <summary>Entries looked at for one page; a rare search goes on by its cursor.</summary>
    private const int LooksMax = 20_000;

    private const int StretchMax = 500;

    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host) =>
        server.MapGet("/api/audit", ([AsParameters] AuditParameters asked, CancellationToken stop) =>
                SearchAsync(host, asked, stop))
            .AddEndpointFilter(PersonalData.FilterAsync).WithTags("audit").WithName("listAudit")
            .WithSummary("What people asked for and what it changed, oldest first unless order=newest.");

    private static async Task<Results<Ok<Page<AuditEntry>>, ProblemHttpResult>> SearchAsync(
        HubHost host, AuditParameters asked, CancellationToken cancellationToken)
    {
        if (!Asked.TryLimit(asked.Limit, out var limit))
        {
            return Asked.BadLimit();
        }

        if (ListFaults.OfWord("order", Asked.Known(asked.Order), "oldest", "newest") is { } fault)
        {
            return Asked.Bad(fault);
        }

        JournalPosition? from = null;
        if (!string.IsNullOrEmpty(asked.After))
        {
            if (!long.TryParse(asked.After, NumberStyles.None, CultureInfo.InvariantCulture, out var place))
            {
                return Asked.Bad("after is what the page before named as next.");
            }

            from = new JournalPosition(place);
        }

        return TypedResults.Ok(await CollectAsync(host, asked, (from, limit), cancellationToken));
    }

    private static async Task<Page<AuditEntry>> CollectAsync(
        HubHost host, AuditParameters asked, (JournalPosition? From, int Limit) page, CancellationToken cancellationToken)
    {
        var history = new JournalHistory(host.Hub.Journal);
        var found = new List<AuditEntry>();
        var from = page.From;
        for (var looks = 0; looks < LooksMax; looks += StretchMax)
        {
            var at = from;
            var stretch = await host.Thread.PostAsync(hub => asked.Order == "newest"
                ? hub.State.Asked.Before(at, StretchMax)
                : hub.State.Asked.After(at ?? default, StretchMax));
            foreach (var position in stretch)
            {
                from = position;
                if (await history.FindAsync(position, cancellationToken) is not { } entry ||
                    Show(position, entry) is not { } shown || !Matches(shown, asked))
                {
                    continue;
                }

                found.Add(shown);
                if (found.Count == page.Limit)
                {
                    return new Page<AuditEntry>(found.ToItems(), position.ToString());
                }
            }

            if (stretch.Count < StretchMax)
            {
                return new Page<AuditEntry>(found.ToItems(), Next: null);
            }
        }

        return new Page<AuditEntry>(found.ToItems(), from?.ToString());
    }

    private static AuditEntry Show(JournalPosition position, Entry entry)
    {
        var request = Request.Read(entry);
        return new AuditEntry(position.Value, entry.At, request.By, request.Do, request.Key, request.Text)
        {
            Before = request.Before,
            After = request.After,
        };
    }

    private static bool Matches(AuditEntry entry, AuditParameters asked) =>
        (asked.By is null || entry.By.Equals(asked.By, StringComparison.OrdinalIgnoreCase)) &&
        (asked.Did is null || entry.Did.StartsWith(asked.Did, StringComparison.Ordinal)) &&
        (asked.Subject is null || entry.Subject.Contains(asked.Subject, StringComparison.OrdinalIgnoreCase));
}
