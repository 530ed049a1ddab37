using System.Text;
using Trueup.Connectors.Square;
using Trueup.Connectors.Square.Twin;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Simulator;

namespace Trueup.Tests.Connectors.Square;

/// <summary>A catalogue in another form than Square's. Found by a simulated account that called ids something else for a while (7007173):
/// all its counts were taken for those of articles without a SKU, and never read again.</summary>
public sealed class OtherCatalogueTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("/v2/catalog/batch-retrieve")]
    [InlineData("/v2/catalog/search")]
    public async Task A_catalogue_whose_objects_have_no_ids_is_none(string target)
    {
        var twin = new SquareTwin(new SquareAccount("token", "https://hub.example/in/pos", "key"), ["LSOHO"]);
        twin.AddVariation("V1", "TENT-2P");
        twin.Count("V1", "LSOHO", 5, Now, Now);
        var settings = new ConnectionSettings(
            ConnectionName.Parse("pos"),
            SquareTests.Settings("https://hub.example/in/pos", "key"),
            new Dictionary<string, string>(StringComparer.Ordinal))
        {
            Clock = new VirtualClock(Now),
        };
        var square = Assert.IsType<ConnectionOpening.Ready>(new SquareConnector().Open(settings)).Connection;
        var wire = new NamelessWire(twin, target);

        Assert.IsType<PollOutcome.Failed>(await ((IPoller)square).PollAsync(wire, "counts", "", Now, CancellationToken.None));
        Assert.IsType<ObserveOutcome.Failed>(
            await ((IStockObserver)square).ObserveAsync(wire, new ObserveAsk([], ""), CancellationToken.None));
    }

    /// <summary>Answers of one address call ids something else.</summary>
    private sealed class NamelessWire(SquareTwin twin, string target) : IWire
    {
        public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
        {
            var reply = twin.Answer(request, Now);
            return new(new WireOutcome.Answered(request.Target != target ? reply : reply with
            {
                Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(reply.Body.Span).Replace("\"id\"", "\"key\"", StringComparison.Ordinal)),
            }));
        }
    }
}
