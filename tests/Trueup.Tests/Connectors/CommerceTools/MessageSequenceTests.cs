using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;

namespace Trueup.Tests.Connectors.CommerceTools;

/// <summary>Messages by their sequence: repeated, missing, late, out of order, of what is gone.</summary>
public sealed class MessageSequenceTests
{
    private readonly Project _project = new();

    public MessageSequenceTests()
    {
        _project.Twin.Setup.Entry("CAP", "leeds", 100);
        _project.Now += TimeSpan.FromHours(1);
    }

    [Fact]
    public async Task What_was_taken_is_not_read_again_though_every_round_reaches_back()
    {
        var cursor = await Cursor();
        Place();
        _project.Twin.Staff.Publish("CAP", _project.Now);
        var (_, next, first) = await _project.PollAsync("messages", cursor);
        var reads = _project.Calls("GET orders");

        var (_, again, second) = await _project.PollAsync("messages", next);

        Assert.Equal(2, first.Count);
        Assert.Empty(second);
        Assert.Equal(next, again);
        Assert.Equal(reads, _project.Calls("GET orders"));
    }

    [Fact]
    public async Task An_order_is_read_once_however_many_messages_speak_of_it_and_not_for_what_was_read_already()
    {
        var cursor = await Cursor();
        var order = Place();
        for (var i = 0; i < 5; i++)
        {
            _project.Twin.Staff.AddPayment(order.Id, _project.Twin.Setup.Payment(100), _project.Now);
        }

        // Of what happened so far the query shows only the first half; the order is read as it is after all of it.
        _project.Twin.Switches.HoldBackNextMessages = 3;
        for (var i = 0; i < 3; i++)
        {
            _project.Twin.Staff.AddPayment(order.Id, _project.Twin.Setup.Payment(100), _project.Now);
        }

        var (_, next, first) = await _project.PollAsync("messages", cursor);
        var reads = _project.Calls("GET orders");
        _project.Twin.Staff.ReleaseMessages(_project.Now);
        var (_, _, second) = await _project.PollAsync("messages", next);

        Assert.Single(first);
        Assert.Empty(second);
        Assert.Equal(reads, _project.Calls("GET orders"));
    }

    [Fact]
    public async Task A_gap_among_an_order_s_messages_is_closed_by_reading_the_order()
    {
        var cursor = await Cursor();
        var order = Place();
        (_, cursor, _) = await _project.PollAsync("messages", cursor);
        _project.Twin.Switches.LoseNextMessages = 1;
        _project.Twin.Staff.Cancel(order.Id, _project.Now);
        _project.Twin.Staff.AddPayment(order.Id, _project.Twin.Setup.Payment(100), _project.Now);

        var (facts, next, _) = await _project.PollAsync("messages", cursor);
        var calls = _project.Requests.Count;
        await _project.PollAsync("messages", next);

        Assert.Equal(OrderPhase.Cancelled, Assert.IsType<Fact.OrderObserved>(Assert.Single(facts)).Progress.Phase);
        Assert.Equal(calls + 1, _project.Requests.Count);
    }

    [Fact]
    public async Task A_product_s_missing_message_is_asked_for_and_taken_though_it_comes_later_than_any_round_reaches_back()
    {
        var cursor = await Cursor();
        var product = _project.Twin.Staff.Publish("CAP", _project.Now);
        (_, cursor, _) = await _project.PollAsync("messages", cursor);
        _project.Twin.Switches.HoldBackNextMessages = 1;
        _project.Twin.Staff.Publish("CAP", _project.Now, ("lead_time", "3"));
        _project.Now += TimeSpan.FromSeconds(10);
        _project.Twin.Staff.Unpublish(product, _project.Now);
        var (_, waiting, ahead) = await _project.PollAsync("messages", cursor);
        _project.Now += TimeSpan.FromMinutes(4);
        (_, waiting, var nothing) = await _project.PollAsync("messages", waiting);

        _project.Twin.Staff.ReleaseMessages(_project.Now);
        _project.Reconnect();
        var (_, settled, found) = await _project.PollAsync("messages", waiting);

        Assert.Contains(ahead, message => Text(message).Contains("ProductUnpublished", StringComparison.Ordinal));
        Assert.Empty(nothing);
        Assert.Single(Gaps(waiting));
        Assert.Contains("lead_time", Text(found[0]), StringComparison.Ordinal);
        Assert.Empty(Gaps(settled));
        Assert.Empty(_project.Offences);
    }

    [Fact]
    public async Task What_never_comes_is_given_up_after_a_while_and_the_product_read_instead()
    {
        var cursor = await Cursor();
        _project.Twin.Staff.Publish("CAP", _project.Now);
        (_, cursor, _) = await _project.PollAsync("messages", cursor);
        _project.Twin.Switches.LoseNextMessages = 1;
        _project.Twin.Staff.Publish("CAP", _project.Now, ("lead_time", "3"));
        _project.Twin.Staff.Publish("CAP", _project.Now, ("lead_time", "4"));
        (_, cursor, _) = await _project.PollAsync("messages", cursor);
        Assert.Single(Gaps(cursor));
        _project.Now += TimeSpan.FromMinutes(5);

        var (facts, settled, _) = await _project.PollAsync("messages", cursor);

        Assert.Equal("CAP", Assert.Single(facts.OfType<Fact.ProductPublished>()).Sku.Text);
        Assert.Empty(Gaps(settled));
        Assert.Empty(_project.Offences);
    }

    [Fact]
    public async Task An_order_that_is_gone_without_a_message_of_it_is_found_by_asking_for_it()
    {
        var cursor = await Cursor();
        var order = Place();
        _project.Twin.Switches.LoseNextMessages = 1;
        _project.Twin.Staff.Delete(order.Id, _project.Now);

        var (facts, _, _) = await _project.PollAsync("messages", cursor);

        Assert.Equal(order.Id, Assert.IsType<Fact.CancellationReported>(Assert.Single(facts)).Order);
        Assert.Empty(_project.Offences);
    }

