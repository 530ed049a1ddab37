using Trueup.Connectors.Square;
using Trueup.Connectors.Square.Twin;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Simulator;
using Trueup.Tests.Connectors.Http;
using Trueup.Tests.Connectors.Square;

namespace Trueup.Tests.Hostile;

/// <summary>One answer that cannot be read fails one reading; it ends nothing. What holds for storefronts stands in the suite that each
/// of them passes.</summary>
public sealed class SpoiltAnswersTests
{
    private const int Tries = 200;

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_a_till_answers_is_read_or_fails()
    {
        var failed = 0;
        for (var seed = 0; seed < Tries; seed++)
        {
            var twin = new SquareTwin(new SquareAccount("token", "https://hub.example/in/pos", "key"), ["LSOHO"]);
            twin.AddVariation("V1", "CAP");
            twin.Count("V1", "LSOHO", 9, Now.AddMinutes(-5), Now.AddMinutes(-5));
            twin.Ring("LSOHO", [new TillSaleLine("V1", 1, 6000, 1000)], Now.AddMinutes(-1), Now.AddMinutes(-1));
            var opening = new SquareConnector().Open(new ConnectionSettings(
                ConnectionName.Parse("pos"), SquareTests.Settings("https://hub.example/in/pos", "key"),
                new Dictionary<string, string>(StringComparer.Ordinal))
            {
                Clock = new VirtualClock(Now),
            });
            failed += await new SpoiltAnswers(new SquareWire(twin), seed).AskForAllAsync(
                Assert.IsType<ConnectionOpening.Ready>(opening).Connection, "LSOHO", Now);
        }

        Assert.InRange(failed, Tries, int.MaxValue);
    }

    [Fact]
    public async Task What_a_warehouse_answers_is_read_or_fails()
    {
        var failed = 0;
        for (var seed = 0; seed < Tries; seed++)
        {
            failed += await new SpoiltAnswers(new TwinWire(Wms.Twin()), seed).AskForAllAsync(Wms.Ready(), "LDS", Wms.Now);
        }

        Assert.InRange(failed, 1, int.MaxValue);
    }
}
