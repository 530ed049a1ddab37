using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Queues;
using Trueup.Settings;
using Trueup.Wires;

namespace Trueup.Verbs;

/// <summary>What calling a connection showed.</summary>
public enum LiveState
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>It answers, but something would keep the hub from working.</summary>
    Findings,

    /// <summary>It cannot be used: nobody answers, the hub is not let in, or its queue cannot be read.</summary>
    Unusable,

    /// <summary>It was not called: it has no address and no queue, or its kind has nothing to check.</summary>
    NotCalled,
}

/// <summary>What calling one connection showed.</summary>
public sealed record LiveResult(ConnectionName Connection, LiveState State, Items<LiveFinding> Findings)
{
    /// <summary>Calls every connection, and the broker of its queue, one after the other, changing and taking nothing.</summary>
    public static async Task<Items<LiveResult>> OfAllAsync(
        TrueupSettings settings, IWireFactory wires, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(wires);
        Items<LiveResult> results = [];
        for (var i = 0; i < settings.Connections.Count; i++)
        {
            results = results.Add(await OfAsync(settings.Connections[i], settings.Contract, wires, cancellationToken));
        }

        return results;
    }

    private static async Task<LiveResult> OfAsync(
        ConfiguredConnection connection, ContractTerms terms, IWireFactory wires, CancellationToken cancellationToken)
    {
        var queue = connection.Inbound?.Queue;
        if (queue is null && connection is not { Url: not null, Connection: ILiveCheck })
        {
            return new LiveResult(connection.Name, LiveState.NotCalled, []);
        }

        var findings = await OfApiAsync(connection, terms, wires, cancellationToken);
        if (queue is not null && await QueueCheck.FaultOfAsync(queue, cancellationToken) is { } fault)
        {
            findings = findings.Add(new LiveFinding(CaseCodes.QueueDown, $"Queue '{queue.Name}': {fault}"));
        }

        return new LiveResult(connection.Name, StateOf(findings), findings);
    }

    private static async Task<Items<LiveFinding>> OfApiAsync(
        ConfiguredConnection connection, ContractTerms terms, IWireFactory wires, CancellationToken cancellationToken)
    {
        if (connection is not { Url: not null, Connection: ILiveCheck check })
        {
            return [];
        }

        var wire = wires.Open(connection.Settings);
        using var closed = wire as IDisposable;
        var codes = terms.Locations.SelectMany(location => location.Codes)
            .Where(code => code.Connection == connection.Name).Select(code => code.Code).ToItems();
        return await check.CheckAsync(wire, codes, cancellationToken);
    }

    private static LiveState StateOf(Items<LiveFinding> findings)
    {
        if (findings.Any(IsFatal))
        {
            return LiveState.Unusable;
        }

        return findings.IsEmpty ? LiveState.Ok : LiveState.Findings;
    }

    private static bool IsFatal(LiveFinding finding) =>
        finding.Code == CaseCodes.ConnectionDown || finding.Code == CaseCodes.PermissionDenied || finding.Code == CaseCodes.QueueDown;
}
