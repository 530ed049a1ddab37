using Trueup.Connectors.AdobeCommerce.Twin.Rest;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Twin;

/// <summary>Adobe Commerce 2.4.7 with Multi-Source Inventory, as an executable model: its stock rules, its REST
/// interface, its limits and its faults. A fresh twin is an installed shop with one website (<c>base</c>) on the
/// default stock.</summary>
/// <remarks>
/// Pure and deterministic: the same calls at the same moments give the same answers. Not thread-safe. It shares no
/// code with the connector. Sources: adobe-commerce-observed.md (a real 2.4.7-p3) before adobe-commerce.md.
/// </remarks>
public sealed class AdobeTwin : ITwin
{
    private readonly Shop _shop;
    private readonly RestFront _front;
    private readonly EventFeed _events;

    /// <summary>A fresh shop.</summary>
    /// <param name="switches">Its faults and limits; null for a healthy shop.</param>
    public AdobeTwin(TwinSwitches? switches = null)
    {
        Switches = switches ?? new TwinSwitches();
        _shop = new Shop(Switches);
        _front = new RestFront(_shop);
        _events = new EventFeed(_shop);
        Books = new TwinBooks(_shop, _front);
        Setup = new TwinSetup(_shop, _front);
        Shoppers = new TwinShoppers(_shop);
        Staff = new TwinStaff(_shop);
        Setup.Website("base", "Main Website", "default");
    }

    /// <summary>Faults and limits, which may be changed at any time.</summary>
    public TwinSwitches Switches { get; }

    /// <summary>Furnishing the shop: websites, sources, stocks, products, credentials.</summary>
    public TwinSetup Setup { get; }

    /// <summary>People who buy.</summary>
    public TwinShoppers Shoppers { get; }

    /// <summary>People who work in the shop's own administration.</summary>
    public TwinStaff Staff { get; }

    /// <summary>The shop's own books, read past its interface.</summary>
    public TwinBooks Books { get; }

    /// <inheritdoc/>
    public WireReply Answer(WireRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        _shop.Advance(now);
        return _front.Answer(request);
    }

    /// <inheritdoc/>
    public Items<WireRequest> TakePushes(DateTimeOffset now)
    {
        _shop.Advance(now);
        return _events.Take();
    }
}
