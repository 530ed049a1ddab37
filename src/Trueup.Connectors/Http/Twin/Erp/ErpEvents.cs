namespace Trueup.Connectors.Http.Twin.Erp;

/// <summary>What a back office tells its subscriber, in the neutral dialect of CONTRACT §3.</summary>
internal sealed class ErpEvents(PushQueue queue)
{
    /// <summary>An order is accepted, or on hold.</summary>
    public void Status(ErpDocument order, DateTimeOffset now) => queue.Add("trueup.order.status.v1", now, data =>
    {
        data.WriteString("order"u8, order.Content.ExternalId);
        data.WriteString("status"u8, order.IsHeld ? "on-hold"u8 : "accepted"u8);
        data.WriteString("at"u8, now);
    });

    /// <summary>People cancelled what was open of an order.</summary>
    public void Cancelled(
        ErpDocument order, List<(int Place, ErpPart Part)> parts, ErpStep.Cancel step, DateTimeOffset now) =>
        queue.Add("trueup.order.cancelled.v1", now, data =>
        {
            data.WriteString("order"u8, order.Content.ExternalId);
            data.WriteStartArray("lines"u8);
            foreach (var (place, part) in parts.Where(static one => one.Part.Quantity > 0m))
            {
                data.WriteStartObject();
                data.WriteString("line"u8, order.Content.Lines[place].Line);
                data.WriteString("sku"u8, order.Content.Lines[place].Item);
                data.WriteNumber("quantity"u8, part.Quantity);
                data.WriteEndObject();
            }

            data.WriteEndArray();
            data.WriteBoolean("restock"u8, step.Restock);
            data.WriteString("reason"u8, step.Reason);
            data.WriteString("at"u8, now);
        });
}
