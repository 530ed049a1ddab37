using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Engine.Dispatch;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Views;

/// <summary>What views of stock are drawn from, gathered once for however many SKUs are shown.</summary>
public sealed class StockContext
{
    private readonly Items<Outlet> _outlets;

    /// <summary>Gathers from a hub, on its thread.</summary>
    public StockContext(HubLoop hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        State = hub.State;
        Contract = hub.Contract;
        _outlets = hub.Outlets;
    }

    /// <summary>What is true.</summary>
    public HubState State { get; }

    /// <summary>The contract.</summary>
    public OwnershipContract Contract { get; }

    /// <summary>Whether a write of the SKU is on its way to a storefront.</summary>
    public bool IsUnderWay(ConnectionName storefront, Sku sku)
    {
        foreach (var outlet in _outlets)
        {
            if (outlet.Name == storefront)
            {
                return outlet.Levels?.IsUnderWay(sku) == true;
            }
        }

        return false;
    }

    /// <summary>Whether a case says that the storefront differs for the SKU.</summary>
    public bool IsDrifting(ConnectionName storefront, Sku sku) => State.Cases.IsDrifting(storefront, sku);
}
