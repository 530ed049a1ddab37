using Trueup.Core.Fulfilment;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;

namespace Trueup.Simulator.Checkers;

/// <summary>What the carrier has brought to the door, by its own book, the hub shows as delivered, once, at its order; and an order of
/// which everything was delivered is.</summary>
public static class ParcelsAreFollowed
{
    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world, HubState state)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(state);
        foreach (var (number, parcel) in world.Carrier is { } carrier ? carrier.Parcels.ToList() : [])
        {
            var order = OrderId.TryParse(parcel.Order, null, out var id) ? state.Find(id) : null;
            var known = order?.Parcels.Where(one => one.Number == number).ToList() ?? [];
            if (known is not [{ Status: ParcelStatus.Delivered }] && !Shown.For(state, parcel.Order, Estate.CarrierName))
            {
                yield return new Violation("G1", parcel.Order, $"parcel {number} is {parcel.Status} by the carrier's book, and the hub holds " +
                    $"{(known.Count == 0 ? "nothing of it" : string.Join(", ", known.Select(one => one.Status)))}\n  {Belief.OfOrder(state, parcel.Order)}");
            }
        }
    }
}
