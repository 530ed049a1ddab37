using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Trading;

/// <summary>Somebody in a shop's administration who switches sources and products off, and on again.</summary>
internal sealed class Admin(World world, ShopSite shop, Chance chance)
{
    /// <summary>The shop's cron rebuilds the index within so long: until then it counts what it counted before.</summary>
    private static readonly TimeSpan CronMax = TimeSpan.FromMinutes(1);

    private DateTimeOffset Now => world.Clock.GetUtcNow() + shop.Wire.Skew;

    private List<string> Sources => Estate.AllPlacesOf(world.Plan).Select(shop.SourceOf).ToList();

    /// <summary>Switches something off, or what is off on again.</summary>
    public void Work()
    {
        if (chance.Happens(0.5))
        {
            Turn(Sources, shop.Books.IsSourceEnabled, TurnSource);
            world.Outside.After(chance.Between(TimeSpan.Zero, CronMax), Reindex);
        }
        else
        {
            Turn(world.Sold, shop.Books.IsProductEnabled, TurnProduct);
        }
    }

    /// <summary>Goes home, in half of the worlds without having switched on again what is off.</summary>
    public void Finish()
    {
        if (chance.Happens(0.5))
        {
            foreach (var source in Sources.Where(source => !shop.Books.IsSourceEnabled(source)).ToList())
            {
                TurnSource(source, isOn: true);
            }

            foreach (var sku in world.Sold.Where(sku => !shop.Books.IsProductEnabled(sku)).ToList())
            {
                TurnProduct(sku, isOn: true);
            }
        }

        Reindex();
    }

    private void Turn(IReadOnlyList<string> all, Func<string, bool> isOn, Action<string, bool> turn)
    {
        var off = all.Where(one => !isOn(one)).ToList();
        if (off.Count > 0 && chance.Happens(0.6))
        {
            turn(chance.OneOf(off), true);
        }
        else if (all.Where(isOn).ToList() is { Count: > 0 } on)
        {
            turn(chance.OneOf(on), false);
        }
    }

    private void TurnSource(string source, bool isOn)
    {
        shop.Twin.Staff.SetSourceEnabled(source, isOn, Now);
        Note(source, isOn);
    }

    private void TurnProduct(string sku, bool isOn)
    {
        shop.Twin.Staff.SetEnabled(sku, isOn, Now);
        Note(sku, isOn);
    }

    private void Reindex()
    {
        world.Watch.Before([]);
        shop.Twin.Staff.Reindex();
    }

    private void Note(string what, bool isOn) => world.Outside.Note(shop.Name.Text, $"switches {what} {(isOn ? "on" : "off")}");
}
