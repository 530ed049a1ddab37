using Trueup.Core.Tills;
using Trueup.Core.Values;

namespace Trueup.Tests.Engine.Tills;

/// <summary>Transactions that undo others or take goods back, before and after what they speak of.</summary>
public sealed class TillReversalTests
{
    private static readonly Dictionary<string, Func<Shop, Task<Shop>>> _told = new(StringComparer.Ordinal)
    {
        ["sale"] = shop => shop.Tents("T1", quantity: 2, extra: ",\"sequence\":1"),
        ["void"] = shop => shop.Tents("V1", "10:05", quantity: -2, extra: ",\"sequence\":2,\"void_of\":\"T1\""),
        ["other void"] = shop => shop.Tents("V2", "10:06", quantity: -2, extra: ",\"sequence\":3,\"void_of\":\"T1\""),
        ["return"] = shop => Back(shop, "R1"),
        ["second return"] = shop => Back(shop, "R2"),
        ["third return"] = shop => Back(shop, "R3"),
        ["return of another line"] = shop => Back(shop, "R4", line: "2"),
        ["undone return"] = shop => shop.Tents("VR1", "10:07", extra: ",\"void_of\":\"R1\""),
        ["return elsewhere"] = shop => Back(shop, "R5", sold: "07/1/T1", register: "2"),
    };

    [Fact]
    public async Task A_second_void_is_a_case_and_moves_no_money()
    {
        var shop = await Told("sale", "void");
        Assert.Equal((2, 0m), (shop.Day().Transactions, shop.Day().Gross));

        await _told["other void"](shop);
        await _told["other void"](shop);

        Assert.Equal("POS.TRANSACTION_CONFLICT", Assert.Single(shop.OpenCases).Code.Code);
        Assert.Equal((2, 1, 0m), (shop.Day().Transactions, shop.Day().Suspended, shop.Day().Gross));
        Assert.Equal([new TenderAmount("card", 0m)], shop.Day().Tenders);
    }

    [Fact]
    public async Task A_second_void_that_comes_again_with_other_content_moves_no_money_either()
    {
        var shop = await Told("sale", "void", "other void");

        await shop.Tents("V2", "10:30", quantity: -2, extra: ",\"sequence\":3,\"void_of\":\"T1\"");

        Assert.Equal("POS.TRANSACTION_CONFLICT", Assert.Single(shop.OpenCases).Code.Code);
        Assert.Equal(0m, shop.Day().Gross);
    }

    [Fact]
    public async Task A_second_void_that_meant_another_sale_undoes_that_one_when_it_is_corrected()
    {
        var shop = await (await Told("sale", "void", "other void")).Tents("T2", quantity: 2);

        await shop.Tents("V2", "10:06", quantity: -2, extra: ",\"sequence\":3,\"void_of\":\"T2\"");

        Assert.Equal("pos/07/1/V2", shop.Hub.State.Tills.Find("pos/07/1/T2")!.VoidedBy);
        Assert.Equal((4, 0, 0m), (shop.Day().Transactions, shop.Day().Suspended, shop.Day().Gross));
    }

    [Fact]
    public async Task A_return_that_is_undone_twice_leaves_the_shelf_once()
    {
        var shop = await Told("sale", "return");

        await shop.Tents("V1", "10:07", extra: ",\"void_of\":\"R1\"");
        await shop.Tents("V2", "10:08", extra: ",\"void_of\":\"R1\"");

        Assert.Equal("POS.TRANSACTION_CONFLICT", Assert.Single(shop.OpenCases).Code.Code);
        Assert.Equal(((Quantity?)2, 120m), (shop.Available, shop.Day().Gross));
    }

    [Theory]
    [InlineData("sale", "return", "undone return")]
    [InlineData("sale", "undone return", "return")]
    [InlineData("return", "sale", "undone return")]
    [InlineData("return", "undone return", "sale")]
    [InlineData("undone return", "return", "sale")]
    [InlineData("undone return", "sale", "return")]
    public async Task What_an_undone_return_took_back_may_come_back_again(params string[] said)
    {
        foreach (var restarts in (bool?[])[null, false, true])
        {
            var shop = await Told(said);
            shop = restarts is { } withLedger ? await shop.Restart(withLedger) : shop;
            Assert.Equal(Quantity.Zero, shop.Hub.State.Tills.Find("pos/07/1/T1")!.Lines[0].Returned);

            await _told["second return"](shop);
            await _told["third return"](shop);

            Assert.Empty(shop.OpenCases);
            Assert.Equal((5, 0m), (shop.Day().Transactions, shop.Day().Gross));
        }
    }

    [Fact]
    public async Task A_return_of_too_much_that_is_undone_is_no_case_any_more()
    {
        var shop = await Told("sale", "second return", "third return", "return");
        Assert.Equal("POS.OVER_RETURNED", Assert.Single(shop.OpenCases).Code.Code);

        await _told["undone return"](shop);

        Assert.Empty(shop.OpenCases);
    }

    [Fact]
    public async Task A_void_may_name_each_line_that_it_undoes()
    {
        var shop = await Told("sale");

        await shop.Sale(
            """
            {"store":"07","register":"1","transaction":"V1","at":"2026-03-01T10:10:00Z","currency":"GBP","void_of":"T1",
             "lines":[{"line":"1","sku":"TENT-2P","quantity":-2,"unit_price":60.00,"discount":0,"tax":-20.00,
                       "tax_code":"S20","return_of":{"transaction":"T1","line":"1"}}],
             "tenders":[{"type":"card","amount":-120}],"totals":{"net":-100.00,"tax":-20.00,"gross":-120.00}}
            """);

        Assert.Empty(shop.OpenCases);
        Assert.Equal(0m, shop.Day().Gross);
    }

