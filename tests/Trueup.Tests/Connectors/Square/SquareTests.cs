using System.Text;
using System.Text.Json;
using Trueup.Connectors.Square;
using Trueup.Connectors.Square.Twin;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Tills;
using Trueup.Core.Values;
using Trueup.Simulator;

namespace Trueup.Tests.Connectors.Square;

/// <summary>The connector against the twin, with every request and answer held against Square's own
/// description.</summary>
public sealed class SquareTests
{
    private const string Soho = "LSOHO";

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<string, string, string, string, bool> Signatures()
    {
        var vectors = new TheoryData<string, string, string, string, bool>();
        using var file = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(AppContext.BaseDirectory, "Connectors", "Square", "Samples", "webhook-signatures.json")));
        foreach (var vector in file.RootElement.EnumerateArray())
        {
            var given = vector.GetProperty("given");
            vectors.Add(
                given.GetProperty("url").GetString()!,
                given.GetProperty("key").GetString()!,
                given.GetProperty("body").GetString()!,
                given.GetProperty("header").GetProperty("x-square-hmacsha256-signature").GetString()!,
                vector.GetProperty("then").GetProperty("valid").GetBoolean());
        }

        return vectors;
    }

    [Theory]
    [MemberData(nameof(Signatures))]
    public void Square_s_published_signatures_are_judged_as_published(
        string url, string key, string body, string signature, bool isValid)
    {
        var scheme = (IInboundScheme)Connection(url, key);

        var verdict = scheme.Open(
            new WireRequest(
                "POST",
                "/in/pos",
                [new WireHeader("x-square-hmacsha256-signature", signature)],
                Encoding.UTF8.GetBytes(body)),
            Now);

        // One of the vectors is no event: it is genuine all the same.
        Assert.Equal(isValid, verdict is InboundVerdict.Accepted or InboundVerdict.Malformed);
        Assert.Equal(!isValid, verdict is InboundVerdict.Denied);
    }

    [Fact]
    public void A_webhook_is_let_in_by_either_of_two_keys_and_asks_to_read_again()
    {
        var twin = Twin();
        twin.Ring(Soho, [new TillSaleLine("V1", 1, 6000, 1000)], Now, Now);
        var square = Connection("https://hub.example/in/pos", "old", "key");

        var kinds = twin.TakePushes(Now).Select(push => ((IInboundScheme)square).Open(push, Now))
            .Select(verdict => Assert.Single(Assert.IsType<InboundVerdict.Accepted>(verdict).Messages))
            .Select(message => Assert.Single(((IMessageReader)square).Read(EntryOf(message)))).ToList();

        Assert.Equal(
            [new Fact.ReadAgain("orders"), new Fact.ReadAgain("orders"), new Fact.ReadAgain("orders"), new Fact.ReadAgain("counts")], kinds);
        Assert.Null(((IInboundScheme)square).Open(new WireRequest("POST", "/in/pos"), Now));
    }

    [Fact]
    public async Task Counts_become_levels_of_skus_with_their_time()
    {
        var twin = Twin();
        twin.Count("V1", Soho, 5, Now.AddHours(-1), Now.AddMinutes(-1));

        var facts = await PollAsync(new Wire(twin), "counts");

        Assert.Equal(
            [new Fact.LevelReported(Sku.Parse("TENT-2P"), Soho, State: null, 5, Version: null, Now.AddMinutes(-1))],
            facts);
    }

    [Fact]
    public async Task Counts_are_read_in_pages_and_only_what_changed_is_read_again()
    {
        var twin = Twin();
        for (var number = 0; number < 600; number++)
        {
            twin.AddVariation($"N{number:D3}", $"SKU-{number:D3}");
            twin.Count($"N{number:D3}", Soho, number, Now.AddHours(-2), Now.AddHours(-2).AddSeconds(number));
        }

        var wire = new Wire(twin);
        var (first, cursor) = await RoundAsync(wire, "counts", "");
        twin.Count("N007", Soho, 1_000, Now, Now);
        var (second, _) = await RoundAsync(wire, "counts", cursor);

        Assert.Equal(600, first.Select(fact => ((Fact.LevelReported)fact).Sku).Distinct().Count());
        Assert.Contains(second, fact => fact is Fact.LevelReported { Quantity: var quantity } && quantity == 1_000);
        Assert.InRange(second.Count, 1, 400);
        Assert.Empty(wire.Problems);
    }

    [Fact]
    public async Task A_sku_that_two_variations_carry_moves_nothing_and_is_told()
    {
        var twin = Twin();
        twin.AddVariation("V9", "TENT-2P");
        twin.AddVariation("VX", sku: null);
        twin.Count("V1", Soho, 5, Now, Now);
        twin.Count("VX", Soho, 5, Now, Now);

        var facts = await PollAsync(new Wire(twin), "counts");

        Assert.Equal(
            [PosCases.SkuAmbiguous, PosCases.SkuMissing],
            facts.Select(fact => Assert.IsType<Fact.Unusable>(fact).Code).OrderBy(
                code => code.Code, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_sale_is_read_to_the_penny_with_its_own_time()
    {
        var twin = Twin();
        twin.Ring(
            Soho,
            [new TillSaleLine("V1", 2, 6000, 1000), new TillSaleLine(Variation: null, 1, 250, 0)],
            Now.AddHours(-30),
            Now.AddMinutes(-1));

        var sale = Assert.IsType<Fact.SaleCompleted>(Assert.Single(await PollAsync(new Wire(twin), "orders")));

        Assert.Equal(
            (Soho, "ORDER00000001", Now.AddHours(-30), null), (sale.Store, sale.Transaction, sale.At, sale.Order));
        Assert.Equal([new("L1", Sku.Parse("TENT-2P"), 2)], sale.Lines);
        Assert.Equal(("GBP", new TillTotals(102.50m, 20.00m, 122.50m)), (sale.Receipt!.Currency, sale.Receipt.Totals));
        Assert.Equal([new TillTender("card", 122.50m, "ORDER00000001-T")], sale.Receipt.Tenders);
        Assert.Empty(ReceiptCheck.Problems(sale.Receipt, scale: 2));
        Assert.Equal(
            [new TaxAmount("", 2.50m, 0m), new TaxAmount("TAX20", 100.00m, 20.00m)], ReceiptCheck.TaxesOf(
                sale.Receipt, scale: 2));
    }

    [Fact]
    public async Task An_exchange_is_one_transaction_of_goods_both_ways()
    {
        var twin = Twin();
        var sold = twin.Ring(Soho, [new TillSaleLine("V1", 1, 6000, 1000)], Now.AddMinutes(-3), Now.AddMinutes(-3));
        twin.Ring(
            Soho,
            [
                new TillSaleLine("V2", 1, 2500, 417),
                new TillSaleLine("V1", -1, 6000, 1000) { SoldIn = sold, SoldAs = "L1" },
            ],
            Now.AddMinutes(-2),
            Now.AddMinutes(-2));

        var sale = (Fact.SaleCompleted)(await PollAsync(new Wire(twin), "orders"))[1];

        Assert.Equal([new("L1", Sku.Parse("MAT-FOAM"), 1), new("L2", Sku.Parse("TENT-2P"), -1)], sale.Lines);
        Assert.Equal(new TillTotals(-29.17m, -5.83m, -35.00m), sale.Receipt!.Totals);
        Assert.Equal((sold, "L1"), (sale.Receipt.Lines[1].ReturnOf, sale.Receipt.Lines[1].ReturnOfLine));
        Assert.Equal([new TillTender("refund", -35.00m, "ORDER00000002-R")], sale.Receipt.Tenders);
        Assert.Empty(ReceiptCheck.Problems(sale.Receipt, scale: 2));
    }

    [Fact]
    public async Task An_offline_sale_is_found_when_it_is_uploaded_and_once_more_by_the_recheck()
    {
        var twin = Twin();
        var wire = new Wire(twin);
        var (_, cursor) = await RoundAsync(wire, "orders", "");
        twin.Ring(Soho, [new TillSaleLine("V1", 1, 6000, 1000)], Now.AddHours(-71), Now.AddMinutes(2));

        var (found, _) = await RoundAsync(wire, "orders", cursor, Now.AddMinutes(3));
        var (again, _) = await RoundAsync(wire, "recent", "", Now.AddMinutes(3));

        Assert.Equal(Now.AddHours(-71), Assert.IsType<Fact.SaleCompleted>(Assert.Single(found)).At);
        Assert.Equal(found, again);
        Assert.Empty(wire.Problems);
    }

    [Fact]
    public async Task More_locations_than_one_search_takes_are_read_in_groups()
    {
        var twin = new SquareTwin(
            new SquareAccount("token", "https://hub.example/in/pos", "key"),
            Enumerable.Range(0, 23).Select(number => $"L{number:D2}").ToItems());
        twin.AddVariation("V1", "TENT-2P");
        for (var number = 0; number < 23; number++)
        {
            twin.Ring($"L{number:D2}", [new TillSaleLine("V1", 1, 6000, 1000)], Now.AddMinutes(-1), Now.AddMinutes(-1));
        }

        var facts = await PollAsync(new Wire(twin), "orders");

        Assert.Equal(
            23, facts.Select(fact => ((Fact.SaleCompleted)fact).Store).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Quantities_are_set_as_counts_of_now_and_read_back()
    {
        var twin = Twin();
        var wire = new Wire(twin);
        var square = Connection();

        var receipts = await ((ILevelWriter)square).SetAsync(
            wire,
            [new(Sku.Parse("TENT-2P"), RemoteCode.Parse(Soho), 7), new(
                Sku.Parse("NO-SUCH"), RemoteCode.Parse(Soho), 1)],
            None);

        Assert.IsType<Receipt.Applied>(receipts[0]);
        Assert.Equal(CaseCodes.SkuUnknown, Assert.IsType<Receipt.Refused>(receipts[1]).Code);
        Assert.Equal(7, twin.InStock("V1", Soho));
        var page = Assert.IsType<ObserveOutcome.Page>(
            await ((IStockObserver)square).ObserveAsync(wire, new ObserveAsk([Sku.Parse("TENT-2P")]), None));
        Assert.Equal([new ObservedRow(Sku.Parse("TENT-2P"), Soho, State: null, 7)], page.Rows);
        Assert.Empty(wire.Problems);
    }

    [Theory]
    [InlineData(429, typeof(Receipt.Deferred))]
    [InlineData(503, typeof(Receipt.Deferred))]
    [InlineData(500, typeof(Receipt.Unknown))]
    [InlineData(401, typeof(Receipt.Refused))]
    [InlineData(400, typeof(Receipt.Refused))]
    public async Task What_square_answers_instead_is_told_for_what_it_is(int status, Type receipt)
    {
        var wire = new Wire(Twin()) { FailWrites = status };

        var receipts = await ((ILevelWriter)Connection()).SetAsync(
            wire, [new(Sku.Parse("TENT-2P"), RemoteCode.Parse(Soho), 7)], None);

        Assert.IsType(receipt, receipts[0]);
    }

    [Fact]
    public async Task A_busy_square_is_left_alone_for_as_long_as_it_asks()
    {
        var twin = Twin();
        twin.Throttle(1, TimeSpan.FromSeconds(20));

        var outcome = await ((IPoller)Connection()).PollAsync(new Wire(twin), "orders", "", Now, None);

        var deferred = Assert.IsType<Receipt.Deferred>(Assert.IsType<PollOutcome.Failed>(outcome).Receipt);
        Assert.Equal(TimeSpan.FromSeconds(20), deferred.Wait);
    }

    [Fact]
    public async Task A_live_check_names_what_is_wrong_with_the_account()
    {
        var twin = Twin();
        twin.AddVariation("V9", "TENT-2P");
        twin.AddVariation("VX", sku: null);

        var findings = await ((ILiveCheck)Connection()).CheckAsync(new Wire(twin), [Soho, "LNONE"], None);

        Assert.Equal(
            [CaseCodes.LocationUnmapped, PosCases.SkuAmbiguous, PosCases.SkuMissing], findings.Select(
                finding => finding.Code));
        twin.SetTimeZone(Soho, "Mars/Olympus");
        var odd = await ((ILiveCheck)Connection()).CheckAsync(new Wire(twin), [Soho], None);
        Assert.Equal((PosCases.DayNotReported, true), (odd[0].Code, odd[0].Detail.Contains("Mars/Olympus", StringComparison.Ordinal)));
        var clean = await ((ILiveCheck)Connection()).CheckAsync(new Wire(Twin()), [Soho], None);
        Assert.Empty(clean);
    }

    [Fact]
    public void Whatever_comes_as_a_message_is_read_without_a_fault()
    {
        var reader = (IMessageReader)Connection();
        string[] bodies =
        [
            "", "[]", "7", "{}", "{\"order\":7}", "{\"order\":{\"id\":\"1\"}}", "{\"counts\":[7,{}]}", "{\"skus\":[]}",
            "{\"order\":{\"id\":\"1\",\"location_id\":\"L\",\"created_at\":\"2026-03-01T12:00:00Z\",\"state\":\"COMPLETED\"}}",
            "{\"counts\":[{\"catalog_object_id\":\"V\",\"location_id\":\"L\",\"quantity\":\"many\"}]}",
            "{\"type\":\"\\ud800\"}",
            "{\"location\":\"L\",\"day\":\"2026-03-01\",\"since\":\"2026-03-01\",\"totals\":[7,{\"currency\":\"GBP\",\"taxes\":[7]}]}",
        ];
        foreach (var form in (string[])["square.event", "square.order", "square.counts", "square.day", "square.untold", "square.other"])
        {
            foreach (var body in bodies)
            {
                Assert.True(reader.Reads(form));
                reader.Read(EntryOf(new RawMessage("k", form, Encoding.UTF8.GetBytes(body))));
            }
        }
    }

    private static SquareTwin Twin()
    {
        var twin = new SquareTwin(new SquareAccount("token", "https://hub.example/in/pos", "key"), [Soho]);
        twin.AddVariation("V1", "TENT-2P");
        twin.AddVariation("V2", "MAT-FOAM");
        return twin;
    }

    internal static Dictionary<string, string> Settings(string url, params string[] keys)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["auth.bearer"] = "token",
            ["version"] = "2025-01-23",
            ["inbound.auth.square.url"] = url,
        };
        for (var place = 0; place < keys.Length; place++)
        {
            settings[$"inbound.auth.square.keys.{place}"] = keys[place];
        }

        return settings;
    }

    private static IConnection Connection(string url = "https://hub.example/in/pos", params string[] keys)
    {
        var opening = new SquareConnector().Open(new ConnectionSettings(
            ConnectionName.Parse("pos"),
            Settings(url, keys.Length == 0 ? ["key"] : keys),
            new Dictionary<string, string>(StringComparer.Ordinal))
        {
            Clock = new VirtualClock(Now),
        });
        return Assert.IsType<ConnectionOpening.Ready>(opening).Connection;
    }

    private static async Task<List<Fact>> PollAsync(Wire wire, string poll)
    {
        var (facts, _) = await RoundAsync(wire, poll, "");
        Assert.Empty(wire.Problems);
        return facts;
    }

    private static async Task<(List<Fact> Facts, string Cursor)> RoundAsync(
        Wire wire, string poll, string cursor, DateTimeOffset? now = null)
    {
        var square = Connection();
        var facts = new List<Fact>();
        for (var pages = 0; pages < 50; pages++)
        {
            var page = Assert.IsType<PollOutcome.Page>(
                await ((IPoller)square).PollAsync(wire, poll, cursor, now ?? Now, None));
            facts.AddRange(page.Messages.SelectMany(message => ((IMessageReader)square).Read(EntryOf(message))));
            cursor = page.Cursor;
            if (!page.More)
            {
                return (facts, cursor);
            }
        }

        throw new InvalidOperationException("The round did not end.");
    }

    private static Entry EntryOf(RawMessage message) =>
        new(EntryKind.Seen, "pos", message.Key, message.Form, Now, message.Body);

    /// <summary>A wire to the twin on which everything is held against Square's description.</summary>
    private sealed class Wire(SquareTwin twin) : IWire
    {
        public List<string> Problems { get; } = [];

        public int? FailWrites { get; init; }

        public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
        {
            if (FailWrites is { } status && request.Target.EndsWith("batch-create", StringComparison.Ordinal))
            {
                return new(new WireOutcome.Answered(new WireReply(status, "{}"u8.ToArray())));
            }

            var reply = twin.Answer(request, Now);
            Problems.AddRange(SquareSpec.Problems(request, reply));
            return new(new WireOutcome.Answered(reply));
        }
    }
}
