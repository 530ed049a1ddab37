using System.Text;
using System.Text.Json.Nodes;
using Trueup.Core.Connecting;
using Trueup.Simulator;

namespace Trueup.Tests.Simulation;

/// <content>Somebody switches the shop's sources and products off, and on again.</content>
public sealed partial class CheckersTests
{
    private const string Left = """{"sku":"SKU-5","source_code":"paris_src","quantity":29,""";
    private const string Managed = "\"manage_stock\":";
    private const string MadeUp = """{"sku":"SKU-5","source_code":"paris_src","quantity":30,""";

    [Fact]
    public void Worlds_in_which_sources_and_products_are_switched_off_hold_on_calm_days() => Assert.Empty(
        Seeds(Seed, WorldsMax).SelectMany(seed => Simulator.Simulation.Run(seed, Profile.Calm, Trading, Switching(Tampering.None)).Violations));

    [Theory]
    [InlineData("\"enabled\":false", "\"enabled\":true")]
    [InlineData("\"enabled\":true", "\"enabled\":false")]
    public void G8_A_source_that_is_shown_to_be_what_it_is_not_is_noticed(string isSo, string told) => AssertNoticed("G8", Switching(OnWire(
        Estate.ShopName,
        async (request, send) => await send(request) switch
        {
            WireOutcome.Answered { Reply: var reply } when IsOfSources(request) => new WireOutcome.Answered(reply with
            {
                Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(reply.Body.Span).Replace(isSo, told, StringComparison.Ordinal)),
            }),
            var other => other,
        })));

    [Fact]
    public void G2_A_source_that_is_off_and_is_not_kept_up_to_date_is_noticed()
    {
        var off = new HashSet<string>(StringComparer.Ordinal);
        AssertNoticed("G2", Switching(OnWire(Estate.ShopName, async (request, send) =>
        {
            if (IsPost(request, "/inventory/source-items"))
            {
                var rows = JsonNode.Parse(request.Body.Span)!["sourceItems"]!.AsArray();
                rows.RemoveAll(row => off.Contains((string)row!["source_code"]!));
                return rows.Count == 0 ? await Answered(200, "[]") : await send(request with { Body = Encoding.UTF8.GetBytes(rows.Root.ToJsonString()) });
            }

            var outcome = await send(request);
            if (IsOfSources(request) && outcome is WireOutcome.Answered { Reply: { Status: 200 } reply })
            {
                off.Clear();
                off.UnionWith(JsonNode.Parse(reply.Body.Span)!["items"]!.AsArray()
                    .Where(source => !(bool)source!["enabled"]!).Select(source => (string)source!["source_code"]!));
            }

            return outcome;
        })));
    }

    /// <summary>The shop keeps a unit reserved of an order that goes on, of which a part was refunded: that much less may be sold,
    /// and not as much as if it had let them go.</summary>
    [Fact]
    public void G2_A_quantity_that_makes_up_for_a_lost_reservation_is_noticed()
    {
        const ulong seed = 40200698;
        var written = 0;
        var tampering = OnWire(Estate.ShopName, (request, send) =>
        {
            if (IsPost(request, "/inventory/source-items"))
            {
                var body = Encoding.UTF8.GetString(request.Body.Span);
                written += body.Contains(Left, StringComparison.Ordinal) ? 1 : 0;
                request = request with { Body = Encoding.UTF8.GetBytes(body.Replace(Left, MadeUp, StringComparison.Ordinal)) };
            }

            return send(request);
        });

        var outcome = Simulator.Simulation.Run(seed, Profile.Swarm, TimeSpan.FromMinutes(6), tampering);

        Assert.True(written > 0, "The level was never written.");
        Assert.Contains(outcome.Violations, violation => violation is { Guarantee: "G2", About: "SKU-5" });
    }

    [Fact]
    public void Worlds_in_which_articles_are_not_counted_for_a_while_hold_on_calm_days() => Assert.Empty(
        Seeds(Seed, WorldsMax).SelectMany(seed => Simulator.Simulation.Run(seed, Profile.Calm, Trading, NotCounting(Tampering.None)).Violations));

    [Fact]
    public void G2_An_article_that_is_counted_and_is_shown_not_to_be_is_noticed() => AssertNoticed("G2", Telling(isCounted: false));

    [Fact]
    public void G2_An_article_that_is_not_counted_and_is_shown_to_be_is_noticed() => Assert.Contains(
        Simulator.Simulation.Run(39980012, Profile.Lite, Trading, Telling(isCounted: true)).Violations,
        violation => violation is { Guarantee: "G2", About: "SKU-2" });

    /// <summary>A shop that says of every article that it is counted, or not, whatever it does.</summary>
    private static Tampering Telling(bool isCounted) => NotCounting(OnWire(Estate.ShopName, async (request, send) => await send(request) switch
    {
        WireOutcome.Answered { Reply: var reply } when request.Target.Contains("/products/", StringComparison.Ordinal) => new WireOutcome.Answered(reply with
        {
            Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(reply.Body.Span).Replace(
                $"{Managed}{(isCounted ? "false" : "true")}", $"{Managed}{(isCounted ? "true" : "false")}", StringComparison.Ordinal)),
        }),
        var other => other,
    }));

    private static Tampering NotCounting(Tampering tampering) => tampering with
    {
        Plan = plan => plan with { HasAdmin = true, StopsCounting = true },
    };

    private static Tampering Switching(Tampering tampering) => tampering with { Plan = plan => plan with { HasAdmin = true } };

    private static bool IsOfSources(WireRequest request) => request.Target.Contains("/inventory/sources", StringComparison.Ordinal);
}
