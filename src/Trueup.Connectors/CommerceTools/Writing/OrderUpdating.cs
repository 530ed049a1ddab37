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

    /// <summary>These actions do it, all in one request.</summary>
    /// <param name="Write">Writes the actions.</param>
    /// <param name="RemoteId">Finds the id of what was made in the order afterwards.</param>
    public sealed record Send(Action<Utf8JsonWriter> Write, Func<JsonElement, string?> RemoteId) : OrderStep
    {
        /// <summary>Whether what is then there has to be decided about once more.</summary>
        public bool IsFirstOfTwo { get; init; }
    }
}

/// <summary>
/// Changes an order: it is read, the step decided about what it is now, and sent only if it is still that. A conflict is
/// read again and decided again, once; actions of a stale reading are never sent with a new version
/// (commercetools.md §8: that overwrote others' data).
/// </summary>
internal sealed class OrderUpdating(ProjectApi api, OrderPolling orders)
{
    /// <summary>Does something to an order.</summary>
    public async ValueTask<Receipt> DoAsync(
        IWire wire, string orderId, Func<JsonElement?, OrderStep> decide, CancellationToken cancellationToken)
    {
        var conflicts = 0;
        while (true)
        {
            var (failure, order) = await orders.OneAsync(wire, orderId, cancellationToken);
            if (failure is not null)
            {
                return failure.AsReadReceipt(CaseCodes.DocumentRefused);
            }

            switch (decide(order))
            {
                case OrderStep.Done done:
                    return new Receipt.Applied(done.RemoteId);
                case OrderStep.Refused refused:
                    return new Receipt.Refused(refused.Code, refused.Detail);
                case OrderStep.Send send when order is { } known && known.Whole("version") is { } version:
                    var answer = await api.UpdateAsync(wire, $"/orders/{orderId}", version, send.Write, cancellationToken);
                    if (answer.IsDone && send.IsFirstOfTwo)
                    {
                        break;
                    }

                    if (answer.IsDone)
                    {
                        return new Receipt.Applied(Loose.Parse(answer.Body) is { } after ? send.RemoteId(after) : null);
                    }

                    if (!answer.IsConflict && answer.Status != 404)
                    {
                        return answer.AsWriteReceipt(CaseCodes.DocumentRefused);
                    }

                    if (++conflicts > 1)
                    {
                        return new Receipt.Deferred("The order is being changed by others all the time.", TimeSpan.FromSeconds(1));
                    }

                    break;
                default:
                    return new Receipt.Refused(CaseCodes.DocumentRefused, "The order has no version.");
            }
        }
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