    [Fact]
    public async Task Orders_of_another_store_are_not_taken_for_deleted_ones()
    {
        var project = new Project(("store", "berlin"));
        project.Twin.Setup.Entry("CAP", "leeds", 10);
        var (_, cursor, _) = await project.PollAsync("messages");
        project.Twin.Shoppers.PlaceOrder(new([new("CAP", 1, "leeds")], Store: "paris"), project.Now);

        Assert.Empty((await project.PollAsync("messages", cursor)).Facts);
    }

    [Fact]
    public async Task A_product_taken_off_sale_says_so_of_its_SKU_and_a_deleted_one_is_acknowledged()
    {
        var cursor = await Cursor();
        var product = _project.Twin.Staff.Publish("CAP", _project.Now);
        (_, cursor, _) = await _project.PollAsync("messages", cursor);
        _project.Twin.Staff.Unpublish(product, _project.Now);

        var (facts, next, _) = await _project.PollAsync("messages", cursor);
        _project.Twin.Staff.DeleteProduct(product, _project.Now);
        var (after, _, kept) = await _project.PollAsync("messages", next);

        Assert.False(Assert.IsType<Fact.ProductObserved>(Assert.Single(facts)).Traits.Enabled);
        Assert.Empty(after);
        Assert.Single(kept);
        Assert.Empty(_project.Offences);
    }

    [Fact]
    public async Task A_pushed_message_without_its_payload_leads_to_the_one_that_has_it()
    {
        var cursor = await Cursor();
        _project.Twin.Switches.LeavesPayloadsOut = true;
        _project.Twin.Staff.Publish("CAP", _project.Now, ("lead_time", "3"));

        var pushed = Assert.Single(_project.Twin.TakePushes(_project.Now), push =>
            System.Text.Encoding.UTF8.GetString(push.Body.Span).Contains("ProductPublished", StringComparison.Ordinal));

        Assert.Equal([new Fact.ReadAgain("messages")], _project.Read("ct.message", pushed.Body));
        Assert.Single((await _project.PollAsync("messages", cursor)).Facts.OfType<Fact.ProductPublished>());
    }

    [Fact]
    public async Task A_message_that_names_no_product_is_kept_and_no_list_is_taken_for_the_product()
    {
        var cursor = await Cursor();
        _project.Twin.Staff.Publish("CAP", _project.Now);
        _project.Instead = request => request.Target.Contains("/messages?", StringComparison.Ordinal)
            ? Answered("""{ "results": [{ "id": "m-1", "type": "ProductUnpublished", "resource": { "typeId": "product" } }] }""")
            : null;

        var (facts, _, kept) = await _project.PollAsync("messages", cursor);

        Assert.Empty(facts);
        Assert.Contains("\"m-1\"", Text(Assert.Single(kept)), StringComparison.Ordinal);
        Assert.Equal(0, _project.Calls("GET product-projections"));
    }

    [Theory]
    [InlineData("""{ "results": [] }""")]
    [InlineData("""{ "id": "another" }""")]
    [InlineData("<html>Service</html>")]
    public async Task Only_the_product_that_was_asked_for_is_taken_for_it(string answer)
    {
        var cursor = await Cursor();
        var product = _project.Twin.Staff.Publish("CAP", _project.Now);
        _project.Twin.Staff.Unpublish(product, _project.Now);
        _project.Instead = request => request.Target.Contains("/product-projections/", StringComparison.Ordinal) ? Answered(answer) : null;

        Assert.IsType<PollOutcome.Failed>(await _project.As<IPoller>().PollAsync(
            _project, "messages", cursor, _project.Now, CancellationToken.None));
    }

    [Fact]
    public async Task A_page_that_cannot_be_read_to_its_end_leaves_the_cursor_where_it_was()
    {
        var cursor = await Cursor();
        Place();
        _project.Instead = request => request.Target.Contains("/orders", StringComparison.Ordinal)
            ? new WireOutcome.Answered(new WireReply(503))
            : null;

        Assert.IsType<PollOutcome.Failed>(await _project.As<IPoller>().PollAsync(
            _project, "messages", cursor, _project.Now, CancellationToken.None));

        _project.Instead = _ => null;
        Assert.Single((await _project.PollAsync("messages", cursor)).Facts);
    }

    [Fact]
    public async Task A_cursor_from_before_there_was_a_trail_goes_on_and_the_trail_stays_small()
    {
        var (_, cursor, _) = await _project.PollAsync("messages", "R|||2026-11-21T12:00:00.000Z");
        for (var i = 0; i < 1_200; i++)
        {
            Place("None");
        }

        var (facts, next, _) = await _project.PollAsync("messages", cursor);

        Assert.Equal(1_200, facts.Count);
        Assert.InRange(next.Length, 1, 256 * 60);
        Assert.Empty(_project.Offences);
    }

    private static string[] Gaps(string cursor) =>
        cursor.Split('|')[4].Split(',').Where(trace => trace.Split(':').Length > 4).ToArray();

    private static WireOutcome.Answered Answered(string body) =>
        new(new WireReply(200) { Body = System.Text.Encoding.UTF8.GetBytes(body) });

    private static string Text(RawMessage message) => System.Text.Encoding.UTF8.GetString(message.Body.Span);

    private TwinOrder Place(string mode = "ReserveOnOrder") =>
        _project.Twin.Shoppers.PlaceOrder(new([new("CAP", 1, "leeds")], Mode: mode), _project.Now)!;

    private async Task<string> Cursor() => (await _project.PollAsync("messages")).Cursor;
}
