using System.Text;
using Trueup.Shapes;

namespace Trueup.Tests.Shapes;

/// <summary>What counts as a change of form, and what does not.</summary>
public sealed class KnownShapeTests
{
    private const string Usual = """{"id":1,"data":{"sku":"CAP","quantity":3,"tags":["a"],"lines":[{"sku":"A"},{"sku":"B"}]}}""";

    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly ShapeRule Rule = new(SamplesMin: 3, TimeSpan.FromHours(1), SightingsMin: 2);

    [Theory]
    [InlineData("""{"id":1,"data":{"sku":"CAP","quantity":"3","tags":["a"],"lines":[{"sku":"A"}]}}""", "retyped data.quantity")]
    [InlineData("""{"id":1,"data":{"sku":"CAP","quantity":3,"tags":[],"lines":[{"sku":"A"},{}]}}""", "gone data.lines[].sku")]
    [InlineData("""{"id":1,"data":{"sku":"CAP","quantity":3,"lines":[]}}""", "gone data.tags")]
    [InlineData("""{"id":1,"data":{"sku":"CAP","quantity":3,"tags":[],"lines":[],"batch":{"no":7,"best":"x"}}}""", "new data.batch")]
    [InlineData("""{"id":1,"data":{"sku":"CAP","quantity":3,"tags":[],"lines":[{"sku":"A","bin":4}]}}""", "new data.lines[].bin")]
    [InlineData("""{"id":1,"data":{"sku":null,"quantity":3,"tags":[],"lines":[]}}""", null)]
    [InlineData("""{"id":1.5,"data":{"sku":"","quantity":0,"tags":[],"lines":[]}}""", null)]
    public void What_was_never_so_is_told_once_it_was_met_twice(string payload, string? change)
    {
        var known = Learnt();

        Assert.Empty(Take(known, payload, Noon.AddHours(2)));
        Assert.Equal(change is null ? [] : [change], Take(known, payload, Noon.AddHours(2)));
        Assert.Empty(Take(known, payload, Noon.AddHours(2)));
        Assert.Empty(Take(known, payload, Noon.AddHours(2)));
    }

    [Fact]
    public void While_it_is_learnt_nothing_is_a_change()
    {
        var known = new KnownShape(Noon);
        for (var i = 0; i < 10; i++)
        {
            Assert.Empty(Take(known, $$"""{"field{{i}}":{{i}}}""", Noon));
        }

        Assert.False(known.IsKnown(Rule, Noon));
        Assert.True(known.IsKnown(Rule, Noon.AddHours(1)));
    }

    [Fact]
    public void A_field_that_was_absent_once_may_be_absent_again()
    {
        var known = Learnt();
        Take(known, """{"id":1,"data":{"sku":"CAP","quantity":3,"tags":[],"lines":[]},"note":"x"}""", Noon);

        Assert.Empty(Take(known, Usual, Noon.AddHours(2)));
        Assert.Empty(Take(known, Usual, Noon.AddHours(2)));
    }

    [Fact]
    public void Names_that_are_data_are_no_fields()
    {
        var known = Learnt();
        var map = string.Join(',', Enumerable.Range(0, 60).Select(i => $"\"sku-{i}\":{i}"));
        var payload = """{"id":1,"data":{"sku":"CAP","quantity":3,"tags":[],"lines":[],"by":{""" + map + "}}}";

        Take(known, payload, Noon.AddHours(2));
        Assert.Equal(["new data.by"], Take(known, payload, Noon.AddHours(2)));
        Assert.Empty(Take(known, payload.Replace("sku-", "other-", StringComparison.Ordinal), Noon.AddHours(2)));
        Assert.Empty(Take(known, payload.Replace("sku-", "other-", StringComparison.Ordinal), Noon.AddHours(2)));
    }

    private static KnownShape Learnt()
    {
        var known = new KnownShape(Noon);
        for (var i = 0; i < 3; i++)
        {
            Take(known, Usual, Noon);
        }

        return known;
    }

    private static string[] Take(KnownShape known, string payload, DateTimeOffset at) =>
        [.. known.Take(PayloadShape.Of(Encoding.UTF8.GetBytes(payload))!, Rule, message: 7, at)
            .Select(change => $"{change.What} {change.Field}")];
}
