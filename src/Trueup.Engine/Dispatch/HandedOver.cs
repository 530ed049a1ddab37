using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// As what orders were handed over for certain, in one attempt: one that changed before it was sent needs no correction after it. Kept only while a
/// correction of the order waits behind its creation; what a restart forgets is corrected once more, which changes nothing.
/// </summary>
internal sealed class HandedOver
{
    private readonly Dictionary<(OrderId Order, DocumentKind Correction), OrderRecord> _orders = [];

    /// <summary>An order was handed over, and certainly not before.</summary>
    public void Note(DocumentWork work)
    {
        if (CorrectionOf(work.Document.Kind) is { } correction)
        {
            _orders[(work.Order.Id, correction)] = work.Order;
        }
    }

    /// <summary>Whether a correction would say what the system was told when it got the order.</summary>
    public bool IsAs(DocumentWork work) =>
        _orders.TryGetValue((work.Order.Id, work.Document.Kind), out var sent) &&
        sent.Canonical == work.Order.Canonical && sent.Lines == work.Order.Lines;

    /// <summary>A document is settled: what nothing waits for is forgotten.</summary>
    public void Forget(DocumentWork work, HubState state)
    {
        if (CorrectionOf(work.Document.Kind) is { } correction)
        {
            var isWaitedFor = state.Find(work.Order.Id)?.Documents.FindIndex(document =>
                document.Kind == correction && document.Target == work.Document.Target && !document.IsSettled) >= 0;
            if (!isWaitedFor)
            {
                _orders.Remove((work.Order.Id, correction));
            }
        }
        else
        {
            _orders.Remove((work.Order.Id, work.Document.Kind));
        }
    }

    private static DocumentKind? CorrectionOf(DocumentKind creation) => creation switch
    {
        DocumentKind.CreateOrder => DocumentKind.AmendOrder,
        DocumentKind.PostSale => DocumentKind.AmendSale,
        _ => null,
    };
}
