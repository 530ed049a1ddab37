using Trueup.Core.Connecting;

namespace Trueup.Tests.Connectors.CommerceTools;

public sealed class MessageTests
{
    [Fact]
    public async Task A_message_about_an_order_leads_to_the_order_as_it_is_now()
    {
        var (project, cursor) = await Listening();
        var placed = project.Twin.Shoppers.PlaceOrder(new([new("CAP", 1, "leeds")]), project.Now)!;
        project.Twin.Staff.Cancel(placed.Id, project.Now);

        var (facts, _, messages) = await project.PollAsync("messages", cursor);

        var seen = Assert.IsType<Fact.OrderObserved>(Assert.Single(facts));
        Assert.Equal(Trueup.Core.Orders.OrderPhase.Cancelled, seen.Progress.Phase);
        Assert.Equal((await project.PollAsync("orders", "R|||2026-11-21T00:00:00.000Z")).Messages.Select(message => message.Key), messages.Select(message => message.Key));
        Assert.Empty(project.Offences);
    }

    [Fact]
    public async Task A_payment_changes_no_order_and_still_leads_to_its_own()
    {
        var (project, cursor) = await Listening();
        var placed = project.Twin.Shoppers.PlaceOrder(new([new("CAP", 1, "leeds")]), project.Now)!;
        project.Twin.Staff.AddPayment(placed.Id, project.Twin.Setup.Payment(2_489), project.Now);

        var (facts, _, _) = await project.PollAsync("messages", cursor);

        Assert.Equal("captured", Assert.IsType<Fact.OrderObserved>(Assert.Single(facts)).Order.Payment!.State);
    }

    [Fact]
    public async Task A_deleted_order_is_seen_once_more_as_cancelled_and_every_line_of_it_is_given_up()
    {
        var (project, cursor) = await Listening();
        var placed = project.Twin.Shoppers.PlaceOrder(new([new("CAP", 3, "leeds")]), project.Now)!;
        project.Twin.Staff.Delete(placed.Id, project.Now);

        var (facts, _, _) = await project.PollAsync("messages", cursor);

        var gone = Assert.IsType<Fact.OrderObserved>(Assert.Single(facts));
        Assert.Equal((placed.Number, placed.Id), (gone.Order.Number, gone.Progress.RemoteId));
        Assert.Equal(Trueup.Core.Orders.OrderPhase.Cancelled, gone.Progress.Phase);
        Assert.Equal(3m, Assert.Single(gone.Progress.Lines).Cancelled.Value);
        Assert.Empty(project.Offences);
    }

    [Fact]
    public async Task A_deleted_order_of_which_everything_was_sent_is_finished_and_cancels_nothing()
    {
        var (project, cursor) = await Listening();
        var placed = project.Twin.Shoppers.PlaceOrder(new([new("CAP", 3, "leeds")]), project.Now)!;
        await project.As<IDocumentWriter>().SendAsync(project, new DocumentIntent.PostShipment(
            "s", Trueup.Core.Values.OrderId.Parse($"ct-eu:{placed.Number}"), placed.Id, Trueup.Core.Values.RemoteCode.Parse("leeds"),
            [new(project.Twin.Books.View(placed.Id)!.Lines[0].Id, Trueup.Core.Values.Sku.Parse("CAP"), 3)], [new("T")]), CancellationToken.None);
        project.Twin.Staff.Delete(placed.Id, project.Now);

        var gone = (await project.PollAsync("messages", cursor)).Facts.OfType<Fact.OrderObserved>().Last();

        Assert.Equal(Trueup.Core.Orders.OrderPhase.Finished, gone.Progress.Phase);
        Assert.True(Assert.Single(gone.Progress.Lines).Cancelled.IsZero);
    }

    [Fact]
    public void Of_an_order_whose_data_was_erased_only_its_id_is_left_and_that_is_enough()
    {
        var gone = Assert.IsType<Fact.CancellationReported>(Assert.Single(new Project().Read("ct.message", """
            {"id":"m","type":"OrderDeleted","sequenceNumber":4,"resource":{"typeId":"order","id":"o7"},"createdAt":"2026-11-21T12:00:00.000Z"}
            """)));
        Assert.Equal(("o7", true), (gone.Order, gone.Restock));
    }

