using System.Globalization;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Trading;

/// <summary>A store that sells over the counter from a shelf of its own.</summary>
internal sealed class Store(World world, IStoreTill till, Chance chance)
{
    /// <summary>A store carries no more than so many articles.</summary>
    private const int ArticlesMax = 200;

    /// <summary>The longest time without a line; what is sold meanwhile nobody else can know.</summary>
    private static readonly TimeSpan OfflineMax = TimeSpan.FromSeconds(50);

    private DateTimeOffset Now => world.Clock.GetUtcNow();

    /// <summary>Fills the shelf.</summary>
    public void Open()
    {
        foreach (var sku in world.Skus.Take(ArticlesMax).Where(_ => chance.Happens(0.7)))
        {
            till.Receive(sku, chance.Between(1, 12), Now);
        }

        world.Collect();
    }

    /// <summary>Somebody buys something over the counter, or brings it back; now and then goods come in, or the line is gone.</summary>
    public void Trade()
    {
        if (till.Skus.ToList() is not { Count: > 0 } articles)
        {
            return;
        }

        var sku = chance.OneOf(articles);
        if (chance.Happens(0.2))
        {
            till.Receive(sku, chance.Between(1, 6), Now);
            Note(string.Create(CultureInfo.InvariantCulture, $"puts {sku} on the shelf: {till.OnHand(sku)}"));
        }
        else if (chance.Happens(0.1))
        {
            Note($"takes back {till.TakeBack(Now) ?? "nothing"}");
        }
        else if (till.Sell(sku, chance.Between(1, 3), Now) is > 0 and var units)
        {
            Note(string.Create(CultureInfo.InvariantCulture, $"sells {units} {sku} over the counter"));
        }

        LoseLine();
        world.Collect();
    }

    /// <summary>Says a last time what is there.</summary>
    public void Close()
    {
        foreach (var sku in till.Skus.ToList())
        {
            till.Report(sku, Now);
        }

        world.Collect();
    }

    /// <summary>Ends the days that are over, and on the last evening the last one, too.</summary>
    /// <param name="isLast">Whether nothing is sold any more.</param>
    public void EndDays(bool isLast)
    {
        till.CloseDays(isLast ? Now + TimeSpan.FromDays(1) : Now, Now);
        world.Collect();
    }

    private void LoseLine()
    {
        if (world.Troubles.CalmSince is not null || !chance.Happens(0.1))
        {
            return;
        }

        till.GoOffline();
        Note("has no line");
        world.Outside.After(chance.Between(TimeSpan.FromSeconds(5), OfflineMax), () =>
        {
            till.GoOnline(Now);
            Note("has a line again");
            world.Collect();
        });
    }

    private void Note(string what) => world.Outside.Note("till", what);
}
