using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
using Trueup.Connectors.AdobeCommerce.Twin.Inventory;
using Trueup.Connectors.AdobeCommerce.Twin.Sales;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Twin;

/// <summary>People who work in the shop's administration, and its cron. Nothing they do is a REST call.</summary>
public sealed class TwinStaff
{
    private readonly Shop _shop;

    internal TwinStaff(Shop shop) => _shop = shop;

    /// <summary>Ships from a source.</summary>
    /// <param name="orderId">The order's entity id.</param>
    /// <param name="sourceCode">The source; null as over REST: the only one, or <c>default</c>.</param>
    /// <param name="now">The moment.</param>
    /// <param name="lines">Lines and pieces; empty for everything.</param>
    public Outcome<TwinShipment> Ship(
        int orderId, string? sourceCode, DateTimeOffset now, Items<TwinQuantity> lines = default)
    {
        _shop.Advance(now);
        var shipped = _shop.Shipping.Ship(orderId, new ShipmentRequest(Requested(lines), sourceCode));
        return shipped.IsDone ? TwinShipment.Of(shipped.Value) : shipped.Refusal;
    }

    /// <summary>Invoices lines and pieces; empty for everything.</summary>
    /// <returns>The invoice's entity id.</returns>
    public Outcome<int> Invoice(int orderId, DateTimeOffset now, Items<TwinQuantity> lines = default)
    {
        _shop.Advance(now);
        var invoiced = _shop.Invoicing.Invoice(orderId, Requested(lines));
        return invoiced.IsDone ? invoiced.Value.EntityId : invoiced.Refusal;
    }

    /// <summary>Refunds offline.</summary>
    /// <param name="orderId">The order's entity id.</param>
    /// <param name="now">The moment.</param>
    /// <param name="lines">Lines and pieces; empty for everything.</param>
    /// <param name="returnToStock">Lines whose goods go back on sale.</param>
    /// <param name="shipping">Shipping to give back; null for all that is left of it.</param>
    public Outcome<TwinCreditMemo> Refund(
        int orderId,
        DateTimeOffset now,
        Items<TwinQuantity> lines = default,
        Items<int> returnToStock = default,
        decimal? shipping = null)
    {
        _shop.Advance(now);
        var refunded = _shop.Refunding.Refund(
            orderId, new RefundRequest(Requested(lines), returnToStock) { Shipping = shipping });
        return refunded.IsDone ? TwinCreditMemo.Of(refunded.Value) : refunded.Refusal;
    }

    /// <summary>Takes a customer's wish to send lines back (an RMA, pending).</summary>
    /// <returns>The return's entity id.</returns>
    public Outcome<int> RequestReturn(int orderId, DateTimeOffset now, Items<TwinQuantity> lines)
    {
        _shop.Advance(now);
        return IdOf(_shop.ReturnDesk.Request(orderId, Requested(lines)));
    }

    /// <summary>Authorises lines of a return, or all of it.</summary>
    /// <returns>The return's entity id.</returns>
    public Outcome<int> AuthoriseReturn(int returnId, DateTimeOffset now, Items<TwinQuantity> lines = default)
    {
        _shop.Advance(now);
        return IdOf(_shop.ReturnDesk.Authorise(returnId, Requested(lines)));
    }

    /// <summary>Ends a return.</summary>
    /// <param name="returnId">The return's entity id.</param>
    /// <param name="status"><c>rejected</c>, <c>closed</c> or <c>processed and closed</c>.</param>
    /// <param name="now">The moment.</param>
    /// <returns>The return's entity id.</returns>
    public Outcome<int> EndReturn(int returnId, string status, DateTimeOffset now)
    {
        _shop.Advance(now);
        return IdOf(_shop.ReturnDesk.End(returnId, status));
    }

    /// <summary>Cancels what is neither shipped nor invoiced; false when the order cannot be cancelled.</summary>
    public Outcome<bool> Cancel(int orderId, DateTimeOffset now)
    {
        _shop.Advance(now);
        return _shop.Cancelling.Cancel(orderId);
    }

    /// <summary>Edits an order: it is cancelled, and another one takes its place (adobe-commerce.md §3, §4).</summary>
    /// <param name="orderId">The order's entity id.</param>
    /// <param name="lines">What is wanted now.</param>
    /// <param name="now">The moment.</param>
    /// <returns>The order that takes its place, or what the shop said instead.</returns>
    public Outcome<TwinOrder> Edit(int orderId, Items<ShopperLine> lines, DateTimeOffset now)
    {
        var cancelled = Cancel(orderId, now);
        if (!cancelled.IsDone || !cancelled.Value)
        {
            return cancelled.IsDone ? Refusal.BadRequest("The order cannot be edited.") : cancelled.Refusal;
        }

        var edited = _shop.Sales.Orders.Find(orderId)!;
        var cart = _shop.Carts.Open(_shop.Sources.FindWebsite(edited.Website)!, edited.Customer, edited);
        (cart.Email, cart.CouponCode) = (edited.Email, edited.CouponCode);
        (cart.ShippingAddress, cart.BillingAddress) = (edited.ShippingAddress, edited.BillingAddress);
        var refusal = lines.Select(line => TwinShoppers.Add(_shop, cart, line)).FirstOrDefault(refused => refused is not null);
        var placed = refusal ?? _shop.Checkout.Place(cart);
        _shop.Carts.Close(cart);
        if (!placed.IsDone)
        {
            return placed.Refusal;
        }

        edited.Successor = placed.Value;
        _shop.Sales.Touch(edited, _shop.Now);
        return TwinOrder.Of(placed.Value, _shop);
    }

