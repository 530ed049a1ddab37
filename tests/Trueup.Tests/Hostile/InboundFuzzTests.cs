using System.Text;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Intake;
using Trueup.Engine.Intake.CloudEvents;
using Trueup.Settings;
using Trueup.Tests.Settings;

namespace Trueup.Tests.Hostile;

/// <summary>Whatever comes in from outside is spoilt in thousands of ways: every reader answers, none throws, none takes
/// long, and none answers a small text with a large one.</summary>
public sealed class InboundFuzzTests
{
    private const int Tries = 4_000;
    private const int FactsMax = 10_000;

    private static readonly string[] Types =
        ["application/cloudevents+json", "application/cloudevents-batch+json", "application/x-ndjson", "application/json", "text/xml", ""];

    [Fact]
    public void Envelopes_of_any_form_are_opened_or_refused()
    {
        var sound = Encoding.UTF8.GetBytes(
            """[{"specversion":"1.0","id":"1","source":"/wms","type":"trueup.stock.level.v1","time":"2026-01-01T00:00:00Z","data":{"sku":"TEE","location":"LDS","quantity":5}}]""");
        var chance = new Mutation(1);
        for (var n = 0; n < Tries; n++)
        {
            var headers = Items.Of<WireHeader>([new("ce-id", chance.Word()), new("ce-type", chance.Word()), new("ce-source", "/x"), new("ce-specversion", "1.0")]);
            var opening = Envelope.Open(Types[n % Types.Length], n % 3 == 0 ? headers : [], chance.Of(n % 2 == 0 ? sound : sound[1..^1]));

            Assert.True(opening is not EnvelopeOpening.Opened { Messages.Count: > 10 });
        }
    }

    public static TheoryData<string> Kinds => new(ConnectorCatalogue.Installed.Manifests.Select(manifest => manifest.Kind));

    /// <summary>Kinds with a form of delivery of their own.</summary>
    public static TheoryData<string> Signing => new(ConnectorCatalogue.Installed.Manifests.Select(manifest => manifest.Kind)
        .Where(kind => Kind.ConnectionOf(kind) is IInboundScheme));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Messages_that_a_connector_reads_are_read_or_named_unreadable(string kind)
    {
        var samples = Kind.SamplesOf(kind);
        if (Kind.ConnectionOf(kind) is not IMessageReader reader)
        {
            return;
        }

        var chance = new Mutation(kind.Length);
        foreach (var (form, body) in samples)
        {
            for (var n = 0; n < Tries / Math.Max(1, samples.Count); n++)
            {
                var message = new Entry(EntryKind.Seen, "conn", $"{n}", form, DateTimeOffset.UnixEpoch, chance.Of(body));

                Assert.InRange(reader.Read(message).Count, 0, FactsMax);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Deliveries_of_a_vendors_own_form_are_let_in_turned_away_or_left_alone(string kind)
    {
        if (Kind.ConnectionOf(kind) is not IInboundScheme scheme)
        {
            return;
        }

        var chance = new Mutation(kind.Length + 1);
        foreach (var (_, body) in Kind.SamplesOf(kind))
        {
            for (var n = 0; n < 60; n++)
            {
                var request = new WireRequest(
                    n % 5 == 0 ? "GET" : "POST", $"/in/conn?{Uri.EscapeDataString(Sayable(chance.Word()))}",
                    [
                        new("x-adobe-signature", chance.Word()),
                        new("x-adobe-digital-signature-1", chance.Word()),
                        new("x-square-hmacsha256-signature", chance.Word()),
                        new("x-adobe-commerce-webhook-signature", chance.Word()),
                        new("aeg-event-type", n % 2 == 0 ? "SubscriptionValidation" : chance.Word()),
                        new("x-amz-sns-message-type", n % 2 == 0 ? "Notification" : chance.Word()),
                        new("Authorization", $"Bearer {chance.Word()}"),
                    ],
                    chance.Of(body), Types[n % Types.Length]);

                Assert.False(scheme.Open(request, DateTimeOffset.UnixEpoch.AddYears(56)) is InboundVerdict.Accepted, "nonsense was taken for genuine");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Signing))]
    public void Genuine_deliveries_are_let_in_and_read_or_called_malformed(string kind)
    {
        var connection = Kind.ConnectionOf(kind)!;
        var chance = new Mutation(kind.Length + 2);
        var accepted = 0;
        foreach (var (_, body) in Kind.SamplesOf(kind).Where(sample => sample.Form == Kind.Forms(kind)[0]))
        {
            for (var n = 0; n < 60; n++)
            {
                var verdict = ((IInboundScheme)connection).Open(Kind.Signed(kind, n == 0 ? body : chance.Of(body)), DateTimeOffset.UnixEpoch);

                Assert.True(verdict is InboundVerdict.Accepted or InboundVerdict.Malformed, $"{verdict} for a genuine delivery");
                foreach (var message in (verdict as InboundVerdict.Accepted)?.Messages ?? [])
                {
                    accepted++;
                    var entry = new Entry(EntryKind.Seen, "conn", message.Key, message.Form, DateTimeOffset.UnixEpoch, message.Body);
                    Assert.InRange(((IMessageReader)connection).Read(entry).Count, 0, FactsMax);
                }
            }
        }

        Assert.InRange(accepted, 1, int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Signing))]
    public void A_genuine_delivery_with_a_text_that_cannot_be_read_is_malformed(string kind)
    {
        const string sound = """{"event_id":"1","id":"2","type":"t","notificationType":"Message","resource":{"typeId":"order","id":"3"},"t":"4"}""";
        var scheme = (IInboundScheme)Kind.ConnectionOf(kind)!;
        Assert.IsType<InboundVerdict.Accepted>(scheme.Open(Kind.Signed(kind, Encoding.UTF8.GetBytes(sound)), DateTimeOffset.UnixEpoch));

        for (var at = sound.IndexOf('"', StringComparison.Ordinal); at >= 0; at = sound.IndexOf('"', at + 1))
        {
            foreach (byte[] poison in (byte[][])["\\ud800"u8.ToArray(), [0xff]])
            {
                byte[] spoilt = [.. Encoding.UTF8.GetBytes(sound[..(at + 1)]), .. poison, .. Encoding.UTF8.GetBytes(sound[(at + 1)..])];

                Assert.IsType<InboundVerdict.Malformed>(scheme.Open(Kind.Signed(kind, spoilt), DateTimeOffset.UnixEpoch));
            }
        }
    }

    [Fact]
    public void Neutral_events_are_read_or_named_unreadable()
    {
        var dialect = new NeutralDialect();
        var chance = new Mutation(3);
        foreach (var sound in Events())
        {
            for (var n = 0; n < 400; n++)
            {
                var message = new Entry(EntryKind.Seen, "conn", $"{n}", "cloudevent", DateTimeOffset.UnixEpoch, chance.Of(Encoding.UTF8.GetBytes(sound)));

                Assert.InRange(dialect.Read(message).Count, 0, FactsMax);
            }
        }
    }

    [Fact]
    public void Configurations_are_loaded_or_every_problem_is_told()
    {
        var sound = Encoding.UTF8.GetBytes(File.ReadAllText(Path.Combine(RepositoryFolder.Root, "samples", "trueup.yaml")));
        var chance = new Mutation(4);
        var loader = new SettingsLoader(ConnectorCatalogue.Installed);
        for (var n = 0; n < 250; n++)
        {
            var loaded = loader.Load(
                Encoding.UTF8.GetString(chance.Of(sound)), new Surroundings("/tmp", name => $"value-of-{name}", _ => "{ \"id\": {{json order.id}} }"));

            Assert.True(loaded.Settings is not null || loaded.Problems.Count > 0, "neither settings nor a problem");
        }
    }

    [Fact]
    public void Templates_are_opened_or_their_problem_is_told()
    {
        const string sound = """{ "id": {{json order.id}}, "lines": [{{#each picks}} { "sku": {{json sku}}, "qty": {{json quantity}} }{{#unless @last}},{{/unless}}{{/each}}] }""";
        var chance = new Mutation(5);
        var connector = ConnectorCatalogue.Installed.Find("http")!;
        for (var n = 0; n < 400; n++)
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["url"] = "http://127.0.0.1:1",
                ["auth.bearer"] = "x",
                ["roles.0"] = "warehouse",
                ["operations.order.create.request"] = "POST /orders",
                ["operations.order.create.body"] = Encoding.UTF8.GetString(chance.Of(Encoding.UTF8.GetBytes(sound))),
                ["operations.order.create.idempotency_header"] = "Idempotency-Key",
                ["operations.order.create.result.id"] = n % 3 == 0 ? chance.Word() : "$.id",
            };

            Assert.NotNull(connector.Open(new ConnectionSettings(ConnectionName.Parse("conn"), values, new Dictionary<string, string>(StringComparer.Ordinal))));
        }
    }

