using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;

namespace Trueup.Tests.Connectors.CommerceTools;

/// <summary>What is published, bundles by an attribute, and the channels that stock is sold from.</summary>
public sealed class CatalogueTests
{
    private readonly Project _project = new(("bundles.attribute", "products"), ("products.require.0", "lead_time"));

    [Fact]
    public async Task Everything_published_is_read_the_first_time_and_then_what_changed()
    {
        for (var i = 0; i < 230; i++)
        {
            _project.Twin.Staff.Publish($"P-{i}", _project.Now, ("lead_time", "4"));
        }

        var hidden = _project.Twin.Staff.Publish("HIDDEN", _project.Now);
        _project.Twin.Staff.Unpublish(hidden, _project.Now);

        var (facts, cursor, messages) = await _project.PollAsync("products");
        Assert.Equal(230, facts.OfType<Fact.ProductObserved>().Select(seen => seen.Sku).Distinct().Count());
        Assert.DoesNotContain(facts.OfType<Fact.ProductObserved>(), seen => seen.Sku.Text == "HIDDEN");
        Assert.Equal(230, facts.OfType<Fact.ProductPublished>().Count(published => published.Missing.IsEmpty));

        _project.Now += TimeSpan.FromMinutes(10);
        _project.Twin.Staff.Publish("P-7", _project.Now);
        (facts, cursor, var later) = await _project.PollAsync("products", cursor);
        var changed = Assert.Single(later, message => !messages.Exists(known => known.Key == message.Key));
        Assert.Equal(
            ("P-7", "lead_time"),
            _project.Read(changed.Form, changed.Body).OfType<Fact.ProductPublished>().Select(seen => (seen.Sku.Text, seen.Missing.Single())).Single());

        // Within the overlap it is read again, and is the same message; what was read long before is not.
        _project.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(changed.Key, Assert.Single((await _project.PollAsync("products", cursor)).Messages).Key);
        Assert.Empty(_project.Offences);
    }

    [Fact]
    public async Task A_bundle_says_what_it_is_made_of_and_so_does_every_order_of_it()
    {
        _project.Twin.Staff.PublishBundle("SET", _project.Now, ("CAP", 2), ("MAT", 1), ("CAP", 1));
        _project.Twin.Staff.Publish("CAP", _project.Now);
        _project.Twin.Setup.Entry("SET", "leeds", 5);

        var shown = (await _project.PollAsync("products")).Facts.OfType<Fact.KitShown>().ToDictionary(kit => kit.Sku.Text);
        Assert.Equal(["CAP 3", "MAT 1"], shown["SET"].Parts.Select(part => $"{part.Sku} {part.PerKit}"));
        Assert.Empty(shown["CAP"].Parts);

        _project.Twin.Shoppers.PlaceOrder(new([new TwinLine("SET", 2, "leeds")]), _project.Now);
        var line = (await _project.PollAsync("orders")).Facts.OfType<Fact.OrderObserved>().Single().Order.Lines.Single();
        Assert.Equal(["CAP 3", "MAT 1"], line.Components.Select(part => $"{part.Sku} {part.Quantity}"));
        Assert.Empty(_project.Offences);
    }

    [Fact]
    public async Task Where_parts_are_lines_of_their_own_nothing_is_taken_apart_twice()
    {
        _project.Reconnect(("bundles.attribute", "products"), ("bundles.parent_field", "parent"));
        _project.Twin.Staff.PublishBundle("SET", _project.Now, ("CAP", 2));
        _project.Twin.Setup.Entry("SET", "leeds", 5);
        _project.Twin.Shoppers.PlaceOrder(new([new TwinLine("SET", 1, "leeds")]), _project.Now);

        var product = (await _project.PollAsync("products")).Facts;
        Assert.Empty(product.OfType<Fact.KitShown>());
        Assert.False(product.OfType<Fact.ProductObserved>().Single().Traits.HoldsStock);
        Assert.Empty((await _project.PollAsync("orders")).Facts.OfType<Fact.OrderObserved>().Single().Order.Lines.Single().Components);
    }

    [Theory]
    [InlineData("""["CAP", "MAT"]""", "CAP 1,MAT 1")]
    [InlineData("""[[{"name":"sku","value":"CAP"},{"name":"quantity","value":2}], [{"name":"sku","value":"MAT"}]]""", "CAP 2,MAT 1")]
    [InlineData("""[{"sku":"CAP","quantity":2.5}]""", "CAP 2.5")]
    [InlineData("""["SET"]""", null)]
    [InlineData("""[[{"name":"sku","value":"CAP"},{"name":"quantity","value":0}]]""", null)]
    [InlineData("""[[{"name":"sku","value":"CAP"},{"name":"quantity","value":"two"}]]""", null)]
    [InlineData("""[[{"name":"quantity","value":2}]]""", null)]
    [InlineData("""[7]""", null)]
    [InlineData("""[]""", "")]
    [InlineData("\"CAP\"", "")]
    public void Parts_are_SKUs_or_fields_with_a_SKU_and_what_is_neither_is_a_case_and_no_kit(string value, string? parts)
    {
        var facts = _project.Read("ct.message", $$$"""
            {"notificationType":"Message","type":"ProductPublished","resource":{"typeId":"product","id":"p"},"productProjection":
             {"id":"p","masterVariant":{"id":1,"sku":"SET","attributes":[{"name":"products","value":{{{value}}} }]},"variants":[]}}
            """);

        if (parts is null)
        {
            Assert.Equal(CaseCodes.Unreadable, Assert.Single(facts.OfType<Fact.Unusable>()).Code);
            Assert.Empty(facts.OfType<Fact.KitShown>());
        }
        else
        {
            Assert.Equal(parts, string.Join(',', facts.OfType<Fact.KitShown>().Single().Parts.Select(part => $"{part.Sku} {part.PerKit}")));
        }
    }

    [Fact]
    public async Task Channels_are_read_and_those_that_stock_is_not_sold_from_are_told_apart()
    {
        _project.Twin.Setup.Channel("berlin", "ProductDistribution");

        var (facts, cursor, _) = await _project.PollAsync("wiring");
        var wiring = Assert.IsType<Fact.WiringObserved>(Assert.Single(facts));
        Assert.Equal(["-", "berlin", "leeds", "paris"], wiring.Sources);
        Assert.Equal(["-", "leeds", "paris"], wiring.Linked);
        Assert.Empty((await _project.PollAsync("wiring", cursor)).Facts);

        _project.Twin.Setup.Store("fr", "paris");
        _project.Reconnect(("store", "fr"));
        wiring = Assert.IsType<Fact.WiringObserved>(Assert.Single((await _project.PollAsync("wiring", cursor)).Facts));
        Assert.Equal(["-", "paris"], wiring.Linked);
        Assert.Empty(_project.Offences);
    }

    [Theory]
    [InlineData("products")]
    [InlineData("wiring")]
    public async Task What_cannot_be_read_is_told_and_the_cursor_stays(string poll)
    {
        _project.Twin.Switches.OverCapacityNext = 2;

        Assert.IsType<Receipt.Deferred>(Assert.IsType<PollOutcome.Failed>(
            await _project.As<IPoller>().PollAsync(_project, poll, "", _project.Now, CancellationToken.None)).Receipt);
    }
}
