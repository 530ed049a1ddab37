using System.Text.Json.Nodes;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>Payments: transactions, in which the truth of the money lies (commercetools.md §4.8). An order does not change
/// with its payments.</summary>
internal sealed class Payments(Archive archive)
{
    public const string Kind = "payments";

    /// <summary>A payment that was charged.</summary>
    public JsonObject Add(long cents, string currency)
    {
        var payment = archive.Add(Kind, new JsonObject
        {
            ["amountPlanned"] = OrderDraft.Money(cents, currency),
            ["paymentMethodInfo"] = new JsonObject { ["method"] = "card" },
            ["paymentStatus"] = new JsonObject(),
            ["interfaceInteractions"] = new JsonArray(),
            ["transactions"] = new JsonArray(Transaction("Charge", OrderDraft.Money(cents, currency), "Success")),
        });
        return payment;
    }

    /// <summary>Applies actions, all or none.</summary>
    public JsonObject Update(JsonObject payment, IReadOnlyList<JsonObject> actions)
    {
        var draft = payment["transactions"]!.DeepClone().AsArray();
        var said = new List<(string Type, JsonObject Payload)>();
        foreach (var action in actions)
        {
            switch (action.Text("action"))
            {
                case "addTransaction":
                    var added = Added(payment, action);
                    draft.Add(added);
                    said.Add(("PaymentTransactionAdded", new JsonObject { ["transaction"] = added.DeepClone() }));
                    break;
                case "changeTransactionState":
                    var known = draft.OfType<JsonObject>().FirstOrDefault(step => step.Text("id") == action.Text("transactionId"))
                        ?? throw Refusal.Field("transactionId", action["transactionId"], "The transaction was not found.");
                    known["state"] = action.Text("state");
                    said.Add(("PaymentTransactionStateChanged", new JsonObject
                    {
                        ["transactionId"] = known.Text("id"),
                        ["state"] = action.Text("state"),
                    }));
                    break;
                default:
                    throw Refusal.Invalid("InvalidInput", $"Invalid action {action.Text("action")}");
            }
        }

        payment["transactions"] = draft;
        archive.Touch(payment);
        foreach (var (type, payload) in said)
        {
            archive.Say("payment", payment, type, payload);
        }

        return payment;
    }

    private JsonObject Added(JsonObject payment, JsonObject action)
    {
        var asked = action["transaction"] as JsonObject ?? throw Refusal.Json("transaction: Missing required value");
        var amount = asked["amount"] as JsonObject ?? throw Refusal.Json("amount: Missing required value");
        var currency = (payment["amountPlanned"] as JsonObject)!.Text("currencyCode")!;
        if (amount.Text("currencyCode") != currency)
        {
            throw Refusal.Invalid("InvalidOperation", $"The payment is in {currency}.");
        }

        var made = Transaction(
            asked.Text("type") ?? "", OrderDraft.Money(amount.Whole("centAmount"), currency), asked.Text("state") ?? "Initial");
        if (asked.Text("interactionId") is { } interaction)
        {
            made["interactionId"] = interaction;
        }

        return made;
    }

    private JsonObject Transaction(string type, JsonObject amount, string state) => new()
    {
        ["id"] = archive.NextId(),
        ["timestamp"] = archive.Moment,
        ["type"] = type,
        ["amount"] = amount,
        ["state"] = state,
    };
}
