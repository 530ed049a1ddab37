using Trueup.Core.Connecting;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Tests.Core.Trading;

/// <summary>A message on its way to the hub.</summary>
internal abstract record Message
{
    private Message()
    {
    }

    public sealed record OrderShown(Fact.OrderObserved Seen) : Message;

    public sealed record Said(ConnectionName Reporter, OrderId Order, Fact Fact) : Message;

    public sealed record LevelReported(Sku Sku, StockFact.Reported Report) : Message;
}

/// <summary>What may happen next.</summary>
internal sealed record Step(string Name, Func<World, World> Take);

/// <summary>An order that a customer is going to place.</summary>
internal sealed record Wish(string Number, Sku Sku, int Units)
{
    public bool Reserves { get; init; } = true;

    /// <summary>Where it is placed.</summary>
    public ConnectionName Shop { get; init; } = Estate.Adobe;
}
