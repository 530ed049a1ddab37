using Trueup.Connectors.Http.Twin;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Settings;

namespace Trueup.Demo.Sandboxes;

/// <summary>A simulated system that owns the stock of places: it takes orders, sends them off, and says what lies where.</summary>
public sealed class ConfiguredOwner
{
    private const int OpeningMax = 60;
    private const int ChangesOneIn = 4;

    private readonly Items<string> _places;

    private ConfiguredOwner(ConfiguredConnection connection, WarehouseTwin twin, Items<string> places)
    {
        (Name, Address, Twin, _places) = (connection.Name, connection.Url, twin, places);
        Pushes = connection.Inbound is { } inbound && !(inbound.Bearers.IsEmpty && inbound.HmacSecrets.IsEmpty);
    }

    /// <summary>Name of its connection.</summary>
    public ConnectionName Name { get; }

    /// <summary>Where it is asked; null where it only tells.</summary>
    public Uri? Address { get; }

    /// <summary>The system.</summary>
    public WarehouseTwin Twin { get; }

    /// <summary>Whether the hub lets it in.</summary>
    public bool Pushes { get; }

    /// <summary>Its own codes of its places.</summary>
    public Items<string> Places => _places;

    /// <summary>Furnishes it with stock that it has yet to tell of.</summary>
    internal static ConfiguredOwner Open(
        ConfiguredConnection connection, Items<string> places, Items<string> skus, DateTimeOffset now)
    {
        var twin = new WarehouseTwin(new WarehouseRules(connection.Settings.Find("auth.bearer") ?? "")
        {
            Basis = connection.Rule.Basis == Basis.Available ? WarehouseBasis.Available : WarehouseBasis.OnHand,
            PushTarget = $"/in/{connection.Name}",
            Proof = ProofOf(connection.Inbound),

            // Without words of its own in the contract it can only use the hub's.
            UsesNeutralWords = connection.Rule.States.IsEmpty,
        });
        for (var i = 0; i < skus.Count; i++)
        {
            twin.Seed(places.Select((place, column) =>
                new WarehouseStock(skus[i], place, Opening(i, column))));
        }

        twin.PushAllLevels(now);
        return new ConfiguredOwner(connection, twin, places);
    }

    /// <summary>A turn of work: what was ordered goes a step further, and now and then a shelf changes.</summary>
    internal void Work(DateTimeOffset now, Random chance, Items<string> skus)
    {
        Twin.Work(now, new WarehouseStep.Dispatch(Orders: 2));
        Twin.Work(now, new WarehouseStep.Pack(Orders: 2));
        Twin.Work(now, new WarehouseStep.Pick(Orders: 2));
        Twin.Work(now, new WarehouseStep.Allocate(Orders: 2));
        if (chance.Next(ChangesOneIn) == 0)
        {
            Twin.Work(now, new WarehouseStep.Receive(
                skus[chance.Next(skus.Count)], _places[chance.Next(_places.Count)], chance.Next(1, 9)));
        }
    }

    /// <summary>From nothing to plenty, the same at every start.</summary>
    private static decimal Opening(int article, int place) => (((article + 1) * 17) + (place * 5)) % OpeningMax;

    private static PushProof ProofOf(InboundSettings? inbound) => inbound switch
    {
        { HmacSecrets: [var secret, ..] } => new PushProof.Signature(secret.Reveal()),
        { Bearers: [var token, ..] } => new PushProof.Bearer(token.Reveal()),
        _ => new PushProof.None(),
    };
}
