using System.Text.Json.Nodes;
using Trueup.Core.Connecting;
using Trueup.Simulator;

namespace Trueup.Tests.Simulation;

using Simulation = Trueup.Simulator.Simulation;

/// <content>G9 where it matters: slow shops that take little at a time, and an assortment of which much is to be written at once.</content>
public sealed partial class CheckersTests
{
    private const int BacklogWorlds = 4;

    [Fact]
    public void G9_holds_under_a_backlog() => Assert.Empty(
        Seeds(1, BacklogWorlds).SelectMany(seed => Simulation.Run(seed, Profile.Calm, Trading, new Tampering { Plan = Backlogged }).Violations)
            .Where(violation => violation.Guarantee == "G9").Select(violation => violation.ToString()));

    [Fact]
    public void G9_Falls_that_take_their_turn_in_a_backlog_are_noticed() => Assert.Contains(
        Seeds(1, BacklogWorlds).SelectMany(seed => Simulation.Run(seed, Profile.Calm, Trading, TakingTurns()).Violations),
        violation => violation.Guarantee == "G9");

    private static Plan Backlogged(Plan plan) => plan with
    {
        Shops = 2,
        Locations = 4,
        Skus = 60,
        Rate = 2,
        Batch = 1,
        HasBlow = false,
        HasMeddlers = false,
        HasProject = false,
    };

    /// <summary>On the way to a shop what lowers a source loses its place, and goes when some of what came later has gone.</summary>
    private static Tampering TakingTurns()
    {
        const int Turns = 5;
        var shown = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var waiting = new Queue<(int Turn, WireRequest Save)>();
        var turn = 0;
        return OnWire(Estate.ShopName, async (request, send) =>
        {
            if (!IsPost(request, "/inventory/source-items"))
            {
                return await send(request);
            }

            turn++;
            while (waiting.TryPeek(out var first) && first.Turn + Turns < turn)
            {
                await send(waiting.Dequeue().Save);
            }

            if (Lowers(request))
            {
                waiting.Enqueue((turn, request));
                return new WireOutcome.Answered(new WireReply(200, "[]"u8.ToArray()));
            }

            return await send(request);
        }) with
        {
            Plan = Backlogged,
        };

        bool Lowers(WireRequest save)
        {
            var isLess = false;
            foreach (var row in JsonNode.Parse(save.Body.Span)!["sourceItems"]!.AsArray())
            {
                var (name, quantity) = ($"{row!["sku"]} {row["source_code"]}", (decimal)row["quantity"]!);
                isLess |= shown.TryGetValue(name, out var before) && quantity < before;
                shown[name] = quantity;
            }

            return isLess;
        }
    }
}
