using Trueup.Demo.Sandboxes;

namespace Trueup.Tests.Demo.Sandboxes;

public sealed class AssortmentTests
{
    [Fact]
    public void One_seed_draws_one_assortment()
    {
        Assert.Equal(Assortment.Draw(500, hot: 8, seed: 7).Articles, Assortment.Draw(500, hot: 8, seed: 7).Articles);
        Assert.NotEqual(Assortment.Draw(500, hot: 8, seed: 7).Articles, Assortment.Draw(500, hot: 8, seed: 8).Articles);
    }

    [Fact]
    public void Every_article_has_a_sku_of_its_own_and_pieces_for_every_place()
    {
        var assortment = Assortment.Draw(2_000, hot: 8, seed: 1);

        Assert.Equal(2_000, assortment.Articles.Select(article => article.Sku).Distinct().Count());
        Assert.All(assortment.Articles, article => Assert.Equal(Place.All.Count, article.Opening.Count));
        Assert.Equal(8, assortment.Hot.Count);
        Assert.All(assortment.Hot, article => Assert.All(article.Opening, pieces => Assert.True(pieces > 0)));
    }
}
