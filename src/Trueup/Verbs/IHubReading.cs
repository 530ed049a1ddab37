using Trueup.Core.Values;
using Trueup.Engine.Cases;
using Trueup.Engine.Views;

namespace Trueup.Verbs;

/// <summary>A hub to look at: a running one over its API, or the folder of one that may be stopped.</summary>
internal interface IHubReading : IAsyncDisposable
{
    /// <summary>Why a figure is what it is.</summary>
    ValueTask<Explanation> ExplainAsync(ExplainQuestion asked, CancellationToken cancellationToken);

    /// <summary>Exceptions, the last met first.</summary>
    ValueTask<Page<CaseView>> CasesAsync(CaseQuery asked, CancellationToken cancellationToken);

    /// <summary>One exception.</summary>
    ValueTask<CaseView> CaseAsync(string id, CancellationToken cancellationToken);

    /// <summary>Orders, the newest first.</summary>
    ValueTask<Page<OrderSummary>> OrdersAsync(OrderQuery asked, CancellationToken cancellationToken);

    /// <summary>One order with every step of it.</summary>
    ValueTask<(OrderView Order, Items<TimelineStep> Steps)> OrderAsync(string id, CancellationToken cancellationToken);

    /// <summary>Orders placed within the last while that go in more than one parcel.</summary>
    ValueTask<SplitView> SplitsAsync(TimeSpan back, CancellationToken cancellationToken);

    /// <summary>Stores' days, the newest first.</summary>
    ValueTask<Page<StoreDayView>> StoreDaysAsync(StoreDayQuery asked, CancellationToken cancellationToken);

    /// <summary>One day of a store.</summary>
    ValueTask<StoreDayView> StoreDayAsync(string id, CancellationToken cancellationToken);

    /// <summary>How parity stands.</summary>
    ValueTask<ParityView> ParityAsync(CancellationToken cancellationToken);
}

/// <summary>Which figure is to be explained.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Storefront">What this storefront must hold; null for what may be sold.</param>
/// <param name="Location">At this location; null for all.</param>
internal sealed record ExplainQuestion(string Sku, string? Storefront, string? Location);

/// <summary>A hub that cannot or will not answer; the message is one sentence for a person.</summary>
internal sealed class HubAnswerException : Exception
{
    /// <summary>An answer that is no answer.</summary>
    public HubAnswerException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong with what is asked, if anything is.</summary>
    public static void ThrowFor(string? fault)
    {
        if (fault is not null)
        {
            throw new HubAnswerException(fault);
        }
    }

    /// <summary>An answer that did not come.</summary>
    public HubAnswerException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