    /// <summary>Puts an order on hold.</summary>
    public Outcome<bool> Hold(int orderId, DateTimeOffset now)
    {
        _shop.Advance(now);
        return _shop.Cancelling.Hold(orderId);
    }

    /// <summary>Takes an order off hold.</summary>
    public Outcome<bool> Unhold(int orderId, DateTimeOffset now)
    {
        _shop.Advance(now);
        return _shop.Cancelling.Unhold(orderId);
    }

    /// <summary>Corrects the town that an order is shipped to, which leaves the order dated as it was.</summary>
    public Outcome<bool> CorrectTown(int orderId, string town, DateTimeOffset now)
    {
        _shop.Advance(now);
        if (_shop.Sales.Orders.Find(orderId) is not { ShippingAddress: { } known } order)
        {
            return Refusal.NoSuchEntity;
        }

        var address = JsonNode.Parse(known.GetRawText())!;
        address["city"] = town;
        using var corrected = JsonDocument.Parse(address.ToJsonString());
        order.ShippingAddress = corrected.RootElement.Clone();
        return true;
    }

    /// <summary>Types a quantity into a source by hand; nothing tells the outside world.</summary>
    public void SetQuantity(string sku, string sourceCode, decimal quantity, DateTimeOffset now, bool isInStock = true)
    {
        _shop.Advance(now);
        _shop.SourceItemSave.Put(sku, Source(sourceCode), quantity, isInStock);
    }

    /// <summary>Takes a SKU out of a source.</summary>
    public void RemoveFromSource(string sku, string sourceCode, DateTimeOffset now)
    {
        _shop.Advance(now);
        _shop.SourceItemSave.Delete([new SourceItemDraft(sku, sourceCode, Quantity: null, Status: null)]);
    }

    /// <summary>Changes a product's stock flags.</summary>
    public void SetStockItem(string sku, StockItem stockItem, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(stockItem);
        _shop.Advance(now);
        Product(sku).StockItem = stockItem;
        _shop.Index.Refresh([_shop.SourceItems.Of(sku)]);
    }

    /// <summary>Turns the counting of a product's stock on or off.</summary>
    public void SetManageStock(string sku, bool isManaged, DateTimeOffset now) =>
        SetStockItem(sku, Product(sku).StockItem with { ManageStock = isManaged }, now);

    /// <summary>Pipes what the shop's report of inconsistent reservations lists of a SKU into <c>create-compensations</c>.</summary>
    /// <remarks>Source: adobe-commerce.md §3.7.</remarks>
    public void CompensateReservations(string sku, DateTimeOffset now)
    {
        _shop.Advance(now);
        foreach (var found in Inconsistencies.Of(_shop).Where(found => found.Sku == sku).ToList())
        {
            _shop.Ledger.AppendRaw(
                found.StockId, new SkuQuantity(found.Sku, -found.Quantity), new SalesEvent("manual_compensation", "", found.IncrementId));
        }
    }

    /// <summary>Takes a product off sale or puts it back.</summary>
    public void SetEnabled(string sku, bool isEnabled, DateTimeOffset now)
    {
        _shop.Advance(now);
        Product(sku).IsEnabled = isEnabled;
        _shop.Products.Touch(Product(sku), _shop.Now);
    }

    /// <summary>Enables or disables a source. Salable quantities follow only with <see cref="Reindex"/>, or when a row
    /// is saved.</summary>
    public void SetSourceEnabled(string sourceCode, bool isEnabled, DateTimeOffset now)
    {
        _shop.Advance(now);
        Source(sourceCode).IsEnabled = isEnabled;
    }

    /// <summary>Moves a website to another stock, leaving open orders' reservations behind on the old one.</summary>
    public void MoveWebsite(string website, int stockId, DateTimeOffset now)
    {
        _shop.Advance(now);
        var stock = _shop.Sources.FindStock(stockId)
            ?? throw new ArgumentException($"The twin has no stock {stockId}.", nameof(stockId));
        _shop.Sources.SetWebsites(stock, [.. stock.Websites, website]);
    }

    /// <summary>Deletes a product; its source items go when the clean-up consumer runs.</summary>
    public void DeleteProduct(string sku, DateTimeOffset now)
    {
        _shop.Advance(now);
        _shop.DeleteProduct(Product(sku));
    }

    /// <summary>Rebuilds the stock index, as cron or a person does.</summary>
    public void Reindex() => _shop.Index.RefreshAll();

    /// <summary>Runs a queue's consumer until nothing waits; null for all queues.</summary>
    /// <returns>Messages worked off.</returns>
    public int RunConsumers(string? queue = null) => _shop.Consumers.Run(queue);

    /// <summary>Runs the nightly clean-up of the reservation ledger now. It also runs by itself when a day
    /// ends.</summary>
    /// <returns>Rows deleted.</returns>
    public int CleanUpReservations() => _shop.Ledger.CleanUp();

    private static Outcome<int> IdOf(Outcome<ReturnRequest> request) => request.IsDone ? request.Value.EntityId : request.Refusal;

    private Product Product(string sku) => _shop.Products.Find(sku)
        ?? throw new ArgumentException($"The twin has no product {sku}.", nameof(sku));

    private Source Source(string code) => _shop.Sources.FindSource(code)
        ?? throw new ArgumentException($"The twin has no source {code}.", nameof(code));

    private static List<RequestedItem> Requested(Items<TwinQuantity> lines) =>
        [.. lines.Select(l => new RequestedItem(l.ItemId, l.Quantity))];
}
