using System.Text;
using System.Text.Json.Nodes;
using Trueup.Core.Connecting;

namespace Trueup.Simulator.Network;

/// <summary>What a network, a proxy or a careless release makes of requests and replies.</summary>
internal static class Distortion
{
    private const string LevelsPath = "/inventory/source-items";
    private const string LevelsMember = "sourceItems";

    private static readonly byte[] Page =
        "<!DOCTYPE html><html><head><title>Just a moment</title></head><body>Checking your browser.</body></html>"u8.ToArray();

    /// <summary>
    /// Whether a fate can befall a request. What may not be repeated is not repeated by a network either, nor comes
    /// late: nobody could defend against that.
    /// </summary>
    public static bool IsPossible(Fate fate, WireRequest request) => fate switch
    {
        Fate.Twice => IsRepeatable(request),
        Fate.Overtaken => request.Method != "GET" && IsRepeatable(request),
        Fate.HalfApplied => IsLevels(request),
        _ => true,
    };

    /// <summary>Whether a request may come twice, or late: reads, absolute quantities, and documents that carry a key to be recognised by.</summary>
    public static bool IsRepeatable(WireRequest request) =>
        request.Method is "GET" or "PUT" || request.Header("Idempotency-Key") is not null || IsLevels(request);

    /// <summary>The same batch with the later part of its rows missing.</summary>
    public static WireRequest Half(WireRequest request, Chance chance)
    {
        if (JsonNode.Parse(request.Body.Span)?[LevelsMember] is not JsonArray rows || rows.Count < 2)
        {
            return request;
        }

        for (var kept = chance.Between(1, rows.Count - 1); rows.Count > kept;)
        {
            rows.RemoveAt(rows.Count - 1);
        }

        return request with { Body = Encoding.UTF8.GetBytes(rows.Root.ToJsonString()) };
    }

    /// <summary>The rows of a batch of levels; empty for any other request.</summary>
    public static IReadOnlyList<(string Sku, string Source, decimal Quantity)> LevelsOf(WireRequest request) =>
        IsLevels(request) && !request.Body.IsEmpty && JsonNode.Parse(request.Body.Span)?[LevelsMember] is JsonArray rows
            ? rows.Select(row => ((string)row!["sku"]!, (string)row["source_code"]!, (decimal)row["quantity"]!)).ToList()
            : [];

    /// <summary>How a shop speaks of a batch that it saved in part (adobe-commerce-observed.md §1.9).</summary>
    public static WireOutcome CouldNotSave() =>
        new WireOutcome.Answered(new WireReply(400, """{"message":"Could not save Source Item"}"""u8.ToArray()));

    /// <summary>A reply as it arrives.</summary>
    public static WireReply Alter(WireReply reply, Fate fate, string? renamed, Chance chance) => fate switch
    {
        Fate.Truncated => reply with { Body = reply.Body[..chance.Between(0, Math.Max(0, reply.Body.Length - 1))] },
        Fate.Damaged => reply with { Body = Damaged(reply.Body, chance) },
        Fate.WrongContent => new WireReply(200, Page, [new WireHeader("Content-Type", "text/html; charset=UTF-8")]),
        _ when renamed is not null && reply.Status < 300 => Rename(reply, renamed),
        _ => reply,
    };

    /// <summary>A body with the highest bit of one byte turned, which leaves no text of the Latin alphabet valid.</summary>
    public static ReadOnlyMemory<byte> Damaged(ReadOnlyMemory<byte> body, Chance chance)
    {
        var bytes = body.ToArray();
        if (bytes.Length > 0)
        {
            bytes[chance.Below(bytes.Length)] ^= 0x80;
        }

        return bytes;
    }

    private static WireReply Rename(WireReply reply, string member) => reply with
    {
        Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(reply.Body.Span)
            .Replace($"\"{member}\":", $"\"{member}_v2\":", StringComparison.Ordinal)),
    };

    private static bool IsLevels(WireRequest request) => request.Target.EndsWith(LevelsPath, StringComparison.Ordinal);
}
