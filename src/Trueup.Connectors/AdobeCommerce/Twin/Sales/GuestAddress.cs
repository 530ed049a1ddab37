using System.Text.Json;

namespace Trueup.Connectors.AdobeCommerce.Twin.Sales;

/// <summary>Where guests of the twin live.</summary>
internal static class GuestAddress
{
    public static JsonElement Standard { get; } = JsonDocument.Parse("""
        {"firstname":"Jane","lastname":"Doe","street":["1 High Street","Flat 2"],"city":"Leeds","postcode":"LS1 1AA",
         "country_id":"GB","region":"West Yorkshire","telephone":"0113 496 0000"}
        """).RootElement;
}
