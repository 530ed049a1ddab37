using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Orders;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;

namespace Trueup.Connectors.CommerceTools.Writing;

/// <summary>What an order, as it is now, makes of something that is to be done to it.</summary>
internal abstract record OrderStep
{
    private OrderStep()
    {
    }

    /// <summary>It is done already.</summary>
    public sealed record Done(string? RemoteId) : OrderStep;

    /// <summary>It cannot be done.</summary>
    public sealed record Refused(CaseCode Code, string Detail) : OrderStep;

    /// <summary>These actions do it, or the next part of it, all in one request.</summary>
    /// <param name="Write">Writes the actions.</param>
    /// <param name="RemoteId">Finds the id of what was made in the order afterwards.</param>
    public sealed record Send(Action<Utf8JsonWriter> Write, Func<JsonElement, string?> RemoteId) : OrderStep
    {
        /// <summary>Which part of the whole this is, where what is then there has to be decided about once more; null:
        /// it is all, or the last.</summary>
        public string? Part { get; init; }

        /// <summary>The payment that the actions are for; null: the order itself.</summary>
        public JsonElement? Payment { get; init; }
    }
}

/// <summary>
/// Changes an order: it is read, the step decided about what it is now, and sent only if it is still that. A conflict is
/// read again and decided again, once; actions of a stale reading are never sent with a new version
/// (commercetools.md §8: that overwrote others' data).
/// </summary>
internal sealed class OrderUpdating(ProjectApi api, OrderPolling orders)
{
    /// <summary>Readings for one thing: a return, its money from several payments, its states.</summary>
    private const int ReadingsMax = 10;

    /// <summary>Does something to an order.</summary>
    public async ValueTask<Receipt> DoAsync(
        IWire wire, string orderId, Func<JsonElement?, OrderStep> decide, CancellationToken cancellationToken)
    {
        var conflicts = 0;
        var done = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ReadingsMax; i++)
        {
            var (failure, order) = await orders.OneAsync(wire, orderId, cancellationToken);
            if (failure is not null)
            {
                return failure.AsReadReceipt(CaseCodes.DocumentRefused);
            }

            switch (decide(order))
            {
                case OrderStep.Done found:
                    return new Receipt.Applied(found.RemoteId);
                case OrderStep.Refused refused:
                    return new Receipt.Refused(refused.Code, refused.Detail);
                case OrderStep.Send { Part: { } again } when done.Contains(again):
                    // A part that does not show is never made twice.
                    return new Receipt.Refused(CaseCodes.DocumentRefused, $"The order does not show what was done to it ({again}).");
                case OrderStep.Send send when (send.Payment ?? order) is { } target && target.Whole("version") is { } version:
                    var resource = send.Payment is null ? "orders" : "payments";
                    var answer = await api.UpdateAsync(
                        wire, $"/{resource}/{target.Text("id")}", version, send.Write, cancellationToken);
                    if (answer.IsDone && send.Part is null)
                    {
                        // A page of somebody else's says nothing: whether it is done is looked up.
                        return Loose.Parse(answer.Body) is { } after && after.Text("id") == target.Text("id")
                            ? new Receipt.Applied(send.RemoteId(after))
                            : new Receipt.Unknown("The project answered something else than what was to be changed.");
                    }

                    if (answer.IsDone)
                    {
                        done.Add(send.Part!);
                    }

                    if (!answer.IsDone && !answer.IsConflict && answer.Status != 404)
                    {
                        return answer.AsWriteReceipt(CaseCodes.DocumentRefused);
                    }

                    if (!answer.IsDone && ++conflicts > 1)
                    {
                        return new Receipt.Deferred("The order is being changed by others all the time.", TimeSpan.FromSeconds(1));
                    }

                    break;
                default:
                    return new Receipt.Refused(CaseCodes.DocumentRefused, "The order has no version.");
            }
        }

        return new Receipt.Deferred("What is to be done to the order takes more than one go.");
    }

    /// <summary>Looks whether something was done to an order.</summary>
    public async ValueTask<Receipt> FindAsync(
        IWire wire, string orderId, Func<JsonElement?, OrderStep> decide, CancellationToken cancellationToken)
    {
        var (failure, order) = await orders.OneAsync(wire, orderId, cancellationToken);
        return failure is not null ? new Receipt.Unknown(failure.Detail)
            : decide(order) is OrderStep.Done done ? new Receipt.Applied(done.RemoteId)
            : new Receipt.Deferred("The order does not show it.");
    }
}
