using System.Text;
using Trueup.Connectors.Square.Twin;
using Trueup.Core.Connecting;

namespace Trueup.Tests.Connectors.Square;

/// <summary>The twin against what Square says of itself.</summary>
public sealed class SquareTwinTests
{
    private const string Soho = "LSOHO";

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // pos.md §2 and the cases made of it: the last count and what happened after it, in whatever order it comes.
    [Theory]
    [InlineData(22, 95)]
    [InlineData(35, 93)]
    public void The_twin_counts_as_square_does(int soldAt, int quantity)
    {
        var twin = Twin();
        var hour = Now.AddHours(1);
        twin.Count("V1", Soho, 95, hour.AddMinutes(30), hour.AddMinutes(30));

        twin.Ring(Soho, [new TillSaleLine("V1", 2, 6000, 1000)], hour.AddMinutes(soldAt), hour.AddMinutes(45));

        Assert.Equal(quantity, twin.InStock("V1", Soho));
    }

    [Theory]
    [InlineData("2026-02-28T11:00:00Z", "IN_STOCK", 400)]
    [InlineData("2026-03-01T12:05:00Z", "IN_STOCK", 400)]
    [InlineData("2026-03-01T12:00:00Z", "RESERVED_FOR_SALE", 400)]
    [InlineData("2026-03-01T12:00:00Z", "IN_STOCK", 200)]
    public void The_twin_takes_counts_of_the_last_day_in_states_that_may_be_written(string at, string state, int status)
    {
        var body = $$"""
            {"idempotency_key":"k","changes":[{"type":"PHYSICAL_COUNT","physical_count":{"catalog_object_id":"V1",
             "state":"{{state}}","location_id":"LSOHO","quantity":"5","occurred_at":"{{at}}"} } ] }
            """;

        Assert.Equal(status, Call(Twin(), body).Status);
    }

    [Fact]
    public void The_twin_knows_a_key_again_and_refuses_it_for_another_request()
    {
        var twin = Twin();
        const string body = """
            {"idempotency_key":"k","changes":[{"type":"ADJUSTMENT","adjustment":{"catalog_object_id":"V1","from_state":"NONE",
             "to_state":"IN_STOCK","location_id":"LSOHO","quantity":"5","occurred_at":"2026-03-01T12:00:00Z"}}]}
            """;

        Call(twin, body);
        Call(twin, body);
        var other = Call(twin, body.Replace("\"5\"", "\"6\"", StringComparison.Ordinal));

        Assert.Equal(5, twin.InStock("V1", Soho));
        Assert.Contains("IDEMPOTENCY_KEY_REUSED", Encoding.UTF8.GetString(other.Body.Span), StringComparison.Ordinal);
    }

    private static SquareTwin Twin()
    {
        var twin = new SquareTwin(new SquareAccount("token", "https://hub.example/in/pos", "key"), [Soho]);
        twin.AddVariation("V1", "TENT-2P");
        return twin;
    }

    private static WireReply Call(SquareTwin twin, string body) => twin.Answer(
        new WireRequest(
            "POST",
            "/v2/inventory/changes/batch-create",
            [new WireHeader("Authorization", "Bearer token")],
            Encoding.UTF8.GetBytes(body)),
        Now);
}
