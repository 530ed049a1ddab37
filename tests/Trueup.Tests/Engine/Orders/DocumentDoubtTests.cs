using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;

namespace Trueup.Tests.Engine.Orders;

/// <summary>What nobody knows of a document stays unknown until a look tells, whoever asks for it again (G3).</summary>
public sealed class DocumentDoubtTests
{
    [Fact]
    public void A_look_that_is_refused_settles_nothing_and_a_retry_looks_again_before_it_sends()
    {
        var house = Doubted(new Receipt.Refused(CaseCodes.DocumentRefused, "Not that way."));
        house.Run(TimeSpan.FromMinutes(5));

        Assert.False(Handover(house).IsSettled);
        var open = Assert.Single(house.OpenCases, open => open.Code == CaseCodes.DocumentOverdue);
        Assert.Contains("Not that way.", open.Detail, StringComparison.Ordinal);

        house.Ask(new Request(Request.RetryCase, "anna", open.Key));
        house.Ask(new Request(Request.RetryOrder, "anna", "shop:100")).Run(TimeSpan.FromMinutes(5));
        Assert.Single(house.Books.Made);

        house.Books.Looks = null;
        house.Run(TimeSpan.FromMinutes(5));

        Assert.Single(house.Books.Made);
        Assert.True(Handover(house).IsMade);
        Assert.DoesNotContain(house.OpenCases, open => open.About.Connection == House.Erp);
    }

    [Fact]
    public void A_look_that_is_put_off_over_and_over_gives_nothing_up()
    {
        var house = Doubted(new Receipt.Deferred("Not now.", TimeSpan.FromSeconds(1))).Run(TimeSpan.FromMinutes(5));

        Assert.False(Handover(house).IsSettled);
        Assert.Single(house.Books.Made);
    }

    [Fact]
    public void What_is_corrected_while_nobody_knows_whether_it_is_there_is_corrected_there()
    {
        var house = new House();
        (house.Floor.LosesAnswers, house.Floor.Looks) = (true, new Receipt.Unknown("Nobody knows."));
        Correct(house.Place("9").Run(TimeSpan.FromMinutes(1)), "9");

        (house.Floor.LosesAnswers, house.Floor.Looks) = (false, null);
        house.Run(TimeSpan.FromMinutes(5));

        Assert.Equal("A", Assert.Single(house.Floor.Made.OfType<DocumentIntent.CreateOrder>()).Canonical.Customer?.Name);
        Assert.Equal("Ada", Assert.Single(house.Floor.Made.OfType<DocumentIntent.AmendOrder>()).Canonical.Customer?.Name);
    }

    [Fact]
    public void What_is_corrected_while_it_is_on_its_way_is_corrected_there()
    {
        var house = new House();
        house.Floor.Takes = TimeSpan.FromMinutes(2);
        Correct(house.Place("9").Run(TimeSpan.FromMinutes(1)), "9");

        house.Run(TimeSpan.FromMinutes(5));

        Assert.Equal("Ada", Assert.Single(house.Floor.Made.OfType<DocumentIntent.AmendOrder>()).Canonical.Customer?.Name);
    }

    [Fact]
    public void What_is_corrected_before_it_is_sent_is_sent_as_it_is_then_and_once()
    {
        var house = new House();
        house.Floor.Takes = TimeSpan.FromMinutes(3);
        foreach (var number in new[] { "7", "8", "9" })
        {
            house.Place(number).Run(TimeSpan.FromSeconds(5));
        }

        Correct(house, "9");
        house.Run(TimeSpan.FromMinutes(15));

        var sent = house.Floor.Made.OfType<DocumentIntent.CreateOrder>().Single(intent => intent.Order.Text == "shop:9");
        Assert.Equal("Ada", sent.Canonical.Customer?.Name);
        Assert.Empty(house.Floor.Made.OfType<DocumentIntent.AmendOrder>());
        Assert.DoesNotContain(house.Order("9").Documents, document => !document.IsMade);
    }