    [Theory]
    [InlineData("sale", "void", "return")]
    [InlineData("sale", "return", "void")]
    [InlineData("sale", "return", "return elsewhere", "third return")]
    public async Task More_than_is_left_of_a_sale_does_not_come_back_unnoticed(params string[] said)
    {
        var shop = await Told(said[..^1]);
        Assert.Empty(shop.OpenCases);

        await _told[said[^1]](shop);

        Assert.Equal("POS.OVER_RETURNED", Assert.Single(shop.OpenCases).Code.Code);
        Assert.Equal<Quantity?>(3, shop.Available);
    }

    [Fact]
    public async Task What_is_given_out_for_goods_of_an_undone_sale_leaves_the_shelf_and_what_came_back_is_a_case()
    {
        var shop = await Told("sale", "void");

        await shop.Sale(
            """
            {"store":"07","register":"1","transaction":"X1","at":"2026-03-01T10:10:00Z","currency":"GBP","tenders":[],
             "lines":[{"line":"1","sku":"TENT-2P","quantity":1,"unit_price":60.00,"discount":0,"tax":10.00,"tax_code":"S20"},
                      {"line":"2","sku":"TENT-2P","quantity":-1,"unit_price":60.00,"discount":0,"tax":-10.00,
                       "tax_code":"S20","return_of":{"transaction":"T1","line":"1"}}],
             "totals":{"net":0.00,"tax":0.00,"gross":0.00}}
            """);

        Assert.Equal("POS.OVER_RETURNED", Assert.Single(shop.OpenCases).Code.Code);
        Assert.Equal<Quantity?>(2, shop.Available);
    }

    [Theory]
    [InlineData("void")]
    [InlineData("void", "other void")]
    [InlineData("return", "second return")]
    [InlineData("return", "second return", "third return")]
    [InlineData("return", "return elsewhere", "void")]
    [InlineData("void", "return")]
    [InlineData("return of another line", "return")]
    public async Task A_sale_that_comes_after_what_undoes_it_comes_to_the_same(params string[] said)
    {
        var right = await Told(["sale", .. said]);
        for (var place = 1; place <= said.Length; place++)
        {
            foreach (var restarts in (bool?[])[null, false, true])
            {
                var shop = await Told(said[..place]);
                shop = restarts is { } withLedger ? await shop.Restart(withLedger) : shop;
                await _told["sale"](shop);
                foreach (var late in said[place..])
                {
                    await _told[late](shop);
                }

                Assert.Equal(
                    right.OpenCases.Select(open => (open.Key, open.Detail)), shop.OpenCases.Select(open => (open.Key, open.Detail)));
                Assert.Equal(right.Day() with { Message = default }, shop.Day() with { Message = default });
                Assert.Equal(right.Hub.State.Tills.Find("pos/07/1/T1"), shop.Hub.State.Tills.Find("pos/07/1/T1"));
                Assert.Equal(right.Available, shop.Available);
            }
        }
    }

    [Theory]
    [InlineData("void")]
    [InlineData("return")]
    public async Task What_undoes_a_sale_that_never_comes_is_a_case_that_names_it(string undone)
    {
        var shop = await Told(undone);

        var open = Assert.Single(shop.OpenCases);
        Assert.Equal(("POS.SALE_UNKNOWN", "till 07/1/T1"), (open.Code.Code, open.About.Order));
        Assert.Equal<Quantity?>(5, shop.Available);

        await _told["sale"](shop);
        Assert.Empty(shop.OpenCases);
    }

    [Fact]
    public async Task A_sale_that_never_came_is_not_waited_for_longer_than_transactions_are_kept()
    {
        var shop = await new Shop().Level(5, "09:00");
        await shop.Tents("V1", day: "2025-11-01", quantity: -1, extra: ",\"void_of\":\"T1\"");
        await shop.Tents("T2");

        await shop.Close("50.00", "10.00", 1);
        await shop.Restart(withLedger: true);
        await _told["sale"](shop);

        Assert.Null(shop.Hub.State.Tills.Find("pos/07/1/T1")!.VoidedBy);
    }

    private static async Task<Shop> Told(params string[] said)
    {
        var shop = await new Shop().Level(5, "09:00");
        foreach (var one in said)
        {
            await _told[one](shop);
        }

        return shop;
    }

    private static Task<Shop> Back(Shop shop, string transaction, string line = "1", string sold = "T1", string register = "1") => shop.Sale(
        $$$"""
        {"store":"07","register":"{{{register}}}","transaction":"{{{transaction}}}","at":"2026-03-01T10:05:00Z","currency":"GBP",
         "lines":[{"line":"1","sku":"TENT-2P","quantity":-1,"unit_price":60,"discount":0,"tax":-10,"tax_code":"S20",
                   "return_of":{"transaction":"{{{sold}}}","line":"{{{line}}}"}}],
         "tenders":[{"type":"card","amount":-60}],"totals":{"net":-50,"tax":-10,"gross":-60}}
        """);
}
