using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;
using Trueup.Engine.Reconcile;
using Trueup.Engine.Views;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>Says that corrections may be made, or are to be taken back.</summary>
/// <param name="Expected">How many figures the caller saw; nothing is done when there are others by now. Null: as many as there are.</param>
/// <param name="Until">Of taking back: until when the old figures are kept, UTC. Null: a day.</param>
/// <param name="Reason">Why.</param>
internal sealed record HealingRequest(int? Expected = null, DateTimeOffset? Until = null, string? Reason = null);

/// <summary>A figure that is to be kept in a storefront.</summary>
/// <param name="Storefront">The storefront.</param>
/// <param name="Source">Its source.</param>
/// <param name="Quantity">What it is to hold; not asked for where it is let go.</param>
/// <param name="Until">Until when, UTC. Null: a day.</param>
/// <param name="Reason">Why.</param>
internal sealed record OverrideRequest(
    string? Storefront, string? Source, Quantity? Quantity = null, DateTimeOffset? Until = null, string? Reason = null);

/// <summary>What came of taking corrections back.</summary>
/// <param name="Count">Figures that are kept as they were.</param>
/// <param name="Until">Until when, UTC.</param>
internal sealed record UndoneView(int Count, DateTimeOffset Until);

/// <summary>Approving what a comparison holds, taking back what one corrected, and figures that people keep.</summary>
internal static class HealingEndpoints
{
    /// <summary>What was corrected longer ago is not put back: too much has happened since.</summary>
    private static readonly TimeSpan UndoMax = TimeSpan.FromDays(1);

    /// <summary>Adds the addresses below <c>/api/parity</c>.</summary>
    public static void Map(IEndpointRouteBuilder parity, HubHost host)
    {
        parity.MapGet("/runs/{id}/repairs", (string id, string? after, int? limit) => RepairsAsync(host, id, after, limit))
            .WithName("listRepairs").WithSummary("What a comparison corrected, or would: from what, to what, and what holds now.");
        parity.MapPost("/runs/{id}/approve", (string id, HealingRequest? asked, HttpContext context) =>
                ApproveAsync(host, id, asked ?? new HealingRequest(), context))
            .WithName("approveRepairs").WithSummary("Reads both ends of what was held again, and corrects what still differs.");
        parity.MapPost("/runs/{id}/undo", (string id, HealingRequest? asked, HttpContext context) =>
                UndoAsync(host, id, asked ?? new HealingRequest(), context))
            .WithName("undoRepairs").WithSummary("Puts back what a comparison corrected, and keeps it for a while.");
    }

    /// <summary>Adds the addresses below <c>/api/stock</c>.</summary>
    public static void MapStock(IEndpointRouteBuilder stock, HubHost host)
    {
        stock.MapPost("/stock/{sku}/overrides", (string sku, OverrideRequest asked, HttpContext context) =>
                KeepAsync(host, sku, asked, context))
            .WithName("keepFigure").WithSummary("Keeps a figure in a storefront's source for a while, whatever the truth is.");
        stock.MapPost("/stock/{sku}/overrides/end", (string sku, OverrideRequest asked, HttpContext context) =>
                FreeAsync(host, sku, asked, context))
            .WithName("freeFigure").WithSummary("Lets the hub write the truth into a storefront's source again.");
    }

    private static async Task<Results<Ok<Page<RepairView>>, ProblemHttpResult>> RepairsAsync(
        HubHost host, string id, string? after, int? asked)
    {
        var start = 0;
        if (!Asked.TryLimit(asked, out var limit))
        {
            return Asked.BadLimit();
        }

        if (after is not null && !int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out start))
        {
            return Asked.Bad("after is what the page before named as next.");
        }