    private static IEnumerable<string> Events()
    {
        string Of(string type, string data) => $$"""{"specversion":"1.0","id":"1","source":"/x","type":"{{type}}","data":{{data}}}""";
        yield return Of("trueup.stock.level.v1", """{"sku":"A","location":"L","quantity":5,"state":"OK","version":3,"as_of":"2026-01-01T00:00:00Z"}""");
        yield return Of("trueup.stock.levels.v1", """{"location":"L","full":true,"levels":[{"sku":"A","quantity":1},{"sku":"B","quantity":2}]}""");
        yield return Of("trueup.stock.movement.v1", """{"sku":"A","location":"L","delta":-1,"reason":"x"}""");
        yield return Of("trueup.sale.completed.v1", """{"store":"7","register":"1","transaction":"t","at":"2026-01-01T00:00:00Z","currency":"GBP","lines":[{"line":"1","sku":"A","quantity":1,"unit_price":5,"discount":0,"tax":1}],"tenders":[{"type":"card","amount":5}],"totals":{"net":4,"tax":1,"gross":5}}""");
        yield return Of("trueup.shipment.dispatched.v1", """{"order":"s:1","shipment":"2","at":"2026-01-01T00:00:00Z","location":"L","lines":[{"sku":"A","quantity":1}],"tracking":[{"number":"n"}]}""");
        yield return Of("trueup.return.inspected.v1", """{"order":"s:1","rma":"r","at":"2026-01-01T00:00:00Z","location":"L","lines":[{"sku":"A","quantity":1,"disposition":"restock"}]}""");
        yield return Of("trueup.order.status.v1", """{"order":"s:1","status":"picked","at":"2026-01-01T00:00:00Z"}""");
        yield return Of("trueup.product.changed.v1", """{"sku":"A","type":"simple","status":"enabled"}""");
    }

    private static string Sayable(string word) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(word));
}
