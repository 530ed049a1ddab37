using System.Globalization;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Engine.Lanes;

/// <summary>Requests that amend the contract, or stop and start a connection.</summary>
public static class ContractRequests
{
    /// <summary>A request to map a word, or to take a mapping back.</summary>
    public static Request Map(MappingKind kind, ConnectionName connection, string word, string? meaning, (string By, string? Before) who) =>
        new(Request.MapWord, who.By, $"{(int)kind}|{connection}|{word}", meaning)
        {
            Before = who.Before,
            After = meaning,
        };

    /// <summary>The key under which messages wait for a mapping; null where none do.</summary>
    internal static string? WaitingKeyOf(Amendment amendment) => amendment.Kind switch
    {
        MappingKind.Location => $"location/{amendment.Connection}/{amendment.Word}",
        MappingKind.State => $"state/{amendment.Connection}/{amendment.Word}",
        _ => null,
    };

    /// <summary>The amendment that a request is.</summary>
    internal static Amendment Read(Request request, DateTimeOffset at)
    {
        var parts = request.Key.Split('|', 3);
        return new Amendment(
            (MappingKind)int.Parse(parts[0], CultureInfo.InvariantCulture), ConnectionName.Parse(parts[1]), parts[2],
            request.Text, request.By, at);
    }
}