        var page = await host.Thread.PostAsync(hub => ParityEndpoints.Find(hub, id) is not { } run ? null : new Page<RepairView>(
            run.Repairs.Skip(start).Take(limit).Select(repair => RepairView.Of(repair, run, hub.State)).ToItems(),
            start + limit < run.Repairs.Count ? (start + limit).ToString(CultureInfo.InvariantCulture) : null));
        return page is null ? ParityEndpoints.UnknownRun() : TypedResults.Ok(page);
    }

    private static async Task<Results<Ok<Items<ParityRunView>>, ProblemHttpResult>> ApproveAsync(
        HubHost host, string id, HealingRequest asked, HttpContext context)
    {
        if (await host.Thread.PostAsync(hub => ParityEndpoints.Find(hub, id)) is not { } run)
        {
            return ParityEndpoints.UnknownRun();
        }

        if (!run.IsHeld || FaultOf(run, asked) is { })
        {
            return Asked.Idle(FaultOf(run, asked) ?? "Nothing of this comparison waits for approval.");
        }

        var by = AccessGate.NameOf(context);
        var skus = run.Repairs.Select(repair => repair.Sku).Distinct().ToItems();
        var todo = new Request(Request.ApproveHealing, by, run.Id, asked.Reason)
        {
            Before = $"{skus.Count} SKUs of {run.Connection} held",
            After = "read again and corrected",
        };
        return await Asked.DoAsync(host, [todo], context.RequestAborted) is { } problem
            ? problem
            : TypedResults.Ok(await ParityEndpoints.CompareAsync(
                host, run.Connection, skus, new HealAsk(Heal: true, IsApproved: true, by), context.RequestAborted));
    }

    private static async Task<Results<Ok<UndoneView>, ProblemHttpResult>> UndoAsync(
        HubHost host, string id, HealingRequest asked, HttpContext context)
    {
        if (await host.Thread.PostAsync(hub => ParityEndpoints.Find(hub, id)) is not { } run)
        {
            return ParityEndpoints.UnknownRun();
        }

        var now = host.Clock.GetUtcNow();
        var until = asked.Until ?? now + OverrideRequests.KeepDefault;
        var fault = !run.Healed || run.Repairs.IsEmpty ? "This comparison corrected nothing."
            : now - run.EndedAt > UndoMax ? "That is more than a day ago: keep single figures instead."
            : FaultOf(run, asked);
        if (fault is not null)
        {
            return Asked.Idle(fault);
        }

        if (TimeFault(until, now) is { } late)
        {
            return Asked.Bad(late);
        }

        var todo = OverrideRequests.Undo(AccessGate.NameOf(context), run, until, asked.Reason ?? $"comparison {run.Id} taken back");
        return await Asked.DoAsync(host, [todo], context.RequestAborted) is { } problem
            ? problem
            : TypedResults.Ok(new UndoneView(run.Repairs.Count, until));
    }

    private static async Task<Results<Ok<StockView>, ProblemHttpResult>> KeepAsync(
        HubHost host, string text, OverrideRequest asked, HttpContext context)
    {
        if (!Sku.TryParse(text, out var sku) || !ConnectionName.TryParse(asked.Storefront, out var storefront) ||
            !RemoteCode.TryParse(asked.Source, out var source) ||
            await host.Thread.PostAsync(hub => hub.State.Find(sku)?.SlotOf(storefront, source)) is not { } slot)
        {
            return Asked.Unknown("The hub writes no figure of this SKU into such a source.");
        }

        var now = host.Clock.GetUtcNow();
        var until = asked.Until ?? now + OverrideRequests.KeepDefault;
        var fault = asked.Quantity is not { } wanted || wanted < Quantity.Zero ? "Say in quantity what the source is to hold, zero or above."
            : string.IsNullOrWhiteSpace(asked.Reason) ? "Give a reason."
            : asked.Reason.Length > Asked.TextMax ? $"reason has at most {Asked.TextMax} characters."
            : TimeFault(until, now);
        if (fault is not null)
        {
            return Asked.Bad(fault);
        }

        return await DoAsync(
            host, sku, OverrideRequests.Keep(AccessGate.NameOf(context), sku, slot, asked.Quantity!.Value, until, asked.Reason!), context);
    }

    private static async Task<Results<Ok<StockView>, ProblemHttpResult>> FreeAsync(
        HubHost host, string text, OverrideRequest asked, HttpContext context) =>
        Sku.TryParse(text, out var sku) && ConnectionName.TryParse(asked.Storefront, out var storefront) &&
        RemoteCode.TryParse(asked.Source, out var source) &&
        await host.Thread.PostAsync(hub => hub.State.Find(sku)?.OverrideOf(storefront, source)) is { } kept
            ? await DoAsync(host, sku, OverrideRequests.Free(AccessGate.NameOf(context), sku, kept), context)
            : Asked.Unknown("Nobody keeps a figure of this SKU in such a source.");

    private static async Task<Results<Ok<StockView>, ProblemHttpResult>> DoAsync(
        HubHost host, Sku sku, Request todo, HttpContext context) =>
        await Asked.DoAsync(host, [todo], context.RequestAborted) is { } problem
            ? problem
            : TypedResults.Ok((await host.Thread.PostAsync(hub => StockView.Of(sku, new StockContext(hub))))!);

    private static string? FaultOf(ParityRun run, HealingRequest asked) =>
        asked.Expected is { } expected && expected != run.Repairs.Count
            ? $"There are {run.Repairs.Count} figures, not {expected}: look again."
            : asked.Reason?.Length > Asked.TextMax ? $"reason has at most {Asked.TextMax} characters." : null;

    private static string? TimeFault(DateTimeOffset until, DateTimeOffset now) =>
        until <= now || until > now + OverrideRequests.KeepMax
            ? $"until is later than now, and within {OverrideRequests.KeepMax.Days} days."
            : null;
}
