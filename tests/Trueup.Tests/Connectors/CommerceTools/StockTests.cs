using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.CommerceTools;

/// <summary>Quantities written to a project that lowers its entries itself, with others at work beside the hub.</summary>
public sealed class StockTests
{
    [Fact]
    public async Task A_level_is_written_by_its_difference_and_without_a_read_once_the_entry_was_seen()
    {
        var project = Stocked(10);
        await Observe(project);
        project.Requests.Clear();

        Assert.IsType<Receipt.Applied>(await project.SetAsync("CAP", "leeds", 7, believed: 10));
        Assert.IsType<Receipt.Applied>(await project.SetAsync("CAP", "leeds", 12, believed: 7));

        Assert.Equal(12, project.Twin.Books.OnStock("CAP", "leeds"));
        Assert.Equal(2, project.Requests.Count);
        Assert.Empty(project.Offences);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_order_that_the_hub_has_not_read_keeps_its_units_whether_or_not_it_raised_the_version(bool raises)
    {
        var project = Stocked(10);
        project.Twin.Switches.OrdersRaiseVersions = raises;
        await Observe(project);
        project.Twin.Shoppers.PlaceOrder(new([new("CAP", 3, "leeds")]), project.Now);
        var reads = project.Calls("GET inventory");

        // The hub knows of 10 and wants 8: the warehouse counted two fewer.
        Assert.IsType<Receipt.Applied>(await project.SetAsync("CAP", "leeds", 8, believed: 10));

        Assert.Equal(5, project.Twin.Books.OnStock("CAP", "leeds"));
        Assert.Equal(raises ? 1 : 0, project.Calls("GET inventory") - reads);
        Assert.Empty(project.Offences);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_deltas_are_not_taken_a_conflict_is_read_and_decided_again(bool orderFirst)
    {
        var project = Stocked(10, ("stock.write", "absolute"));
        project.Twin.Switches.TakesDeltas = false;
        await Observe(project);
        if (orderFirst)
        {
            project.Twin.Shoppers.PlaceOrder(new([new("CAP", 3, "leeds")]), project.Now);
        }

        await project.SetAsync("CAP", "leeds", 8, believed: 10);

        Assert.Equal(orderFirst ? 5 : 8, project.Twin.Books.OnStock("CAP", "leeds"));
    }

    [Fact]
    public async Task Deltas_that_are_refused_are_a_case_and_no_endless_loop()
    {
        var project = Stocked(10);
        project.Twin.Switches.TakesDeltas = false;
        await Observe(project);

        var refused = Assert.IsType<Receipt.Refused>(await project.SetAsync("CAP", "leeds", 8, believed: 10));

        Assert.Equal(CaseCodes.WriteRefused, refused.Code);
        Assert.Equal(10, project.Twin.Books.OnStock("CAP", "leeds"));
    }

    [Fact]
    public async Task A_change_that_is_not_of_the_quantity_costs_one_read_and_no_more()
    {
        var project = Stocked(10);
        await Observe(project);
        project.Twin.Staff.Annotate("CAP", "leeds", 4, project.Now);
        project.Requests.Clear();

        await project.SetAsync("CAP", "leeds", 8, believed: 10);

        Assert.Equal(8, project.Twin.Books.OnStock("CAP", "leeds"));
        Assert.Equal(["POST", "GET", "POST"], project.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task Somebody_who_changes_the_entry_at_every_write_defers_it_and_is_never_overwritten()
    {
        var project = Stocked(10);
        await Observe(project);
        var days = 0;
        project.Before = request =>
        {
            if (request.Method == "POST" && request.Target.Contains("/inventory/", StringComparison.Ordinal))
            {
                project.Twin.Staff.Annotate("CAP", "leeds", ++days, project.Now);
            }
        };

        Assert.IsType<Receipt.Deferred>(await project.SetAsync("CAP", "leeds", 8, believed: 10));

        Assert.Equal(10, project.Twin.Books.OnStock("CAP", "leeds"));
        Assert.Equal(2, days);
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_unknown_and_the_next_look_shows_what_came_of_it()
    {
        var project = Stocked(10);
        await Observe(project);
        project.LoseAnswers = 1;

        Assert.IsType<Receipt.Unknown>(await project.SetAsync("CAP", "leeds", 8, believed: 10));

        Assert.Equal(8, (await Observe(project)).Single().Quantity.Value);
        await project.SetAsync("CAP", "leeds", 8, believed: 8);
        Assert.Equal(8, project.Twin.Books.OnStock("CAP", "leeds"));
    }

    [Fact]
    public async Task A_500_that_took_effect_is_unknown()
    {
        var project = Stocked(10);
        await Observe(project);
        project.Twin.Switches.FailAfterCommitNext = 1;

        Assert.IsType<Receipt.Unknown>(await project.SetAsync("CAP", "leeds", 8, believed: 10));
        Assert.Equal(8, project.Twin.Books.OnStock("CAP", "leeds"));
    }

    [Fact]
    public async Task A_missing_entry_is_a_case_unless_the_contract_lets_it_be_made()
    {
        var project = new Project();

        var refused = Assert.IsType<Receipt.Refused>(await project.SetAsync("CAP", "leeds", 8));

        Assert.Equal(CaseCodes.SkuNotAssigned, refused.Code);
        Assert.Equal(0, project.Twin.Books.EntryCount);
        project.Reconnect(("stock.create", "true"));
        Assert.IsType<Receipt.Applied>(await project.SetAsync("CAP", "leeds", 8));
        Assert.Equal(8, project.Twin.Books.OnStock("CAP", "leeds"));
        Assert.Empty(project.Offences);
    }

    [Fact]
    public async Task An_entry_that_somebody_makes_at_the_same_moment_is_looked_at_and_not_overwritten()
    {
        var project = new Project(("stock.create", "true"));
        project.Before = request =>
        {
            if (request.Method == "POST" && request.Target.EndsWith("/inventory", StringComparison.Ordinal))
            {
                project.Before = null;
                project.Twin.Setup.Entry("CAP", "leeds", 3);
            }
        };

        Assert.IsType<Receipt.Unknown>(await project.SetAsync("CAP", "leeds", 8));

        Assert.Equal(3, project.Twin.Books.OnStock("CAP", "leeds"));
        Assert.Empty(project.Offences);
    }

    [Fact]
    public async Task The_entry_without_a_channel_is_another_one_than_those_beside_it()
    {
        var project = Stocked(10);
        project.Twin.Setup.Entry("CAP", null, 4);
        var rows = await Observe(project);

        await project.SetAsync("CAP", "-", 6, believed: 4);

        Assert.Equal(["-", "leeds"], rows.Select(row => row.Location).Order(StringComparer.Ordinal));
        Assert.Equal(6, project.Twin.Books.OnStock("CAP", null));
        Assert.Equal(10, project.Twin.Books.OnStock("CAP", "leeds"));
    }

    [Fact]
    public async Task A_channel_that_does_not_exist_is_a_case()
    {
        var project = new Project(("stock.create", "true"));

        var refused = Assert.IsType<Receipt.Refused>(await project.SetAsync("CAP", "mars", 8));

        Assert.Equal(CaseCodes.SourceUnknown, refused.Code);
    }

    [Theory]
    [InlineData("CAP \"XL\"")]
    [InlineData("back\\slash")]
    [InlineData("0042")]
    [InlineData("Größe 42/帽子")]
    [InlineData("a\" or sku is defined or sku=\"")]
    public async Task A_SKU_of_any_characters_means_itself(string sku)
    {
        var project = new Project(("stock.create", "true"));
        project.Twin.Setup.Entry("OTHER", "leeds", 5);

        await project.SetAsync(sku, "leeds", 3);
        await project.SetAsync(sku, "leeds", 4);

        Assert.Equal(4, project.Twin.Books.OnStock(sku, "leeds"));
        Assert.Equal(5, project.Twin.Books.OnStock("OTHER", "leeds"));
        Assert.Equal(2, project.Twin.Books.EntryCount);
        Assert.Empty(project.Offences);
    }

    [Fact]
    public async Task Many_missing_entries_go_by_the_import_where_it_is_set_up_and_are_then_looked_at()
    {
        var project = new Project(("stock.create", "true"), ("import.url", "http://127.0.0.1:8085"), ("import.from", "20"));
        var levels = Enumerable.Range(0, 50).Select(i => Project.Level($"S{i}", "leeds", i)).ToItems();

        var receipts = await project.As<ILevelWriter>().SetAsync(project, levels, CancellationToken.None);
        await Observe(project);

        Assert.All(receipts, receipt => Assert.IsType<Receipt.Unknown>(receipt));
        Assert.Equal(50, project.Twin.Books.Imported);
        Assert.Equal(49, project.Twin.Books.OnStock("S49", "leeds"));
        Assert.Equal(3, project.Calls("POST inventories"));

        // A container lives for three days.
        project.Twin.Setup.ForgetImportContainers();
        await project.As<ILevelWriter>().SetAsync(
            project, Enumerable.Range(50, 20).Select(i => Project.Level($"S{i}", "leeds", i)).ToItems(), CancellationToken.None);
        await Observe(project);
        Assert.Equal(70, project.Twin.Books.Imported);
        Assert.Empty(project.Offences);
    }

    [Fact]
    public async Task A_first_load_looks_at_many_at_once_and_writes_only_what_differs()
    {
        var project = new Project();
        for (var i = 0; i < 3_000; i++)
        {
            project.Twin.Setup.Entry($"S{i}", "leeds", i);
        }

        var receipts = await project.As<ILevelWriter>().SetAsync(
            project, Enumerable.Range(2_900, 100).Select(i => Project.Level($"S{i}", "leeds", i == 2_950 ? 7 : i)).ToItems(),
            CancellationToken.None);

        Assert.All(receipts, receipt => Assert.IsType<Receipt.Applied>(receipt));
        Assert.Equal(7, project.Twin.Books.OnStock("S2950", "leeds"));
        Assert.Equal(1, project.Requests.Count(request => request.Method == "POST" && request.Target.Contains("/inventory/", StringComparison.Ordinal)));
        Assert.InRange(project.Calls("GET inventory"), 2, 6);
        Assert.Empty(project.Offences);
    }

    [Fact]
    public async Task Everything_is_read_page_by_page_beyond_any_offset()
    {
        var project = new Project();
        for (var i = 0; i < 1_203; i++)
        {
            project.Twin.Setup.Entry($"S{i}", i % 2 == 0 ? "leeds" : "paris", i);
        }

        var rows = await Observe(project);

        Assert.Equal(1_203, rows.Count);
        Assert.Equal(1_203, rows.Select(row => row.Sku).Distinct().Count());
        Assert.DoesNotContain(project.Requests, request => request.Target.Contains("offset", StringComparison.Ordinal));
        Assert.Empty(project.Offences);
    }

    [Fact]
    public async Task Five_hundred_SKUs_are_found_without_a_line_that_is_too_long()
    {
        var project = new Project();
        var skus = Enumerable.Range(0, 500).Select(i => Sku.Parse($"a-rather-long-stock-keeping-unit-ä-{i:D5}")).ToItems();
        foreach (var sku in skus)
        {
            project.Twin.Setup.Entry(sku.Text, "leeds", 1);
        }

        var rows = await Observe(project, skus);

        Assert.Equal(500, rows.Count);
        Assert.All(project.Requests, request => Assert.True(request.Target.Length < 8_000));
    }

    [Fact]
    public async Task What_carts_reserve_is_still_sold_to_them()
    {
        var project = Stocked(10);
        project.Twin.Shoppers.Reserve("CAP", "leeds", 4, project.Now);

        var salable = Assert.IsType<ObserveOutcome.Page>(
            await project.As<IStockObserver>().ObserveSalableAsync(project, new ObserveAsk([]), CancellationToken.None));

        Assert.Equal<Quantity>(10, Assert.Single(salable.Rows).Quantity);
        Assert.Equal(6, project.Twin.Books.Available("CAP", "leeds"));
    }

    private static Project Stocked(int quantity, params (string Path, string Value)[] changes)
    {
        var project = new Project(changes);
        project.Twin.Setup.Entry("CAP", "leeds", quantity);
        return project;
    }

    private static async Task<List<ObservedRow>> Observe(Project project, Items<Sku> skus = default)
    {
        var rows = new List<ObservedRow>();
        string? page = "";
        while (page is not null)
        {
            var outcome = Assert.IsType<ObserveOutcome.Page>(
                await project.As<IStockObserver>().ObserveAsync(project, new ObserveAsk(skus, page), CancellationToken.None));
            rows.AddRange(outcome.Rows);
            page = outcome.Next;
        }

        return rows;
    }
}
