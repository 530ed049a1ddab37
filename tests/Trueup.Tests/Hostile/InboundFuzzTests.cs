using System.Security.Cryptography;
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

    private static readonly RSA Key = RSA.Create(2048);

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
        .Where(kind => ConnectionOf(kind) is IInboundScheme));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Messages_that_a_connector_reads_are_read_or_named_unreadable(string kind)
    {
        var samples = SamplesOf(kind);
        if (ConnectionOf(kind) is not IMessageReader reader)
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
        if (ConnectionOf(kind) is not IInboundScheme scheme)
        {
            return;
        }

        var chance = new Mutation(kind.Length + 1);
        foreach (var (_, body) in SamplesOf(kind))
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
        var connection = ConnectionOf(kind)!;
        var chance = new Mutation(kind.Length + 2);
        var accepted = 0;
        foreach (var (_, body) in SamplesOf(kind).Where(sample => sample.Form == Forms(kind)[0]))
        {
            for (var n = 0; n < 60; n++)
            {
                var verdict = ((IInboundScheme)connection).Open(Signed(kind, n == 0 ? body : chance.Of(body)), DateTimeOffset.UnixEpoch);

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
        var scheme = (IInboundScheme)ConnectionOf(kind)!;
        Assert.IsType<InboundVerdict.Accepted>(scheme.Open(Signed(kind, Encoding.UTF8.GetBytes(sound)), DateTimeOffset.UnixEpoch));

        for (var at = sound.IndexOf('"', StringComparison.Ordinal); at >= 0; at = sound.IndexOf('"', at + 1))
        {
            foreach (byte[] poison in (byte[][])["\\ud800"u8.ToArray(), [0xff]])
            {
                byte[] spoilt = [.. Encoding.UTF8.GetBytes(sound[..(at + 1)]), .. poison, .. Encoding.UTF8.GetBytes(sound[(at + 1)..])];

                Assert.IsType<InboundVerdict.Malformed>(scheme.Open(Signed(kind, spoilt), DateTimeOffset.UnixEpoch));
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

    /// <summary>A delivery that bears the right signature or token, whatever it says.</summary>
    private static WireRequest Signed(string kind, byte[] body)
    {
        WireHeader proof = kind switch
        {
            "adobe-commerce" => new("x-adobe-digital-signature-1", Convert.ToBase64String(
                Key.SignData(body, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))),
            "commercetools" => new("Authorization", "Bearer z"),
            "square" => new("x-square-hmacsha256-signature", Convert.ToBase64String(
                HMACSHA256.HashData("k"u8, [.. "https://hub/in/conn"u8, .. body]))),
            _ => throw new InvalidOperationException($"Nobody knows how {kind} signs: say it here."),
        };
        return new WireRequest("POST", "/in/conn", [proof], body, "application/json");
    }

    private static IConnection? ConnectionOf(string kind)
    {
        var values = kind switch
        {
            "adobe-commerce" => new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["url"] = "http://127.0.0.1:1",
                ["auth.bearer"] = "x",
                ["website"] = "base",
                ["stock_id"] = "2",
                ["inbound.auth.adobe_events.keys.0"] = Key.ExportSubjectPublicKeyInfoPem(),
            },
            "commercetools" => new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["url"] = "http://127.0.0.1:1",
                ["project"] = "demo",
                ["auth.client_id"] = "x",
                ["auth.client_secret"] = "y",
                ["inbound.auth.subscription.token"] = "z",
            },
            "square" => new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["url"] = "http://127.0.0.1:1",
                ["auth.bearer"] = "x",
                ["inbound.auth.square.keys.0"] = "k",
                ["inbound.auth.square.url"] = "https://hub/in/conn",
            },
            _ => new Dictionary<string, string>(StringComparer.Ordinal) { ["roles.0"] = "warehouse" },
        };
        return ConnectorCatalogue.Installed.Find(kind)!.Open(
            new ConnectionSettings(ConnectionName.Parse("conn"), values, new Dictionary<string, string>(StringComparer.Ordinal)))
            is ConnectionOpening.Ready ready ? ready.Connection : null;
    }

    /// <summary>Recorded payloads of a kind, under every form that its connector reads; for others something like an
    /// event.</summary>
    private static List<(string Form, byte[] Body)> SamplesOf(string kind)
    {
        var folder = Directory.GetDirectories(Path.Combine(RepositoryFolder.Root, "src", "Trueup.Connectors"))
            .First(path => string.Equals(Path.GetFileName(path), kind.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
        var samples = Directory.Exists(Path.Combine(folder, "Samples")) ? Directory.GetFiles(Path.Combine(folder, "Samples"), "*.in.json") : [];
        var forms = Forms(kind);
        return samples.Order(StringComparer.Ordinal)
            .SelectMany(path => forms.Select(form => (form, File.ReadAllBytes(path))))
            .Append((forms[0], """{"id":"1","event_id":"1","type":"OrderCreated","resource":{"id":"2"},"data":{"object":{}},"event":{}}"""u8.ToArray()))
            .ToList();
    }

    private static string[] Forms(string kind) => kind switch
    {
        "adobe-commerce" => ["adobe.order", "adobe.shipment", "adobe.creditmemo", "adobe.product", "adobe.event", "adobe.webhook", "adobe.wiring"],
        "commercetools" => ["ct.order", "ct.message"],
        "square" => ["square.order", "square.event", "square.counts"],
        _ => ["cloudevent"],
    };

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
