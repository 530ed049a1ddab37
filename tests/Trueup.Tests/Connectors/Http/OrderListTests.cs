using Trueup.Core.Connecting;
using static Trueup.Tests.Connectors.Http.ScriptedWire;

namespace Trueup.Tests.Connectors.Http;

/// <summary>What the sweep of orders relies on: a list that leaves nothing out and says when it cannot be had.</summary>
public sealed class OrderListTests
{
    private static readonly (string Path, string Value)[] Paged =
    [
        ("request", "GET /orders?from={{from}}&until={{until}}&page={{page}}"), ("items", "$.items"),
        ("fields.id", "$.id"), ("fields.order", "$.external"),
    ];

    [Fact]
    public void A_connection_without_the_operation_lists_nothing() =>
        Assert.False(Assert.IsAssignableFrom<IOrderLister>(Wms.Ready()).ListsOrders);

    [Fact]
    public async Task Counted_pages_are_read_to_the_first_empty_one()
    {
        var wire = new ScriptedWire(Answer(200, Page("A", "B")), Answer(200, Page("C")), Answer(200, Page()));

        var listed = await ListAsync(wire, Paged);

        Assert.Equal([new("w-A", "A"), new("w-B", "B"), new("w-C", "C")], listed);
        Assert.Contains("from=2026-03-01T10%3A00%3A00.000Z&until=2026-03-01T11%3A00%3A00.000Z&page=1", wire.Sent[0].Target);
        Assert.EndsWith("page=3", wire.Sent[^1].Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_with_tokens_end_where_there_is_none()
    {
        var wire = new ScriptedWire(
            Answer(200, """{"items":[{"id":"w-A","external":"A"}],"next":"t2"}"""),
            Answer(200, """{"items":[{"id":"w-B","external":"B"}],"next":null}"""));

        Assert.Equal(["A", "B"], (await ListAsync(wire, [.. Paged, ("next", "$.next")])).Select(order => order.Name));
        Assert.EndsWith("page=t2", wire.Sent[^1].Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "{}")]
    [InlineData(200, "<html/>")]
    [InlineData(200, """{"items":[{"id":"w-A"}]}""")]
    [InlineData(500, """{"items":[]}""")]
    [InlineData(404, """{"items":[]}""")]
    public async Task A_list_that_cannot_be_read_is_no_empty_list(int status, string body) =>
        Assert.IsType<OrderListing.Failed>(await AskAsync(new ScriptedWire(Answer(status, body)), Lister(Paged), ""));

    [Fact]
    public async Task A_page_that_is_its_own_next_is_a_fault_and_no_endless_list() =>
        Assert.IsType<OrderListing.Failed>(await AskAsync(
            new ScriptedWire(Answer(200, """{"items":[{"id":"w-A","external":"A"}],"next":"t2"}""")),
            Lister([.. Paged, ("next", "$.next")]),
            "t2"));

    private static string Page(params string[] orders) =>
        $"{{\"items\":[{string.Join(',', orders.Select(order => $"{{\"id\":\"w-{order}\",\"external\":\"{order}\"}}"))}]}}";

    private static IOrderLister Lister((string Path, string Value)[] list)
    {
        var settings = Wms.Settings();
        foreach (var (path, value) in list)
        {
            settings[$"operations.order.list.{path}"] = value;
        }

        return Assert.IsAssignableFrom<IOrderLister>(Wms.Ready(settings));
    }

    private static ValueTask<OrderListing> AskAsync(ScriptedWire wire, IOrderLister lister, string page) =>
        lister.ListOrdersAsync(wire, new OrderListingAsk(Wms.Now, Wms.Now.AddHours(1), page), CancellationToken.None);

    private static async Task<List<ListedOrder>> ListAsync(ScriptedWire wire, (string Path, string Value)[] list)
    {
        var (lister, listed, page) = (Lister(list), new List<ListedOrder>(), "");
        for (var pages = 0; pages < 10; pages++)
        {
            var listing = Assert.IsType<OrderListing.Page>(await AskAsync(wire, lister, page));
            listed.AddRange(listing.Orders);
            if (listing.Next is not { } next)
            {
                return listed;
            }

            page = next;
        }

        throw new InvalidOperationException("The list has no end.");
    }
}
