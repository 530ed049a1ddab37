using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

public sealed class SourceItemSaveTests
{
    [Fact]
    public void Parts_that_ship_together_must_lie_in_one_source()
    {
        var twin = new AdobeTwin();
        twin.Setup.Token(TwinClient.Token);
        twin.Setup.Stock("Main", [new TwinLink("leeds", 1), new TwinLink("soho", 2)], ["base"]);
        twin.Setup.Product(new TwinProduct("TEE-041"));
        twin.Setup.Product(new TwinProduct("BUN-FIX", Type: ProductType.Bundle));
        twin.Setup.Parts("BUN-FIX", [new TwinPart("TEE-041")], isDynamic: false);
        var client = new TwinClient(twin, new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero));

        var reply = client.Post("V1/inventory/source-items", """
            {"sourceItems":[{"sku":"TEE-041","source_code":"leeds","quantity":1,"status":1},
             {"sku":"TEE-041","source_code":"soho","quantity":1,"status":1}]}
            """);

        Assert.Equal(400, reply.Status);
        Assert.StartsWith(
            "Validation Failed: Not able to assign \"leeds\" to product \"TEE-041\", as it is part of bundle",
            reply.Json!["message"]!.GetValue<string>(),
            StringComparison.Ordinal);
        Assert.Equal(2, reply.Json["errors"]!.AsArray().Count);
        Assert.Null(twin.Books.SourceQuantity("TEE-041", "leeds"));
    }
}