    [Fact]
    public async Task A_published_SKU_says_what_it_lacks()
    {
        var (project, cursor) = await Listening(("products.require.0", "lead_time"), ("products.require.1", "landed_cost"));
        project.Twin.Staff.Publish("CAP", project.Now, ("lead_time", "4"), ("landed_cost", ""));

        var (facts, _, _) = await project.PollAsync("messages", cursor);

        Assert.Equal("CAP", Assert.Single(facts.OfType<Fact.ProductObserved>()).Sku.Text);
        Assert.Equal(["landed_cost"], Assert.Single(facts.OfType<Fact.ProductPublished>()).Missing);
        Assert.Empty(project.Offences);
    }

    [Fact]
    public async Task A_message_of_a_type_nobody_has_heard_of_is_at_most_a_reason_to_read_again()
    {
        var (project, cursor) = await Listening();
        var placed = project.Twin.Shoppers.PlaceOrder(new([new("CAP", 1, "leeds")]), project.Now)!;
        project.Twin.Staff.SayUnheardOf(placed.Id, project.Now);

        Assert.IsType<Fact.OrderObserved>(Assert.Single((await project.PollAsync("messages", cursor)).Facts));
        Assert.Equal(
            [new Fact.ReadAgain("orders")],
            project.Read("ct.message", """{"notificationType":"Message","type":"New","resource":{"typeId":"order","id":"o"}}"""));
    }

    [Theory]
    [InlineData("""{"notificationType":"ResourceCreated","resource":{"typeId":"subscription","id":"s"}}""")]
    [InlineData("""{"notificationType":"ResourceUpdated","resource":{"typeId":"product","id":"p"},"version":9,"oldVersion":7}""")]
    [InlineData("""{"notificationType":"Message","type":"InventoryEntryQuantitySet","resource":{"typeId":"inventory-entry","id":"i"}}""")]
    public void What_nothing_depends_on_is_acknowledged(string body) => Assert.Empty(new Project().Read("ct.message", body));

    [Theory]
    [InlineData("""{"notificationType":"SomethingElse"}""", "MESSAGE.TYPE_UNKNOWN")]
    [InlineData("""{"notificationType":"Message","type":"QuoteCreated","resource":{"typeId":"quote","id":"q"}}""", "MESSAGE.TYPE_UNKNOWN")]
    [InlineData("nothing", "MESSAGE.UNREADABLE")]
    public void What_is_not_understood_is_a_case(string body, string code)
    {
        var unusable = Assert.IsType<Fact.Unusable>(Assert.Single(new Project().Read("ct.message", body)));
        Assert.Equal(code, unusable.Code.Code);
    }

    [Fact]
    public void A_payload_that_was_left_out_is_read_where_it_can_be_and_is_a_case_where_not()
    {
        const string Body = """
            {"notificationType":"Message","id":"m9","resource":{"typeId":"product","id":"p1"},
             "payloadNotIncluded":{"reason":"Payload too large.","payloadType":"ProductPublished"}}
            """;

        Assert.Equal([new Fact.ReadAgain("messages")], new Project().Read("ct.message", Body));
        Assert.Empty(new Project().Read("ct.message", Body.Replace("\"notificationType\":\"Message\",", "", StringComparison.Ordinal)));
        Assert.IsType<Fact.Unusable>(Assert.Single(new Project(("messages.enabled", "false")).Read("ct.message", Body)));
    }

    private static async Task<(Project Project, string Cursor)> Listening(params (string Path, string Value)[] changes)
    {
        var project = new Project(changes);
        project.Twin.Setup.Entry("CAP", "leeds", 10);
        project.Now += TimeSpan.FromHours(1);
        var (_, cursor, _) = await project.PollAsync("messages");
        return (project, cursor);
    }
}
