using System.Text;
using Trueup.Core.Connecting;
using Trueup.Simulator;

namespace Trueup.Tests.Simulation;

/// <content>What the commercetools project's own books show.</content>
public sealed partial class CheckersTests
{
    [Fact]
    public void G2_A_quantity_that_never_reached_the_project_is_noticed() => AssertNoticed("G2", OnWire(
        Estate.ProjectName,
        (request, send) => request.Method == "POST" && request.Target.Contains("/inventory", StringComparison.Ordinal)
            ? Answered(200, "{}")
            : send(request)) with
    {
        Plan = plan => plan with { HasProject = true },
    });

    [Fact]
    public void G3_An_order_of_the_project_that_never_reached_the_warehouse_is_noticed() => AssertNoticed("G3", OnWire(
        Estate.WarehouseName,
        async (request, send) =>
        {
            if (IsPost(request, "/orders") && Encoding.UTF8.GetString(request.Body.Span).Contains("market:", StringComparison.Ordinal))
            {
                return new WireOutcome.Answered(new WireReply(201, """{"id":"W-0"}"""u8.ToArray()));
            }

            return await send(request);
        }) with
    {
        Plan = plan => plan with { HasProject = true },
    });

    [Fact]
    public void G3_An_order_of_the_project_that_never_reached_the_accounts_is_noticed() => AssertNoticed("G3", OnWire(
        Estate.AccountsName,
        (request, send) => IsPost(request, "/sales-orders") && Encoding.UTF8.GetString(request.Body.Span).Contains("market:", StringComparison.Ordinal)
            ? Answered(201, """{"id":"SO-0"}""")
            : send(request)) with
    {
        Plan = plan => plan with { HasBooks = true, HasProject = true },
    });

    [Fact]
    public void G7_An_order_of_the_project_booked_in_another_month_is_noticed() => AssertNoticed("G7", OnWire(
        Estate.AccountsName,
        (request, send) => send(IsPost(request, "/sales-orders") && Encoding.UTF8.GetString(request.Body.Span).Contains("market:", StringComparison.Ordinal)
            ? request with
            {
                Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(request.Body.Span)
                    .Replace("\"date\":\"2026-01-31", "\"date\":\"2026-02-01", StringComparison.Ordinal)),
            }
            : request)) with
    {
        Plan = plan => plan with { HasBooks = true, HasOffice = true, HasProject = true },
    });
}
