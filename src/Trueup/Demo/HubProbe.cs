using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using Trueup.Core.Values;
using Trueup.Demo.Sandboxes;

namespace Trueup.Demo;

/// <summary>Looks at the hub from outside, through its public HTTP interface only.</summary>
public sealed class HubProbe : IDisposable
{
    private const int PageSize = 500;
    private const int PagesMax = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client;
    private readonly IReadOnlyList<PushSender> _senders;

    /// <summary>A probe for a hub.</summary>
    /// <param name="hub">Its address.</param>
    /// <param name="token">A token for its interface.</param>
    /// <param name="senders">Who delivers to it: while anything waits there, the hub is not idle.</param>
    public HubProbe(Uri hub, string token, IReadOnlyList<PushSender> senders)
    {
        _senders = senders;
        _client = new HttpClient { BaseAddress = hub, Timeout = Patience };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>How the hub fared when it was last looked at.</summary>
    public HubStatus Status { get; private set; } = HubStatus.Unknown;

    /// <summary>Exceptions when they were last looked at, newest first.</summary>
    public Items<HubCase> Exceptions { get; private set; }

    /// <summary>Whether nothing was on its way anywhere when the hub was last looked at.</summary>
    public bool IsIdle => _senders.All(sender => sender.Undelivered == 0) &&
        Status.Journal.Applied == Status.Journal.Accepted && Status.Journal.Accepted > 0 &&
        Status.Connections.All(connection => connection.Pending is { Orders: 0, Stock: 0 });

    /// <summary>Looks at the hub's status and at its open exceptions.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        Status = (await _client.GetFromJsonAsync("api/status", HubJson.Default.HubStatus, cancellationToken))!;
        var page = await _client.GetFromJsonAsync(
            "api/exceptions?limit=100", HubJson.Default.HubPageHubCase, cancellationToken);
        Exceptions = page!.Items.OrderByDescending(exception => exception.LastAt).ToItems();
    }

    /// <summary>Every position that the hub knows of.</summary>
    public Task<IReadOnlyList<HubPosition>> PositionsAsync(CancellationToken cancellationToken) =>
        AllAsync("api/stock?", HubJson.Default.HubPageHubPosition, cancellationToken);

    /// <summary>Every day of every store.</summary>
    public Task<IReadOnlyList<HubStoreDay>> StoreDaysAsync(CancellationToken cancellationToken) =>
        AllAsync("api/days?", HubJson.Default.HubPageHubStoreDay, cancellationToken);

    /// <summary>Every exception there ever was.</summary>
    public Task<IReadOnlyList<HubCase>> AllExceptionsAsync(CancellationToken cancellationToken) =>
        AllAsync("api/exceptions?state=all&", HubJson.Default.HubPageHubCase, cancellationToken);

    /// <summary>Has both ends compared in full, and healed.</summary>
    public async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        using var reply = await _client.PostAsJsonAsync(
            "api/parity/runs", new HubParityAsk(Heal: true), HubJson.Default.HubParityAsk, cancellationToken);
        reply.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<IReadOnlyList<T>> AllAsync<T>(
        string address, JsonTypeInfo<HubPage<T>> type, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        string? after = null;
        for (var page = 0; page < PagesMax; page++)
        {
            var place = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
            var read = (await _client.GetFromJsonAsync($"{address}limit={PageSize}{place}", type, cancellationToken))!;
            all.AddRange(read.Items);
            if ((after = read.Next) is null)
            {
                break;
            }
        }

        return all;
    }
}
