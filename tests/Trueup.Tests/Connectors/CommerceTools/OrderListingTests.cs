using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Core.Connecting;

namespace Trueup.Tests.Connectors.CommerceTools;

/// <summary>What the sweep of orders relies on: a list that leaves nothing out and says when it cannot be had.</summary>
public sealed class OrderListingTests
{
    private readonly Project _project = new();

    public OrderListingTests() => _project.Twin.Setup.Entry("CAP", "leeds", 10_000);

    [Fact]
    public async Task A_stretch_is_listed_whole_over_all_its_pages()
    {
        var placed = Enumerable.Range(0, 450).Select(_ => Place()).ToArray();
        _project.Now = _project.Now.AddHours(1);
        Place();

        var listed = await ListAsync(_project.Now.AddHours(-1), _project.Now);

        Assert.Equal(
            placed.Select(order => new ListedOrder(order.Id, order.Number)).OrderBy(order => order.Id, StringComparer.Ordinal),
            listed.OrderBy(order => order.Id, StringComparer.Ordinal));
        Assert.Empty(_project.Offences);
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_is_no_empty_list()
    {
        Place();
        _project.Instead = request => request.Target.Contains("/orders", StringComparison.Ordinal)
            ? new WireOutcome.Answered(new WireReply(503))
            : null;

        Assert.IsType<OrderListing.Failed>(await _project.As<IOrderReader>().ListOrdersAsync(
            _project, new OrderListingAsk(_project.Now.AddHours(-1), _project.Now.AddHours(1)), CancellationToken.None));
    }

    [Fact]
    public async Task An_order_that_was_missed_is_read_as_the_poll_would_have_brought_it()
    {
        var placed = Place();
        var (_, _, polled) = await _project.PollAsync("orders");

        var read = Assert.IsType<PollOutcome.Page>(
            await _project.As<IOrderReader>().ReadOrdersAsync(_project, [placed.Id], CancellationToken.None));

        Assert.Equal(polled.Select(message => message.Key), read.Messages.Select(message => message.Key));
        Assert.Equal(polled[0].Body.ToArray(), read.Messages[0].Body.ToArray());
    }

    private TwinOrder Place() =>
        _project.Twin.Shoppers.PlaceOrder(new TwinPurchase([new TwinLine("CAP", 1, "leeds")]), _project.Now)!;

    private async Task<List<ListedOrder>> ListAsync(DateTimeOffset from, DateTimeOffset until)
    {
        var listed = new List<ListedOrder>();
        var page = "";
        for (var pages = 0; pages < 10; pages++)
        {
            var listing = Assert.IsType<OrderListing.Page>(await _project.As<IOrderReader>().ListOrdersAsync(
                _project, new OrderListingAsk(from, until, page), CancellationToken.None));
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
