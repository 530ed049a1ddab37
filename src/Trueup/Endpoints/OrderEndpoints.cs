using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;
using Trueup.Engine.Views;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>Orders, and every step of them in every system.</summary>
internal static class OrderEndpoints
{
    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var orders = server.MapGroup("/api/orders").WithTags("orders");
        orders.MapGet("/", (string? query, string? storefront, string? status, string? after, int? limit) =>
                SearchAsync(host, new OrderQuery(query, storefront, status, after, limit ?? Asked.LimitDefault)))
            .WithName("listOrders").WithSummary("Orders, the newest first.");
        orders.MapGet("/{id}", (string id) => FindAsync(host, id))
            .WithName("getOrder").WithSummary("One order, as charged, and how far it is.");
        orders.MapGet("/{id}/timeline", (string id, CancellationToken stop) => TimelineAsync(host, id, stop))
            .WithName("getOrderTimeline").WithSummary("Every step of an order, oldest first.");
        orders.MapPost("/{id}/retry", (string id, HttpContext context) => RetryAsync(host, id, context))
            .WithName("retryOrder").WithSummary("Tries again what another system refused.");
    }

    private static async Task<Results<Ok<Page<OrderSummary>>, ProblemHttpResult>> SearchAsync(
        HubHost host, OrderQuery query)
    {
        if (!Asked.TryLimit(query.Limit, out _))
        {
            return Asked.BadLimit();
        }

        return TypedResults.Ok(await host.Thread.PostAsync(hub => OrderSummary.Search(hub.State, query)));
    }

    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> FindAsync(HubHost host, string id) =>
        await host.Thread.PostAsync(hub => OrderView.Find(hub.State, id)) is { } order
            ? TypedResults.Ok(OrderView.Of(order))
            : UnknownOrder();

    private static async Task<Results<Ok<Items<TimelineStep>>, ProblemHttpResult>> TimelineAsync(
        HubHost host, string id, CancellationToken cancellationToken) =>
        await host.Thread.PostAsync(hub => OrderView.Find(hub.State, id)) is { } order
            ? TypedResults.Ok(await new JournalHistory(host.Hub.Journal).TimelineAsync(order, cancellationToken))
            : UnknownOrder();

    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> RetryAsync(
        HubHost host, string id, HttpContext context)
    {
        var (order, cases) = await host.Thread.PostAsync(hub => (
            OrderView.Find(hub.State, id),
            hub.State.Cases.Values
                .Where(known => known.State == CaseState.Open && known.About.Order is not null)
                .ToItems()));
        if (order is null)
        {
            return UnknownOrder();
        }

        var requests = cases.Where(known => known.About.Order == order.Id.Text)
            .Select(known => new Request(Request.RetryCase, AccessGate.NameOf(context), known.Key)).ToArray();
        if (requests.Length == 0)
        {
            return Asked.Idle("No exception is open about this order: there is nothing to try again.");
        }

        return await Asked.DoAsync(host, requests, context.RequestAborted) is { } problem
            ? problem
            : TypedResults.Ok(OrderView.Of((await host.Thread.PostAsync(hub => hub.State.Find(order.Id)))!));
    }

    private static ProblemHttpResult UnknownOrder() =>
        Asked.Unknown("The hub knows no order of this id, or several of this number.");
}
