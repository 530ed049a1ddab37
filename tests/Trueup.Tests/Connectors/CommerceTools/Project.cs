using System.Text;
using Trueup.Connectors.CommerceTools;
using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.CommerceTools;

/// <summary>
/// A project with two warehouses and a connection to it. Every request of the connector and every reply of the twin is
/// held against the vendor's published description.
/// </summary>
internal sealed class Project : IWire
{
    public static readonly ConnectionName Name = ConnectionName.Parse("ct-eu");

    public Project(params (string Path, string Value)[] changes)
    {
        Twin.Setup.At(Now);
        Twin.Setup.Client("id", "secret");
        Twin.Setup.Channel("leeds");
        Twin.Setup.Channel("paris");
        Connection = Open(changes);
    }

    public CommerceToolsTwin Twin { get; } = new("demo");

    public IConnection Connection { get; private set; }

    public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public List<WireRequest> Requests { get; } = [];

    public List<string> Offences { get; } = [];

    /// <summary>What kinds of requests were made: method and path as described, and each action with its own name.</summary>
    public HashSet<string> Kinds { get; } = new(StringComparer.Ordinal);

    /// <summary>Does something before a request arrives: what others do meanwhile.</summary>
    public Action<WireRequest>? Before { get; set; }

    /// <summary>Answers in the project's place; null lets the project answer.</summary>
    public Func<WireRequest, WireOutcome?> Instead { get; set; } = _ => null;

    public int LoseAnswers { get; set; }

    /// <summary>The connection anew, with a memory of nothing.</summary>
    public void Reconnect(params (string Path, string Value)[] changes) => Connection = Open(changes);

    public T As<T>()
        where T : class, IConnection => Assert.IsAssignableFrom<T>(Connection);

    public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        Before?.Invoke(request);
        if (Instead(request) is { } outcome)
        {
            return new(outcome);
        }

        var target = request.Target.StartsWith('/') ? request : request with { Target = new Uri(request.Target).PathAndQuery };
        var reply = Twin.Answer(target, Now);
        Offences.AddRange(OpenApiSpec.OffencesOfAny(target, reply));
        Kinds.UnionWith(KindsOf(target));
        if (LoseAnswers > 0 && request.Method == "POST" && !target.Target.StartsWith("/oauth", StringComparison.Ordinal))
        {
            LoseAnswers--;
            return new(new WireOutcome.NoAnswer("The line broke."));
        }

        return new(new WireOutcome.Answered(reply));
    }

    public async Task<Receipt> SetAsync(string sku, string channel, int quantity, int? believed = null)
    {
        var receipts = await As<ILevelWriter>().SetAsync(this, [Level(sku, channel, quantity, believed)], CancellationToken.None);
        return Assert.Single(receipts);
    }

    public static SetLevel Level(string sku, string channel, int quantity, int? believed = null) =>
        new(Sku.Parse(sku), RemoteCode.Parse(channel), quantity) { Believed = believed is { } units ? Quantity.Of(units) : null };

    /// <summary>All facts of a round of a poll, with the cursor after it.</summary>
    public async Task<(List<Fact> Facts, string Cursor, List<RawMessage> Messages)> PollAsync(string poll, string cursor = "")
    {
        var messages = new List<RawMessage>();
        for (var i = 0; i < 1_000; i++)
        {
            var page = Assert.IsType<PollOutcome.Page>(
                await As<IPoller>().PollAsync(this, poll, cursor, Now, CancellationToken.None));
            messages.AddRange(page.Messages);
            cursor = page.Cursor;
            if (!page.More)
            {
                break;
            }
        }

        return (messages.SelectMany(message => Read(message.Form, message.Body)).ToList(), cursor, messages);
    }

    public Items<Fact> Read(string form, ReadOnlyMemory<byte> body) =>
        As<IMessageReader>().Read(new Entry(EntryKind.Seen, Name.Text, "k", form, Now, body));

    public Items<Fact> Read(string form, string body) => Read(form, Encoding.UTF8.GetBytes(body));

    public int Calls(string key) => Twin.Books.Calls.GetValueOrDefault(key);

    public static ConnectionOpening Opening(params (string Path, string Value)[] changes)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["url"] = "http://127.0.0.1:8085",
            ["project"] = "demo",
            ["auth.client_id"] = "id",
            ["auth.client_secret"] = "secret",
        };
        foreach (var (path, value) in changes)
        {
            values[path] = value;
        }

        return new CommerceToolsConnector().Open(
            new ConnectionSettings(Name, values, new Dictionary<string, string>(StringComparer.Ordinal)) { Clock = TimeProvider.System });
    }

    private static IEnumerable<string> KindsOf(WireRequest request)
    {
        yield return OpenApiSpec.KindOf(request) ?? request.Target;
        if (request.ContentType == "application/json" &&
            System.Text.Json.Nodes.JsonNode.Parse(request.Body.Span)?["actions"] is System.Text.Json.Nodes.JsonArray actions)
        {
            foreach (var action in actions)
            {
                yield return (string)action!["action"]!;
            }
        }
    }

    private static IConnection Open((string Path, string Value)[] changes) =>
        Assert.IsType<ConnectionOpening.Ready>(Opening(changes)).Connection;
}
