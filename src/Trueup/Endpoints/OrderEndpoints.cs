using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Access;
using Trueup.Core.Cases;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Cases;
using Trueup.Engine.Lanes;
using Trueup.Engine.Views;
using Trueup.Hosting;
using Trueup.Settings;

namespace Trueup.Endpoints;

/// <summary>Orders, and every step of them in every system.</summary>
internal static class OrderEndpoints
{
    /// <summary>Exceptions of one order at most.</summary>
    private const int CasesMax = 1_000;

    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var orders = server.MapGroup("/api/orders").WithTags("orders").AddEndpointFilter(PersonalData.FilterAsync);
        orders.MapGet("/", ([AsParameters] OrderListRequest asked) => SearchAsync(host, asked))
            .WithName("listOrders").WithSummary("Orders, the newest first; with sort=age those that are longest in their stage.");
        orders.MapGet("/{id}", (string id) => FindAsync(host, id))
            .WithName("getOrder").WithSummary("One order, as charged, and how far it is.");
        orders.MapGet("/{id}/timeline", (string id, CancellationToken stop) => TimelineAsync(host, id, stop))
            .WithName("getOrderTimeline").WithSummary("Every step of an order, oldest first.");
        orders.MapGet("/sweeps", async () => TypedResults.Ok(await host.Thread.PostAsync(hub => SweepView.Latest(hub.State))))
            .WithName("listOrderSweeps")
            .WithSummary("Whether every order is in the hub and in every system that took it, window by window.");
        orders.MapGet("/splits", (string? since) => SplitsAsync(host, since))
            .WithName("listOrderSplits")
            .WithSummary("Orders that go in more than one parcel, by channel and cause, and what that costs; of the last 7d or since.");
        orders.MapPost("/sweeps", (string? storefront, CancellationToken stop) => SweepAsync(host, storefront, stop))
            .Needs(Permission.Operate | Permission.Finance).WithName("runOrderSweep")
            .WithSummary("Counts orders in every system now, and answers when it is done.");
        orders.MapPost("/{id}/retry", (string id, OrderRetryRequest? asked, HttpContext context) =>
                RetryAsync(host, id, asked, context))
            .WithName("retryOrder")
            .WithSummary("Tries again what another system refused, with corrected fields where edit names them.");
        orders.MapPost("/{id}/approve", (string id, HttpContext context) => ApproveAsync(host, id, context))
            .WithName("approveOrder").WithSummary("Lets an order go whose release point is approval.");
    }

    private static async Task<Results<Ok<Page<OrderSummary>>, ProblemHttpResult>> SearchAsync(
        HubHost host, OrderListRequest asked)
    {
        TimeSpan age = default;
        if (asked.OlderThan is { } text && !Notation.TryDuration(text, out age))
        {
            return Asked.Bad("olderThan is a duration such as 30m, 4h or 2d.");
        }

        var query = new OrderQuery(
            asked.Query, Asked.Known(asked.Storefront), Asked.Known(asked.Status), asked.After, asked.Limit ?? Asked.LimitDefault)
        {
            Stage = Asked.Known(asked.Stage),
            StageBefore = asked.OlderThan is null ? null : host.Hub.Clock.GetUtcNow() - age,
            ByAge = asked.Sort == "age",
        };

        return await Asked.PageAsync(
            ListFaults.Of(query) ?? ListFaults.OfWord("sort", Asked.Known(asked.Sort), "age", "newest"),
            async () =>
            {
                // The archive answers on this thread: a list of old orders keeps nobody waiting.
                var open = await host.Thread.PostAsync(hub => OrderSearch.InMemory(hub.State, query));
                return OrderSearch.Merge(open, OrderSearch.Archived(host.Hub.Archive, query), query);
            },
            found => ListFaults.Of(host.Plan.Contract, query, found));
    }

    private static async Task<Results<Ok<SplitView>, ProblemHttpResult>> SplitsAsync(HubHost host, string? since)
    {
        if (!Notation.TryDuration(since ?? "7d", out var back))
        {
            return Asked.Bad("since is a duration such as 24h, 7d or 30d.");
        }

        var from = host.Hub.Clock.GetUtcNow() - back;
        var open = await host.Thread.PostAsync(hub => SplitView.InMemory(hub.State, from));
        return TypedResults.Ok(SplitView.Of(open, host.Hub.Archive, host.Plan.Contract, from));
    }

    private static async Task<Results<Ok<Items<SweepView>>, ProblemHttpResult>> SweepAsync(
        HubHost host, string? storefront, CancellationToken cancellationToken)
    {
        ConnectionName? only = ConnectionName.TryParse(storefront, out var name) ? name : null;
        if (storefront is not null && (only is not { } known || host.Plan.Contract.Connection(known) is not { } rule ||
            !rule.Roles.Span.Contains("storefront")))
        {
            return Asked.Bad("There is no storefront of this name.");
        }

        var windows = await host.Thread.RunAsync(hub => hub.Sweep.CountAsync(only, cancellationToken));
        return TypedResults.Ok(windows.Select(SweepView.Of).ToItems());
    }

    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> FindAsync(HubHost host, string id) =>
        await host.Thread.PostAsync(hub => OrderView.Find(hub.State, id) is { } found ? Show(hub, found) : null) is { } order
            ? TypedResults.Ok(order)
            : UnknownOrder();

    private static OrderView Show(Engine.HubLoop hub, OrderRecord order) => OrderView.Of(order, hub.Contract, hub.State);

    private static async Task<Results<Ok<Items<TimelineStep>>, ProblemHttpResult>> TimelineAsync(
        HubHost host, string id, CancellationToken cancellationToken) =>
        await host.Thread.PostAsync(hub => OrderView.Find(hub.State, id)) is { } order
            ? TypedResults.Ok(await new JournalHistory(host.Hub.Journal).TimelineAsync(order, cancellationToken))
            : UnknownOrder();

    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> RetryAsync(
        HubHost host, string id, OrderRetryRequest? asked, HttpContext context)
    {
        var edits = asked?.Edit ?? new Dictionary<string, string?>(StringComparer.Ordinal);
        if (edits.Keys.FirstOrDefault(field => OrderEdits.Fields.FindIndex(known => known == field) < 0) is { } wrong)
        {
            return Asked.Bad($"'{wrong}' cannot be corrected; {string.Join(", ", OrderEdits.Fields)} can.");
        }

        var (order, cases) = await host.Thread.PostAsync(hub =>
        {
            var found = OrderView.Find(hub.State, id);
            return (found, found is null ? [] : OpenCases(hub.State, found, host.Clock.GetUtcNow()));
        });
        if (order is null)
        {
            return UnknownOrder();
        }

        var by = AccessGate.NameOf(context);
        var requests = edits.Select(edit => EditOf(order, by, edit.Key, edit.Value))
            .Concat(cases.Select(known => new Request(Request.RetryCase, by, known.Key))).ToList();
        if (order.Documents.Any(document => document.Refusal is not null) && !cases.Any(IsOfDocuments))
        {
            requests.Add(new Request(Request.RetryOrder, by, order.Id.Text));
        }

        return requests.Count == 0
            ? Asked.Idle("Nothing of this order was refused and no exception is open about it: nothing to try again.")
            : await DoAsync(host, order, requests, context);
    }

    /// <summary>Whether the retry of a case sends again what was refused of its order.</summary>
    private static bool IsOfDocuments(Case known) =>
        known.Code == CaseCodes.DocumentRefused || OrderCases.Holding.Contains(known.Code);

    private static Request EditOf(OrderRecord order, string by, string field, string? value) =>
        new(Request.EditOrder, by, order.Id.Text, $"{field}={value}")
        {
            Before = OrderFields.At(order.Canonical, field).First().Value,
            After = string.IsNullOrEmpty(value) ? null : value,
        };

    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> ApproveAsync(
        HubHost host, string id, HttpContext context)
    {
        var order = await host.Thread.PostAsync(hub => OrderView.Find(hub.State, id));
        if (order is null)
        {
            return UnknownOrder();
        }

        return order.IsReleased
            ? Asked.Idle("The order was handed over already.")
            : await DoAsync(
                host, order, [new Request(Request.ApproveOrder, AccessGate.NameOf(context), order.Id.Text)], context);
    }

    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> DoAsync(
        HubHost host, OrderRecord order, IReadOnlyList<Request> requests, HttpContext context) =>
        await Asked.DoAsync(host, requests, context.RequestAborted) is { } problem
            ? problem
            : TypedResults.Ok(await host.Thread.PostAsync(hub => Show(hub, hub.State.Find(order.Id)!)));

    private static Items<Case> OpenCases(HubState state, OrderRecord order, DateTimeOffset now) => CaseSearch.All(
            state.Cases,
            new CaseQuery(State: null, Code: null, Owner: null, Text: null, After: null, CasesMax) { Order = order.Id.Text },
            now, CasesMax)
        .Some.Where(known => known.State == CaseState.Open).ToItems();

    private static ProblemHttpResult UnknownOrder() =>
        Asked.Unknown("The hub knows no order of this id, or several of this number.");
}

/// <summary>Which orders. Properties only: parameters of a constructor would keep the others from being bound.</summary>
internal sealed record OrderListRequest
{
    /// <summary>Part of the id or number.</summary>
    public string? Query { get; init; }

    /// <summary>Only of this storefront.</summary>
    public string? Storefront { get; init; }

    /// <summary>Only with this status.</summary>
    public string? Status { get; init; }

    /// <summary>Only in this stage.</summary>
    public string? Stage { get; init; }

    /// <summary>Only those that are longer in their stage, such as 4h.</summary>
    public string? OlderThan { get; init; }

    /// <summary><c>age</c> for those longest in their stage first; <c>newest</c> (default).</summary>
    public string? Sort { get; init; }

    /// <summary>What the page before named as next.</summary>
    public string? After { get; init; }

    /// <summary>Orders on a page.</summary>
    public int? Limit { get; init; }
}

/// <summary>A retry of an order.</summary>
/// <param name="Edit">Fields to correct first, by path; null for none.</param>
internal sealed record OrderRetryRequest(IReadOnlyDictionary<string, string?>? Edit = null);
