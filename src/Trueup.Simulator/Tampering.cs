using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Simulator;

/// <summary>Ways to tamper with a world, to show that the checkers notice. Nothing in the product knows of them.</summary>
public sealed record Tampering
{
    /// <summary>Nothing is tampered with.</summary>
    public static Tampering None { get; } = new();

    /// <summary>Comes between the hub and a wire.</summary>
    public Func<ConnectionName, IWire, IWire>? Wire { get; init; }

    /// <summary>Changes the contract that the hub is given.</summary>
    public Func<OwnershipContract, OwnershipContract>? Contract { get; init; }

    /// <summary>Changes what is pushed to the hub.</summary>
    public Func<WireRequest, WireRequest>? Push { get; init; }

    /// <summary>Comes between the hub and its journal.</summary>
    public Func<IJournal, IJournal>? Journal { get; init; }

    /// <summary>Stands at the hub's door instead of the one who should.</summary>
    public Func<WireRequest, bool>? Door { get; init; }

    /// <summary>Changes the settings of the world before it begins.</summary>
    public Func<Plan, Plan>? Plan { get; init; }
}
