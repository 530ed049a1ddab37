using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Sales;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>Customers and their groups. Source: adobe-commerce.md §6; adobe-commerce-observed.md §4.</summary>
internal sealed class CustomerRoutes(Shop shop)
{
    private const string Resource = "Magento_Customer::customer";

    private static readonly Refusal TakenEmail =
        Refusal.BadRequest("A customer with the same email address already exists in an associated website.");

    public void Register(RouteTable routes)
    {
        routes.Get("customers/search", Resource, Listing().Answer);
        routes.Get("customers/{id}", Resource, call => WithCustomer(call, c => Answer.Ok(Json(c))));
        routes.Post("customers", resource: null, Create);
        routes.Put("customers/{id}", "Magento_Customer::manage", call => WithCustomer(call, c => Change(call, c)));

        // Since 2.4.7 it says so of every address, unless configured otherwise.
        routes.Post("customers/isEmailAvailable", resource: null, _ => Answer.Ok(true));
        routes.Get("customerGroups/search", "Magento_Customer::group", Groups().Answer);
    }

    private Listing<Customer> Listing() => new(
        new Dictionary<string, Column<Customer>>(StringComparer.Ordinal)
        {
            ["entity_id"] = new Column<Customer>.Number(c => c.Id),
            ["id"] = new Column<Customer>.Number(c => c.Id),
            ["email"] = new Column<Customer>.Text(c => c.Email),
            ["firstname"] = new Column<Customer>.Text(c => c.FirstName),
            ["lastname"] = new Column<Customer>.Text(c => c.LastName),
            ["website_id"] = new Column<Customer>.Number(c => c.WebsiteId),
            ["group_id"] = new Column<Customer>.Number(c => c.GroupId),
            ["created_at"] = new Column<Customer>.Moment(c => c.CreatedAt),
            ["updated_at"] = new Column<Customer>.Moment(c => c.UpdatedAt),
        },
        _ => shop.Customers.All.Values,
        Json);

    private static Listing<(int Id, string Code)> Groups() => new(
        new Dictionary<string, Column<(int Id, string Code)>>(StringComparer.Ordinal)
        {
            ["id"] = new Column<(int Id, string Code)>.Number(g => g.Id),
            ["code"] = new Column<(int Id, string Code)>.Text(g => g.Code),
        },
        _ => [(0, "NOT LOGGED IN"), (1, "General"), (2, "Wholesale"), (3, "Retailer")],
        g => new JsonObject
        {
            ["id"] = g.Id,
            ["code"] = g.Code,
            ["tax_class_id"] = 3,
            ["tax_class_name"] = "Retail Customer",
        });

    private Answer WithCustomer(Call call, Func<Customer, Answer> then)
    {
        var id = call.Id("id") ?? 0;
        return shop.Customers.All.GetValueOrDefault(id) is { } customer
            ? then(customer)
            : Answer.Of(new Refusal(404, "No such entity with %fieldName = %fieldValue", [
                new RefusalParameter("fieldName", "customerId"),
                new RefusalParameter("fieldValue", id.ToString(CultureInfo.InvariantCulture), IsNumber: true)]));
    }

    private Answer Create(Call call)
    {
        var reading = new JsonReading();
        var body = reading.Required(call.Body, "customer");
        var email = JsonReading.Text(body, "email") ?? "";
        var websiteId = reading.Integer(body, "website_id") ?? 1;
        var password = JsonReading.Text(call.Body, "password");
        var refusal = reading.Refusal
            ?? (email.Contains('@', StringComparison.Ordinal)
                ? null
                : Refusal.BadRequest("\"Email\" is not a valid email address."))
            ?? (shop.Customers.Find(websiteId, email) is null ? null : TakenEmail)
            ?? (password is { Length: < 8 }
                ? Refusal.BadRequest(
                    "The password needs at least %1 characters. Create a new password and try again.", "8")
                : null);
        if (refusal is not null)
        {
            return Answer.Of(refusal);
        }

        var customer = new Customer(shop.Customers.Ids.Next(), email) { CreatedAt = shop.Now, WebsiteId = websiteId };
        shop.Customers.Add(customer);
        return Change(call, customer);
    }

    /// <summary>Overwrites what is given; addresses that are left out altogether stay.</summary>
    private Answer Change(Call call, Customer customer)
    {
        var reading = new JsonReading();
        var body = reading.Required(call.Body, "customer");
        if (reading.Refusal is { } refusal)
        {
            return Answer.Of(refusal);
        }

        customer.FirstName = JsonReading.Text(body, "firstname") ?? customer.FirstName;
        customer.LastName = JsonReading.Text(body, "lastname") ?? customer.LastName;
        customer.GroupId = reading.Integer(body, "group_id") ?? customer.GroupId;
        customer.StoreId = reading.Integer(body, "store_id") ?? customer.StoreId;
        customer.UpdatedAt = shop.Now;
        if (JsonReading.Member(body, "addresses") is { ValueKind: JsonValueKind.Array } addresses)
        {
            customer.Addresses =
            [
                .. JsonReading.List(addresses).Select(a => new CustomerAddress(
                    reading.Integer(a, "id") ?? shop.Customers.AddressIds.Next(), a)),
            ];
        }

        return Answer.Of(reading.Refusal, Json(customer));
    }

    private static JsonObject Json(Customer customer)
    {
        var json = new JsonObject
        {
            ["id"] = customer.Id,
            ["group_id"] = customer.GroupId,
            ["default_billing"] = DefaultId(customer, a => a.IsDefaultBilling),
            ["default_shipping"] = DefaultId(customer, a => a.IsDefaultShipping),
            ["created_at"] = Vendor.Moment(customer.CreatedAt),
            ["updated_at"] = Vendor.Moment(customer.UpdatedAt),
            ["created_in"] = "Default Store View",
            ["email"] = customer.Email,
            ["firstname"] = customer.FirstName,
            ["lastname"] = customer.LastName,
            ["store_id"] = customer.StoreId,
            ["website_id"] = customer.WebsiteId,
            ["addresses"] = Vendor.List(customer.Addresses.Select(a => Address(customer, a))),
            ["disable_auto_group_change"] = 0,
            ["extension_attributes"] = new JsonObject { ["is_subscribed"] = false },
        };
        return Vendor.WithoutNulls(json);
    }

    private static string? DefaultId(Customer customer, Predicate<CustomerAddress> isDefault) =>
        customer.Addresses.Find(isDefault)?.Id.ToString(CultureInfo.InvariantCulture);

    private static JsonObject Address(Customer customer, CustomerAddress address)
    {
        var json = new JsonObject
        {
            ["id"] = address.Id,
            ["customer_id"] = customer.Id,
            ["region"] = new JsonObject { ["region_code"] = null, ["region"] = null, ["region_id"] = 0 },
            ["street"] = Vendor.Copy(Present(JsonReading.Member(address.Fields, "street"))),
            ["default_shipping"] = address.IsDefaultShipping ? true : null,
            ["default_billing"] = address.IsDefaultBilling ? true : null,
        };
        foreach (var name in (string[])[
            "country_id", "company", "telephone", "postcode", "city", "firstname", "lastname", "vat_id"])
        {
            json[name] = JsonReading.Text(address.Fields, name);
        }

        return Vendor.WithoutNulls(json);
    }

    private static JsonElement? Present(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element : null;
}
