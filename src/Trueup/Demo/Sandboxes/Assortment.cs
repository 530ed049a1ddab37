using System.Globalization;
using Trueup.Core.Values;

namespace Trueup.Demo.Sandboxes;

/// <summary>Something for sale, and how many pieces of it lie at each place when the day begins.</summary>
/// <param name="Sku">SKU.</param>
/// <param name="Name">Name in the shop.</param>
/// <param name="Price">Price.</param>
/// <param name="Opening">Pieces at each of <see cref="Place.All"/>, in that order.</param>
public sealed record Article(string Sku, string Name, decimal Price, Items<decimal> Opening);

/// <summary>What an outdoor shop sells: drawn from a seed, the same for the same seed.</summary>
public sealed class Assortment
{
    /// <summary>The most articles that nobody touches.</summary>
    private const int StillMax = 60;

    /// <summary>One article in so many is sold out everywhere.</summary>
    private const int SoldOutOneIn = 20;

    private static readonly string[] Kinds =
        ["Tent", "Mat", "Stove", "Lamp", "Boot", "Pack", "Rope", "Jacket", "Flask", "Knife"];

    private static readonly string[] Lines = ["Alpine", "Fjord", "Moor", "Ridge", "Summit", "Trail", "Valley", "Storm"];

    private Assortment(Items<Article> articles, int hot)
    {
        Articles = articles;
        Hot = articles.Take(hot).ToItems();
        Traded = articles.Take(articles.Count - Math.Min(StillMax, articles.Count / 2)).ToItems();
        Still = articles.Skip(Traded.Count).ToItems();
        _prices = articles.ToDictionary(static article => article.Sku, static article => article.Price, StringComparer.Ordinal);
    }

    private readonly Dictionary<string, decimal> _prices;

    /// <summary>What an article costs.</summary>
    public decimal PriceOf(string sku) => _prices[sku];

    /// <summary>Everything, hot articles first.</summary>
    public Items<Article> Articles { get; }

    /// <summary>What people buy and move.</summary>
    public Items<Article> Traded { get; }

    /// <summary>What nobody touches: whatever goes wrong with it in the shop, only a comparison can find.</summary>
    public Items<Article> Still { get; }

    /// <summary>What the flash sale is about: scarce, and wanted by everybody.</summary>
    public Items<Article> Hot { get; }

    /// <summary>An assortment of given articles.</summary>
    /// <param name="articles">The articles, hot ones first.</param>
    /// <param name="hot">How many of them the flash sale is about.</param>
    public static Assortment Of(Items<Article> articles, int hot) => new(articles, hot);

    /// <summary>Draws an assortment.</summary>
    /// <param name="articles">How many articles.</param>
    /// <param name="hot">How many of them the flash sale is about.</param>
    /// <param name="seed">The seed.</param>
    public static Assortment Draw(int articles, int hot, int seed)
    {
        var chance = new Random(seed);
        var drawn = Enumerable.Range(1, articles).Select(number => Draw(number, number <= hot, chance)).ToItems();
        return new Assortment(drawn, hot);
    }

    private static Article Draw(int number, bool isHot, Random chance)
    {
        var kind = Kinds[chance.Next(Kinds.Length)];
        var line = Lines[chance.Next(Lines.Length)];
        var isSoldOut = !isHot && chance.Next(SoldOutOneIn) == 0;
        var sku = string.Create(CultureInfo.InvariantCulture, $"{kind.ToUpperInvariant()}-{number:0000}");
        return new Article(
            sku,
            isHot ? $"{line} {kind} (flash sale)" : $"{line} {kind}",
            chance.Next(9, 400) + 0.95m,
            Place.All.Select(_ => isSoldOut ? 0 : isHot ? chance.Next(6, 14) : Pieces(chance)).ToItems());
    }

    /// <summary>Mostly enough, now and then little, sometimes nothing.</summary>
    private static decimal Pieces(Random chance) => chance.Next(20) switch
    {
        0 => 0,
        1 or 2 => chance.Next(1, 4),
        _ => chance.Next(8, 80),
    };
}
