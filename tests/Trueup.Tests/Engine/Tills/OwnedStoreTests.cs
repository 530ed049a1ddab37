using Trueup.Connectors.Square;
using Trueup.Connectors.Square.Twin;
using Trueup.Core.Connecting;
using Trueup.Simulator;
using Trueup.Tests.Connectors.Square;

namespace Trueup.Tests.Engine.Tills;

/// <summary>A store whose tills own what is on its shelves, and can be written to all the same.</summary>
public sealed class OwnedStoreTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_count_that_no_poll_brought_comes_with_the_comparison()
    {
        var twin = new SquareTwin(new SquareAccount("token", "https://hub.example/in/pos", "key"), ["07"]);
        twin.AddVariation("V1", "TENT-2P");
        twin.Count("V1", "07", 5, Noon, Noon);
        var settings = new ConnectionSettings(
            Shop.Pos, SquareTests.Settings("https://hub.example/in/pos", "key"), new Dictionary<string, string>(StringComparer.Ordinal))
        {
            Clock = new VirtualClock(Noon),
        };
        var square = Assert.IsType<ConnectionOpening.Ready>(new SquareConnector().Open(settings)).Connection;

        var shop = await new Shop(square, wire: new TwinWire(twin)).Compare();

        Assert.Equal(5, shop.Available);
    }

    private sealed class TwinWire(SquareTwin twin) : IWire
    {
        public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken) =>
            new(new WireOutcome.Answered(twin.Answer(request, Noon)));
    }
}
