using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Trueup.Core.Values;
using Trueup.Endpoints;
using Trueup.Engine.Cases;
using Trueup.Engine.Views;

namespace Trueup.Verbs;

/// <summary>A running hub, asked over its HTTP API.</summary>
internal sealed class RunningHub : IHubReading
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;

    /// <summary>A hub to ask; nothing is asked yet.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="token">An API token; null for none.</param>
    public RunningHub(Uri address, string? token)
    {
        // A comparison of a large shop takes its time; whoever waits can stop waiting.
        _http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Explanation> ExplainAsync(ExplainQuestion asked, CancellationToken cancellationToken) => GetAsync(
        Address(
            $"/api/stock/{Uri.EscapeDataString(asked.Sku)}/explain",
            ("storefront", asked.Storefront),
            ("location", asked.Location)),
        ApiJson.Default.Explanation,
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Page<CaseView>> CasesAsync(CaseQuery asked, CancellationToken cancellationToken) => GetAsync(
        Address(
            "/api/exceptions",
            ("state", asked.State ?? "all"),
            ("code", asked.Code),
            ("owner", asked.Owner),
            ("query", asked.Text),
            ("after", asked.After),
            ("limit", Text(asked.Limit))),
        ApiJson.Default.PageCaseView,
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CaseView> CaseAsync(string id, CancellationToken cancellationToken) =>
        GetAsync($"/api/exceptions/{Uri.EscapeDataString(id)}", ApiJson.Default.CaseView, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Page<OrderSummary>> OrdersAsync(OrderQuery asked, CancellationToken cancellationToken) => GetAsync(
        Address(
            "/api/orders",
            ("query", asked.Text),
            ("storefront", asked.Storefront),
            ("status", asked.Status),
            ("stage", asked.Stage),
            ("sort", asked.ByAge ? "age" : null),
            ("after", asked.After),
            ("limit", Text(asked.Limit))),
        ApiJson.Default.PageOrderSummary,
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<(OrderView Order, Items<TimelineStep> Steps)> OrderAsync(
        string id, CancellationToken cancellationToken)
    {
        var path = $"/api/orders/{Uri.EscapeDataString(id)}";
        var order = await GetAsync(path, ApiJson.Default.OrderView, cancellationToken);
        return (order, await GetAsync($"{path}/timeline", ApiJson.Default.ItemsTimelineStep, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<SplitView> SplitsAsync(TimeSpan back, CancellationToken cancellationToken) => GetAsync(
        Address("/api/orders/splits", ("since", string.Create(CultureInfo.InvariantCulture, $"{(long)back.TotalSeconds}s"))),
        ApiJson.Default.SplitView,
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Page<StoreDayView>> StoreDaysAsync(StoreDayQuery asked, CancellationToken cancellationToken) =>
        GetAsync(
            Address(
                "/api/days",
                ("store", asked.Store),
                ("state", asked.State),
                ("after", asked.After),
                ("limit", Text(asked.Limit))),
            ApiJson.Default.PageStoreDayView,
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoreDayView> StoreDayAsync(string id, CancellationToken cancellationToken) =>
        GetAsync($"/api/days/{Uri.EscapeDataString(id)}", ApiJson.Default.StoreDayView, cancellationToken);

    /// <summary>Posts a store's day again to whoever refused it.</summary>
    public ValueTask<StoreDayView> RetryStoreDayAsync(string id, CancellationToken cancellationToken) => PostAsync(
        $"/api/days/{Uri.EscapeDataString(id)}/retry", content: null, ApiJson.Default.StoreDayView, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ParityView> ParityAsync(CancellationToken cancellationToken) =>
        GetAsync("/api/parity", ApiJson.Default.ParityView, cancellationToken);

    /// <summary>Counts the orders in every system now.</summary>
    public ValueTask<Items<SweepView>> SweepOrdersAsync(string? storefront, CancellationToken cancellationToken) => PostAsync(
        storefront is null ? "/api/orders/sweeps" : $"/api/orders/sweeps?storefront={Uri.EscapeDataString(storefront)}",
        content: null,
        ApiJson.Default.ItemsSweepView,
        cancellationToken);

    /// <summary>Compares now.</summary>
    public ValueTask<Items<ParityRunView>> CompareAsync(ParityRunRequest asked, CancellationToken cancellationToken) =>
        PostAsync(
            "/api/parity/runs",
            Body(asked, ApiJson.Default.ParityRunRequest),
            ApiJson.Default.ItemsParityRunView,
            cancellationToken);

    /// <summary>Puts back what a comparison corrected.</summary>
    public ValueTask<UndoneView> UndoRepairsAsync(string run, CancellationToken cancellationToken) => PostAsync(
        $"/api/parity/runs/{Uri.EscapeDataString(run)}/undo", content: null, ApiJson.Default.UndoneView, cancellationToken);

    /// <summary>How the differences of a comparison came about.</summary>
    public ValueTask<AutopsyView> ExamineAsync(string run, CancellationToken cancellationToken) =>
        GetAsync($"/api/parity/runs/{Uri.EscapeDataString(run)}/autopsy", ApiJson.Default.AutopsyView, cancellationToken);

    /// <summary>Does something about an exception.</summary>
    public ValueTask<CaseView> ActAsync(
        string id, string action, (string? Text, DateTimeOffset? Until) said, CancellationToken cancellationToken) =>
        PostAsync(
            $"/api/exceptions/{Uri.EscapeDataString(id)}/{action}",
            Body(new CaseActionRequest(said.Text, said.Until), ApiJson.Default.CaseActionRequest),
            ApiJson.Default.CaseView,
            cancellationToken);

    /// <summary>Tries again what another system refused of an order, with corrected fields where some are
    /// named.</summary>
    public ValueTask<OrderView> RetryOrderAsync(
        string id, IReadOnlyDictionary<string, string?> edit, CancellationToken cancellationToken) => PostAsync(
        $"/api/orders/{Uri.EscapeDataString(id)}/retry",
        Body(new OrderRetryRequest(edit), ApiJson.Default.OrderRetryRequest),
        ApiJson.Default.OrderView,
        cancellationToken);

    /// <summary>Lets an order go whose release point is approval.</summary>
    public ValueTask<OrderView> ApproveOrderAsync(string id, CancellationToken cancellationToken) => PostAsync(
        $"/api/orders/{Uri.EscapeDataString(id)}/approve", content: null, ApiJson.Default.OrderView, cancellationToken);

    /// <summary>Decides messages again; returns how many.</summary>
    public async ValueTask<int> ReplayAsync(ReplayRequest asked, CancellationToken cancellationToken) => (await PostAsync(
        "/api/journal/replay",
        Body(asked, ApiJson.Default.ReplayRequest),
        ApiJson.Default.BulkOutcome,
        cancellationToken)).Count;

    /// <summary>Whether a hub answers there at all.</summary>
    public async ValueTask<bool> AnswersAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(AnswerMax, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var answer = await _http.GetAsync(new Uri("/healthz", UriKind.Relative), either.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Address(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var mark = '?';
        foreach (var (name, value) in query)
        {
            if (value is not null)
            {
                path += $"{mark}{name}={Uri.EscapeDataString(value)}";
                mark = '&';
            }
        }

        return path;
    }

    private static ByteArrayContent Body<T>(T asked, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(asked, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private ValueTask<T> GetAsync<T>(string address, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Get, address), type, cancellationToken);

    private ValueTask<T> PostAsync<T>(
        string address, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = content }, type, cancellationToken);

    private async ValueTask<T> AskAsync<T>(
        HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using (request)
        {
            try
            {
                using var answer = await _http.SendAsync(request, cancellationToken);
                var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
                return answer.IsSuccessStatusCode
                    ? JsonSerializer.Deserialize(body, type)
                        ?? throw new HubAnswerException("The hub answered nothing.")
                    : throw new HubAnswerException(DetailOf(body, (int)answer.StatusCode));
            }
            catch (HttpRequestException failure)
            {
                throw new HubAnswerException($"No hub answers at {_http.BaseAddress}: {failure.Message}", failure);
            }
            catch (JsonException failure)
            {
                throw new HubAnswerException(
                    $"What answers at {_http.BaseAddress} is no hub of this version.", failure);
            }
        }
    }

    private static string DetailOf(byte[] body, int status)
    {
        var hint = status == StatusCodes.Status401Unauthorized ? " Give a token with --token." : "";
        try
        {
            return $"The hub says: {JsonSerializer.Deserialize(body, ApiJson.Default.ProblemDetails)?.Detail}{hint}";
        }
        catch (JsonException)
        {
            return $"The hub answers {status}.{hint}";
        }
    }
}
