using System.Text;
using System.Text.RegularExpressions;
using Trueup.Core.Connecting;
using Trueup.Simulator;

namespace Trueup.Tests.Simulation;

/// <content>Returns: their numbers, their goods, and what goes back on sale.</content>
public sealed partial class CheckersTests
{
    [Fact]
    public void G3_A_promised_return_that_never_reached_the_warehouse_is_noticed() => AssertNoticed("G3", OnWire(
        Estate.WarehouseName, (request, send) => IsPost(request, "/returns") ? Answered(201, """{"id":"A-0"}""") : send(request)) with
    {
        Plan = WithDesk,
    });

    [Fact]
    public void G3_A_promised_return_that_never_reached_the_back_office_is_noticed() => AssertNoticed("G3", OnWire(
        Estate.AccountsName, (request, send) => IsPost(request, "/returns") ? Answered(201, """{"id":"RT-0"}""") : send(request)) with
    {
        Plan = plan => WithDesk(plan) with { HasBooks = true, HasOffice = true },
    });

    [Fact]
    public void G3_A_back_office_that_does_not_hear_that_a_return_is_of_more_is_noticed() => AssertNoticed("G3", OnWire(
        Estate.AccountsName, (request, send) => request.Method == "PATCH" && request.Target.Contains("/returns/", StringComparison.Ordinal)
            ? Answered(200, """{"id":"RT-0"}""")
            : send(request)) with
    {
        Plan = plan => WithDesk(plan) with { HasBooks = true, HasOffice = true, HasSecondThoughts = true },
    });

    [Fact]
    public void G3_A_warehouse_that_does_not_hear_that_a_return_is_of_more_is_noticed() => AssertNoticed("G3", OnWire(
        Estate.WarehouseName, (request, send) => request.Method == "PATCH" && request.Target.Contains("/returns/", StringComparison.Ordinal)
            ? Answered(200, """{"id":"A-0"}""")
            : send(request)) with
    {
        Plan = plan => WithDesk(plan) with { HasSecondThoughts = true },
    });

    [Fact]
    public void G3_A_return_that_the_shop_notes_twice_is_noticed() => AssertNoticed("G3", OnWire(
        Estate.ShopName,
        async (request, send) =>
        {
            if (IsPost(request, "/comments"))
            {
                await send(request);
            }

            return await send(request);
        }));

    [Fact]
    public void G3_Goods_that_come_back_under_another_number_are_noticed() => AssertNoticed("G3", new Tampering
    {
        Door = _ => true,
        Push = push => Replaced(push, "\"rma\":\"", "\"rma\":\"X"),
    });

    /// <summary>Goods that the warehouse has under a number count a second time then, under an entry's.</summary>
    [Fact]
    public void G3_Entries_without_a_number_that_are_taken_for_returns_of_their_own_are_noticed() => AssertNoticed("G3", OnWire(
        Estate.ProjectName,
        async (request, send) =>
        {
            var outcome = await send(request);
            return outcome is not WireOutcome.Answered { Reply: var reply } ? outcome : new WireOutcome.Answered(reply with
            {
                Body = Encoding.UTF8.GetBytes(Entry().Replace(Encoding.UTF8.GetString(reply.Body.Span), Numbered)),
            });
        }) with
    {
        Plan = plan => plan with { HasBooks = true, HasOffice = true, HasProject = true, HasClerk = true },
    });

    [Fact]
    public void G10_Goods_that_failed_their_inspection_and_are_told_as_fit_are_noticed() => AssertNoticed("G10", new Tampering
    {
        Door = _ => true,
        Push = push => Replaced(push, "\"disposition\":\"damaged\"", "\"disposition\":\"restock\""),
    });

    private const string Numbered = """
        "returnTrackingId":"${id}","items":[{"id":"${id}","type":"LineItemReturnItem"
        """;

    [GeneratedRegex("""
        "items":\[\{"id":"(?<id>[^"]+)","type":"LineItemReturnItem"
        """, RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Entry();

    private static Plan WithDesk(Plan plan) => plan with { HasDesk = true };

    private static WireRequest Replaced(WireRequest push, string old, string with) => push with
    {
        Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(push.Body.Span).Replace(old, with, StringComparison.Ordinal)),
    };
}
