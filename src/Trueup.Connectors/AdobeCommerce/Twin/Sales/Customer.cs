using System.Text.Json;

namespace Trueup.Connectors.AdobeCommerce.Twin.Sales;

/// <summary>A registered customer.</summary>
internal sealed class Customer(int id, string email)
{
    public int Id { get; } = id;

    public string Email { get; set; } = email;

    public string FirstName { get; set; } = "";

    public string LastName { get; set; } = "";

    public int GroupId { get; set; } = 1;

    public int WebsiteId { get; set; } = 1;

    public int StoreId { get; set; } = 1;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public List<CustomerAddress> Addresses { get; set; } = [];
}

internal sealed record CustomerAddress(int Id, JsonElement Fields)
{
    public bool IsDefaultShipping => Flag("default_shipping");

    public bool IsDefaultBilling => Flag("default_billing");

    private bool Flag(string name) =>
        Fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
