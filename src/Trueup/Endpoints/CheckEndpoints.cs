using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Access;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;
using Trueup.Engine.Views;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>A routine as it stands now.</summary>
/// <param name="Routine"><c>daily</c> or <c>weekly</c>.</param>
/// <param name="Period">The day or week that it is for now, in the hub's zone: <c>2026-03-02</c>, <c>2026-W10</c>.</param>
/// <param name="Checks">What it looks at, and what it finds now.</param>
/// <param name="SignOffs">Who signed it off, the newest first.</param>
internal sealed record RoutineView(
    string Routine, string Period, Items<CheckView> Checks, Items<SignOffView> SignOffs);

/// <summary>Somebody said that they looked, and what there was to see.</summary>
/// <param name="Message">Its place in the journal.</param>
/// <param name="Period">The day or week.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who.</param>
/// <param name="Note">What they said with it; null: nothing.</param>
/// <param name="Checks">What the hub found at that moment.</param>
internal sealed record SignOffView(
    long Message, string Period, DateTimeOffset At, string By, string? Note, Items<CheckView> Checks);

/// <summary>A routine to be signed off.</summary>
/// <param name="Note">What is said with it; null for nothing.</param>
internal sealed record SignOffRequest(string? Note);

/// <summary>The routines of the day and the week. What a person signs is what the hub finds at that moment: both are
/// journalled together.</summary>
internal static class CheckEndpoints
{
    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var checks = server.MapGroup("/api/checks").WithTags("checks");
        checks.MapGet("/", async (CancellationToken stop) => TypedResults.Ok(await AllAsync(host, stop)))
            .WithName("listChecks").WithSummary("The routines of the day and the week, what they find, and who signed them off.");
        checks.MapPost("/{routine}/sign", (string routine, SignOffRequest? asked, HttpContext context) =>
                SignAsync(host, routine, asked, context))
            .Needs(Permission.Operate | Permission.Finance).WithName("signCheck").WithSummary("Signs a routine off, with what the hub finds now as evidence.");
    }

    private static async Task<Items<RoutineView>> AllAsync(HubHost host, CancellationToken cancellationToken)
    {
        var now = host.Clock.GetUtcNow();
        var looked = await host.Thread.PostAsync(
            hub => Routines.Names.Select(name => (Name: name, Found: Routines.Look(name, hub, now))).ToArray());
        var views = new List<RoutineView>();
        foreach (var (name, found) in looked)
        {
            views.Add(new RoutineView(
                name, PeriodOf(name, host, now), found, await host.SignOffs.OfAsync(name, cancellationToken)));
        }

        return views.ToItems();
    }

    private static async Task<Results<Ok<SignOffView>, ProblemHttpResult>> SignAsync(
        HubHost host, string routine, SignOffRequest? asked, HttpContext context)
    {
        if (!Routines.Names.Contains(routine, StringComparer.Ordinal))
        {
            return Asked.Unknown($"There are the routines {string.Join(" and ", Routines.Names)}.");
        }

        if (asked?.Note?.Length > Asked.TextMax)
        {
            return Asked.Bad($"note has at most {Asked.TextMax} characters.");
        }

        var now = host.Clock.GetUtcNow();
        var found = await host.Thread.PostAsync(hub => Routines.Look(routine, hub, now));
        var period = PeriodOf(routine, host, now);
        var note = string.IsNullOrWhiteSpace(asked?.Note) ? null : asked.Note.Trim();
        var by = AccessGate.NameOf(context);
        var request = new Request(Request.SignCheck, by, $"{routine}/{period}", note)
        {
            After = $"{found.Count(check => check.Holds)} of {found.Count} hold",
            Data = JsonSerializer.Serialize(found, ApiJson.Default.ItemsCheckView),
        };
        var first = await host.Thread.RunAsync(hub => hub.AskForAsync([request], context.RequestAborted));
        return first is { } position
            ? TypedResults.Ok(new SignOffView(position.Value, period, now, by, note, found))
            : Asked.Unwritable();
    }

    private static string PeriodOf(string routine, HubHost host, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, host.Plan.Contract.Terms.Reconcile.Zone).DateTime;
        return routine == "weekly"
            ? string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(local)}-W{ISOWeek.GetWeekOfYear(local):00}")
            : local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
