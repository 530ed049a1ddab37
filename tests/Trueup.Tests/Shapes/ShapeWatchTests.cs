using System.Net.Http.Json;
using System.Text.Json;
using Trueup.Shapes;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Shapes;

/// <summary>A sender that one day sends something else.</summary>
public sealed class ShapeWatchTests
{
    [Fact]
    public async Task A_field_that_changes_its_type_is_a_case_and_what_is_known_outlives_the_hub()
    {
        using var folder = new Storage.TemporaryFolder();
        var rule = new ShapeRule(SamplesMin: 5, TimeSpan.Zero, SightingsMin: 2);
        await using (var hub = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path, plan => plan with { Shapes = rule }))
        {
            await SendAsync(hub, "old", 6, quantity: "3");
            await hub.Host.Shapes.LookAsync(CancellationToken.None);
            var shapes = await hub.Http.GetFromJsonAsync<JsonElement>("/api/contract/shapes");
            var shape = Assert.Single(shapes.EnumerateArray());
            Assert.Equal("trueup.stock.level.v1", shape.GetProperty("form").GetString());
            Assert.True(shape.GetProperty("isKnown").GetBoolean());
        }

        await using (var hub = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path, plan => plan with { Shapes = rule }))
        {
            hub.Host.Shapes.Book.Open();
            await SendAsync(hub, "new", 2, quantity: "\"3\"");
            await hub.Host.Shapes.LookAsync(CancellationToken.None);

            var found = await hub.Http.GetFromJsonAsync<JsonElement>("/api/exceptions?code=MESSAGE.SHAPE_CHANGED");
            var known = Assert.Single(found.GetProperty("items").EnumerateArray());
            Assert.Contains("data.quantity: was a number, is text", known.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.Equal("wms", known.GetProperty("about").GetProperty("connection").GetString());
        }
    }

    private static async Task SendAsync(ServedHub hub, string name, int count, string quantity)
    {
        hub.Http.DefaultRequestHeaders.Authorization = new("Bearer", ServedHub.WarehouseToken);
        for (var i = 0; i < count; i++)
        {
            using var content = new StringContent(
                $$$"""
                {"specversion":"1.0","id":"{{{name}}}-{{{i}}}","source":"/wms","type":"trueup.stock.level.v1",
                 "data":{"sku":"CAP","location":"LDS","quantity":{{{quantity}}}}}
                """,
                System.Text.Encoding.UTF8, "application/cloudevents+json");
            using var answer = await hub.Http.PostAsync(new Uri("/in/wms", UriKind.Relative), content);
            Assert.True(answer.IsSuccessStatusCode);
        }

        hub.Http.DefaultRequestHeaders.Authorization = new("Bearer", ServedHub.Token);
    }
}
