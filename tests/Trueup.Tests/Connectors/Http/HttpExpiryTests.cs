using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using static Trueup.Tests.Connectors.Http.ScriptedWire;

namespace Trueup.Tests.Connectors.Http;

/// <summary>A storefront without a connector of its own gives up what is not paid, and never what may be.</summary>
public sealed class HttpExpiryTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly DocumentIntent.CancelInStorefront Expired =
        new("shop:1/expire", OrderId.Parse("shop:1"), "r1") { OnlyUnpaid = true };

    [Theory]
    [InlineData("pending")]
    [InlineData("Unpaid")]
    [InlineData("failed")]
    public async Task An_order_that_its_storefront_shows_as_unpaid_is_cancelled(string payment)
    {
        var wire = new ScriptedWire(Shown("open", payment), Answer(204));

        Assert.True(Shop().Writes(typeof(DocumentIntent.CancelInStorefront)));
        Assert.Equal(new Receipt.Applied("r1"), await Shop().SendAsync(wire, Expired, None));

        Assert.Equal(["GET /orders/r1", "POST /orders/r1/cancel"], Calls(wire));
    }

    [Theory]
    [InlineData("captured")]
    [InlineData("authorised")]
    [InlineData("on account")]
    public async Task An_order_whose_payment_is_anything_else_is_never_cancelled(string payment)
    {
        var wire = new ScriptedWire(Shown("open", payment));

        var refused = Assert.IsType<Receipt.Refused>(await Shop().SendAsync(wire, Expired, None));

        Assert.Contains(payment, refused.Detail, StringComparison.Ordinal);
        Assert.Equal(["GET /orders/r1"], Calls(wire));
    }

    [Fact]
    public async Task The_storefronts_own_words_for_what_is_not_paid_replace_the_usual_ones()
    {
        var settings = Settings();
        settings["operations.order.status.unpaid.0"] = "awaiting_transfer";

        Assert.IsType<Receipt.Refused>(await Shop(settings).SendAsync(new ScriptedWire(Shown("open", "pending")), Expired, None));
        Assert.IsType<Receipt.Applied>(
            await Shop(settings).SendAsync(new ScriptedWire(Shown("open", "awaiting_transfer"), Answer(204)), Expired, None));
    }

    [Theory]
    [InlineData(200, """{"status":"open"}""")]
    [InlineData(200, """{"payment":""}""")]
    [InlineData(200, "<html><body>Checking your browser.</body></html>")]
    [InlineData(500, "")]
    [InlineData(503, "")]
    public async Task Where_the_storefront_does_not_say_nothing_is_cancelled_and_it_is_asked_again(int status, string body)
    {
        var wire = new ScriptedWire(Answer(status, body));

        Assert.IsType<Receipt.Deferred>(await Shop().SendAsync(wire, Expired, None));

        Assert.Equal(["GET /orders/r1"], Calls(wire));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    public async Task A_storefront_that_does_not_show_the_order_is_not_asked_to_cancel_it(int status)
    {
        var wire = new ScriptedWire(Answer(status));

        Assert.IsType<Receipt.Refused>(await Shop().SendAsync(wire, Expired, None));

        Assert.Equal(["GET /orders/r1"], Calls(wire));
    }

    [Fact]
    public async Task What_is_cancelled_already_is_done()
    {
        var wire = new ScriptedWire(Shown("cancelled", "voided"));

        Assert.Equal(new Receipt.Applied("r1"), await Shop().SendAsync(wire, Expired, None));
        Assert.Equal(new Receipt.Applied("r1"), await Shop().FindAsync(wire, Expired, None));

        Assert.All(Calls(wire), call => Assert.Equal("GET /orders/r1", call));
    }

    [Fact]
    public async Task A_storefront_that_cannot_be_asked_whether_it_is_paid_cancels_nothing()
    {
        var wire = new ScriptedWire(Answer(204));
        var settings = Settings();
        settings.Remove("operations.order.status.result.payment");

        var refused = Assert.IsType<Receipt.Refused>(await Shop(settings).SendAsync(wire, Expired, None));

        Assert.Contains("order.status", refused.Detail, StringComparison.Ordinal);
        Assert.Empty(wire.Sent);
    }

    [Fact]
    public async Task What_the_back_office_gave_up_is_cancelled_as_a_whole_and_not_in_part()
    {
        var wire = new ScriptedWire(Answer(204));
        var whole = Expired with { OnlyUnpaid = false };

        Assert.IsType<Receipt.Applied>(await Shop().SendAsync(wire, whole, None));
        var part = whole with { Lines = [new LineQuantity("1", Sku.Parse("A"), 1)] };
        Assert.IsType<Receipt.Deferred>(await Shop().FindAsync(wire, part, None));
        Assert.IsType<Receipt.Refused>(await Shop().SendAsync(wire, part, None));

        Assert.Equal(["POST /orders/r1/cancel"], Calls(wire));
    }

    [Fact]
    public void A_payment_is_asked_for_together_with_what_tells_a_cancellation()
    {
        var settings = Settings();
        settings.Remove("operations.order.status.result.status");

        var wrong = Assert.IsType<ConnectionOpening.Wrong>(Wms.Open(settings));

        Assert.Equal("operations.order.status.result.status", Assert.Single(wrong.Problems).Path);
    }

    private static WireOutcome Shown(string status, string payment) =>
        Answer(200, $$"""{"status":"{{status}}","payment":"{{payment}}"}""");

    private static IEnumerable<string> Calls(ScriptedWire wire) => wire.Sent.Select(request => $"{request.Method} {request.Target}");

    private static IDocumentWriter Shop(Dictionary<string, string>? settings = null) =>
        (IDocumentWriter)Wms.Ready(settings ?? Settings());

    private static Dictionary<string, string> Settings()
    {
        var settings = Wms.Settings();
        settings["roles.0"] = "storefront";
        settings["operations.order.status.result.payment"] = "$.payment";
        return settings;
    }
}
