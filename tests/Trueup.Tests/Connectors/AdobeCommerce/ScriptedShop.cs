using System.Text;
using Trueup.Connectors.AdobeCommerce;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.AdobeCommerce;

/// <summary>A wire that answers by a script and remembers what was asked.</summary>
internal sealed class ScriptedShop(Func<WireRequest, WireOutcome> script) : IWire
{
    public List<WireRequest> Requests { get; } = [];

    /// <summary>A shop that gives these answers one after the other, and fails the test when asked once more.</summary>
    public static ScriptedShop Of(params WireOutcome[] outcomes)
    {
        var queue = new Queue<WireOutcome>(outcomes);
        return new ScriptedShop(_ => queue.Dequeue());
    }

    public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        return new(script(request));
    }

    public static WireOutcome Ok(string body) => Status(200, body);

    public static WireOutcome Status(int status, string body, params WireHeader[] headers) =>
        new WireOutcome.Answered(new WireReply(status, Encoding.UTF8.GetBytes(body), headers.ToItems()));

    /// <summary>A request's query, readable.</summary>
    public static string Readable(WireRequest request) => Uri.UnescapeDataString(request.Target);

    /// <summary>A request's body as text.</summary>
    public static string BodyOf(WireRequest request) => Encoding.UTF8.GetString(request.Body.Span);

    /// <summary>A connection to the shop of the contract's example, in a role.</summary>
    public static T Connect<T>(params (string Path, string Value)[] changes)
        where T : class, IConnection
    {
        var settings = Settings(changes) with { Clock = new FixedClock() };
        var opening = Assert.IsType<ConnectionOpening.Ready>(new AdobeCommerceConnector().Open(settings));
        return Assert.IsAssignableFrom<T>(opening.Connection);
    }

    /// <summary>The contract's example of a connection; a change to an empty value removes the setting.</summary>
    public static ConnectionSettings Settings(params (string Path, string Value)[] changes)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["url"] = "http://127.0.0.1:8081",
            ["auth.bearer"] = "secret-token",
            ["website"] = "base",
            ["stock_id"] = "2",
            ["limits.rate"] = "5/s",
            ["limits.burst"] = "10",
            ["limits.batch"] = "100",
            ["limits.concurrency"] = "1",
            ["orders.poll"] = "30s",
            ["orders.overlap"] = "5m",
            ["orders.release_when.0"] = "processing",
        };
        foreach (var (path, value) in changes)
        {
            if (value.Length == 0)
            {
                values.Remove(path);
            }
            else
            {
                values[path] = value;
            }
        }

        return new ConnectionSettings(
            ConnectionName.Parse("adobe-uk"), values, new Dictionary<string, string>(StringComparer.Ordinal));
    }

    /// <summary>The clock of every test: it stands still.</summary>
    public sealed class FixedClock : TimeProvider
    {
        public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
