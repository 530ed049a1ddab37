using System.Globalization;
using System.Text.RegularExpressions;
using Trueup.Core.Cases;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Trading;

/// <summary>Somebody in a shop's administration who switches sources and products off, and on again, and in some worlds the counting of articles.</summary>
internal sealed partial class Admin(World world, ShopSite shop, Chance chance)
{
    /// <summary>The shop's cron rebuilds the index within so long: until then it counts what it counted before.</summary>
    private static readonly TimeSpan CronMax = TimeSpan.FromMinutes(1);

    private readonly Chance _counting = chance.Fork(1);

    private DateTimeOffset Now => world.Clock.GetUtcNow() + shop.Wire.Skew;

    private List<string> Sources => Estate.AllPlacesOf(world.Plan).Select(shop.SourceOf).ToList();

    /// <summary>Switches something off, or what is off on again.</summary>
    public void Work()
    {
        if (world.Plan.StopsCounting && _counting.Happens(0.4))
        {
            Turn(_counting, world.Sold, shop.Books.IsManaged, TurnCounting);
        }
        else if (chance.Happens(0.5))
        {
            Turn(chance, Sources, shop.Books.IsSourceEnabled, TurnSource);
            world.Outside.After(chance.Between(TimeSpan.Zero, CronMax), Reindex);
        }
        else
        {
            Turn(chance, world.Sold, shop.Books.IsProductEnabled, TurnProduct);
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

        if (_counting.Happens(0.5))
        {
            foreach (var sku in world.Sold.Where(sku => !shop.Books.IsManaged(sku)).ToList())
            {
                TurnCounting(sku, isOn: true);
            }
        }

        Reindex();
    }

    /// <summary>
    /// Does what a case says of an article that the shop did not count for a while: where the shop's own report lists as much of it as the hub
    /// finds amiss, that is compensated, and nothing where it does not.
    /// </summary>
    public void Compensate(Case open)
    {
        if (open.About.Storefront != shop.Name || open.About.Sku is not { } sku || !shop.Uncounted.Contains(sku) ||
            Amiss().Match(open.Detail) is not { Success: true } told)
        {
            return;
        }

        var listed = shop.Books.Inconsistencies.Where(found => found.Sku == sku).Sum(found => found.Quantity);
        if (Math.Abs(listed) == decimal.Parse(told.Groups["units"].Value, CultureInfo.InvariantCulture))
        {
            world.Watch.Before([]);
            shop.Twin.Staff.CompensateReservations(sku, Now);
            world.Outside.Note(shop.Name.Text, $"compensates reservations of {sku}");
        }
    }

    [GeneratedRegex(@"(?<!at least )\b(?<units>\d+) too (few|many) are held back", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Amiss();

    private static void Turn(Chance chance, IReadOnlyList<string> all, Func<string, bool> isOn, Action<string, bool> turn)
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

    private void TurnCounting(string sku, bool isOn)
    {
        world.Watch.Before([]);
        shop.Twin.Staff.SetManageStock(sku, isOn, Now);
        shop.Uncounted.Add(sku);
        world.Outside.Note(shop.Name.Text, $"{(isOn ? "counts" : "stops counting")} {sku}");
    }

    private void Reindex()
    {
        world.Watch.Before([]);
        shop.Twin.Staff.Reindex();
    }

    private void Note(string what, bool isOn) => world.Outside.Note(shop.Name.Text, $"switches {what} {(isOn ? "on" : "off")}");
}
