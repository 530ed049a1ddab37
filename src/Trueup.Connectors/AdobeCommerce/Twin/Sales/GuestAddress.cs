using System.Text.Json;
using System.Text.Json.Nodes;

namespace Trueup.Connectors.AdobeCommerce.Twin.Sales;

/// <summary>Where guests of the twin live.</summary>
internal static class GuestAddress
{
    public static JsonElement Standard { get; } = JsonDocument.Parse("""
        {"firstname":"Jane","lastname":"Doe","street":["1 High Street","Flat 2"],"city":"Leeds","postcode":"LS1 1AA",
         "country_id":"GB","region":"West Yorkshire","telephone":"0113 496 0000"}
        """).RootElement;

    /// <summary>The same guest at another place.</summary>
    public static JsonElement At(ShopperHome home)
    {
        var address = JsonNode.Parse(Standard.GetRawText())!.AsObject();
        (address["country_id"], address["postcode"], address["city"]) = (home.Country, home.Postcode, home.City);
        address.Remove("region");
        return JsonSerializer.SerializeToElement(address);
    }
}
