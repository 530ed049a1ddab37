using System.Globalization;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Trading;

/// <summary>The people of the carrier: they fetch what the warehouse dispatched and bring it to the door.</summary>
internal sealed class Van(World world, CarrierDesk desk, Chance chance)
{
    private static readonly TimeSpan LegMax = TimeSpan.FromSeconds(40);

    private int _fetched;

    /// <summary>Fetches what was dispatched since, and sets out.</summary>
    public void Fetch()
    {
        var notes = world.Warehouse.Dispatches;
        for (; _fetched < notes.Count; _fetched++)
        {
            var note = notes[_fetched];
            foreach (var number in note.Tracking)
            {
                Drive(number, note.ExternalId, leg: 0);
            }
        }
    }

    private void Drive(string number, string order, int leg)
    {
        if (leg == CarrierDesk.Ways.Count)
        {
            return;
        }

        world.Outside.After(chance.Between(TimeSpan.FromSeconds(1), LegMax), () =>
        {
            desk.Scan(number, order, CarrierDesk.Ways[leg], chance.Happens(0.5), world.Clock.GetUtcNow());
            world.Outside.Note("carrier", string.Create(CultureInfo.InvariantCulture, $"{number} of {order}: {CarrierDesk.Ways[leg]}"));
            world.CollectScans();
            Drive(number, order, leg + 1);
        });
    }
}
