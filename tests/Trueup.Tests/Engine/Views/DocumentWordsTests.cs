using Trueup.Engine.Views;

namespace Trueup.Tests.Engine.Views;

/// <summary>What people call a document.</summary>
public sealed class DocumentWordsTests
{
    [Theory]
    [InlineData("shop:1/create/wms", "order in wms")]
    [InlineData("shop:2026/create/7/create/erp", "order in erp")]
    [InlineData("shop:1/ship/wms/S-7", "shipment S-7")]
    [InlineData("shop:1/note/S-7/Z99/delivered", "status 'delivered' of Z99")]
    [InlineData("shop:1/credit/12/erp", "credit memo of refund 12 in erp")]
    [InlineData("shop:1/unheard/of", "shop:1/unheard/of")]
    public void A_key_is_read_from_its_end(string key, string words) => Assert.Equal(words, DocumentWords.Of(key));
}
