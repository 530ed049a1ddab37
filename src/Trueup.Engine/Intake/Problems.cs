using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Engine.Intake;

/// <summary>Everything found wrong with one message.</summary>
internal sealed class Problems
{
    /// <summary>The most problems of one message that are told one by one.</summary>
    public const int ToldMax = 20;

    private readonly List<Fact.Unusable> _told = [];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Notes a problem.</summary>
    public void Note(CaseCode code, string detail)
    {
        Count++;
        if (_told.Count < ToldMax)
        {
            _told.Add(new Fact.Unusable(code, detail));
        }
    }

    /// <summary>The problems as facts, with a last one that counts those not told.</summary>
    /// <param name="order">The order that the message is about; null for none.</param>
    public Items<Fact> ToFacts(string? order = null) => Count == _told.Count
        ? Named(order).ToItems()
        : Named(order).Append(
            new Fact.Unusable(CaseCodes.Unreadable, $"{Count - _told.Count} more problems in the same message."))
            .ToItems();

    private IEnumerable<Fact> Named(string? order) =>
        order is null ? _told : _told.Select(fault => fault with { Detail = $"{fault.Detail} It is in order {order}." });
}