    [Fact]
    public void A_correction_that_is_taken_ends_the_case_of_the_one_before_that_was_refused()
    {
        var house = new House().Place("9").Run(TimeSpan.FromMinutes(1));
        house.Floor.Refuses = static intent => intent is DocumentIntent.AmendOrder { Canonical.Customer.Name: "Eve" };
        Show("Eve");
        Assert.Equal(CaseCodes.DocumentRefused, Assert.Single(house.OpenCases).Code);

        Show("Ada");

        Assert.Empty(house.OpenCases);
        Assert.Equal("Ada", Assert.Single(house.Floor.Made.OfType<DocumentIntent.AmendOrder>()).Canonical.Customer?.Name);
        house.Ask(new Request(Request.RetryOrder, "anna", "shop:9")).Run(TimeSpan.FromMinutes(1));
        Assert.Single(house.Floor.Made.OfType<DocumentIntent.AmendOrder>());

        void Show(string name) => house.Say(
            House.Shop, "trueup.order.placed.v1", house.Placed("9").Replace("\"name\":\"A\"", $"\"name\":\"{name}\"", StringComparison.Ordinal))
            .Run(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_correction_that_is_taken_leaves_the_case_of_another_document_that_is_refused()
    {
        var house = new House().Place("9", quantity: 2).Run(TimeSpan.FromMinutes(1));
        house.Floor.Refuses = static intent => intent is DocumentIntent.ReduceOrder;
        house.Say(
            House.Shop, "trueup.order.cancelled.v1",
            """{"order":"9","restock":true,"reason":"no","at":"2026-03-01T08:01:00Z","lines":[{"line":"1","sku":"TENT","quantity":1}]}""");
        Correct(house.Run(TimeSpan.FromMinutes(1)), "9");
        house.Run(TimeSpan.FromMinutes(1));

        Assert.Single(house.Floor.Made.OfType<DocumentIntent.AmendOrder>());
        Assert.Equal(CaseCodes.DocumentRefused, Assert.Single(house.OpenCases).Code);
    }

    private static void Correct(House house, string number) =>
        house.Ask(new Request(Request.EditOrder, "anna", $"shop:{number}", "customer.name=Ada"));

    [Fact]
    public void A_stores_day_whose_look_is_refused_is_not_posted_again()
    {
        var pos = ConnectionName.Parse("pos");
        var house = new House(amended: terms => terms with
        {
            Connections =
            [
                .. terms.Connections.Where(rule => rule.Name != House.Erp),
                terms.Connections.First(rule => rule.Name == House.Erp) with { Books = new BooksRule { TaxCodes = [new WordPair("S20", "V20")] } },
                new ConnectionRule(pos, "http", ["pos"], Basis.OnHand, []),
            ],
            Locations = terms.Locations.Add(new LocationRule(LocationCode.Parse("soho"), "Soho", pos, [new LocationAlias(pos, "07")])),
            StoreDay = new OwnershipRule([House.Erp]),
        }).Run(TimeSpan.FromSeconds(1));
        (house.Books.LosesAnswers, house.Books.Looks) = (true, new Receipt.Refused(CaseCodes.PermissionDenied, "Not you."));
        house.Say(pos, "trueup.sale.completed.v1", Sale).Say(pos, "trueup.day.closed.v1", Closed);
        house.Books.LosesAnswers = false;

        house.Run(TimeSpan.FromMinutes(5));
        house.Books.Looks = new Receipt.Refused(PosCases.DayRefused, "Not that way.");
        house.Run(TimeSpan.FromMinutes(5));
        Assert.Single(house.Books.Made);
        Assert.Single(house.Hub.State.Tills.OwedTo(House.Erp));

        house.Books.Looks = null;
        house.Run(TimeSpan.FromMinutes(5));
        Assert.Single(house.Books.Made);
        Assert.Empty(house.Hub.State.Tills.OwedTo(House.Erp));
    }

    private const string Sale = """
        {"store":"07","register":"1","transaction":"T1","at":"2026-03-01T08:00:00Z","currency":"GBP",
         "lines":[{"line":"1","sku":"TENT","quantity":1,"unit_price":60.00,"discount":0,"tax":10.00,"tax_code":"S20"}],
         "tenders":[{"type":"card","amount":60.00}],"totals":{"net":50.00,"tax":10.00,"gross":60.00}}
        """;

    private const string Closed = """
        {"store":"07","business_date":"2026-03-01","currency":"GBP","transactions":1,"at":"2026-03-01T08:00:00Z",
         "taxes":[{"tax_code":"S20","net":50.00,"tax":10.00}],"tenders":[]}
        """;

    /// <summary>The books take the order, and their answer is lost; whoever looks for it hears what the test says.</summary>
    private static House Doubted(Receipt look)
    {
        var house = new House().Run(TimeSpan.FromSeconds(1));
        (house.Books.LosesAnswers, house.Books.Looks) = (true, look);
        house.Place("100");
        house.Books.LosesAnswers = false;
        return house;
    }

    private static OrderDocument Handover(House house) => house.Order("100").Documents.First(document => document.Target == House.Erp);
}
