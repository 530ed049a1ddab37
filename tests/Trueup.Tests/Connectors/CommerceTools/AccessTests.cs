using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.CommerceTools;

public sealed class AccessTests
{
    [Fact]
    public async Task A_token_is_fetched_once_however_many_calls_wait_for_it()
    {
        var project = new Project();
        var observer = project.As<IStockObserver>();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ =>
            observer.ObserveAsync(project, new ObserveAsk([]), CancellationToken.None).AsTask()));

        Assert.Equal(1, project.Twin.Books.Tokens);
    }

    [Fact]
    public async Task A_token_that_is_not_taken_any_more_is_renewed_once()
    {
        var project = new Project();
        await Observe(project);
        project.Twin.Setup.ForgetTokens();

        Assert.IsType<ObserveOutcome.Page>(await Observe(project));
        Assert.Equal(2, project.Twin.Books.Tokens);
    }

    [Fact]
    public async Task An_expired_secret_is_a_lack_of_rights_and_not_a_broken_remote()
    {
        var project = new Project();
        project.Twin.Switches.SecretIsExpired = true;

        var failed = Assert.IsType<ObserveOutcome.Failed>(await Observe(project));

        Assert.Equal(CaseCodes.PermissionDenied, Assert.IsType<Receipt.Refused>(failed.Receipt).Code);
        Assert.DoesNotContain("secret", ((Receipt.Refused)failed.Receipt).Detail.Replace("client", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scope_that_is_missing_is_refused_by_the_project_and_found_by_the_check()
    {
        var project = new Project();
        project.Twin.Switches.ScopesGranted = ["view_products", "manage_orders", "view_messages", "view_project_settings"];

        var findings = await project.As<ILiveCheck>().CheckAsync(project, ["leeds", "mars"], CancellationToken.None);

        Assert.Contains(findings, found => found.Code == CaseCodes.PermissionDenied && found.Detail.Contains("manage_products", StringComparison.Ordinal));
        Assert.Contains(findings, found => found.Code == CaseCodes.SourceUnknown && found.Detail.Contains("mars", StringComparison.Ordinal));
        Assert.Empty(project.Offences);
    }

    [Fact]
    public async Task A_sound_project_has_no_findings_and_one_whose_orders_only_reserve_is_told_so()
    {
        var project = new Project();
        project.Twin.Setup.Entry("CAP", "leeds", 5);
        Assert.Empty(await project.As<ILiveCheck>().CheckAsync(project, ["leeds", "-"], CancellationToken.None));

        project.Twin.Switches.OrdersOnlyReserve = true;
        project.Twin.Shoppers.PlaceOrder(new([new("CAP", 2, "leeds")]), project.Now);
        var findings = await project.As<ILiveCheck>().CheckAsync(project, ["leeds"], CancellationToken.None);

        Assert.Contains("stock.orders_lower", Assert.Single(findings).Detail, StringComparison.Ordinal);
        Assert.Empty(project.Offences);
    }

    [Fact]
    public async Task A_project_that_is_overloaded_is_asked_again_later_and_never_sooner_than_it_says()
    {
        var project = new Project();
        await Observe(project);
        project.Twin.Switches.OverCapacityNext = 1;

        var failed = Assert.IsType<ObserveOutcome.Failed>(await Observe(project));

        Assert.Equal(TimeSpan.FromSeconds(1), Assert.IsType<Receipt.Deferred>(failed.Receipt).Wait);
    }

    [Fact]
    public async Task Every_call_carries_an_id_and_every_refusal_names_it()
    {
        var project = new Project(("stock.create", "true"));

        var refused = Assert.IsType<Receipt.Refused>(await project.SetAsync("CAP", "leeds", 3) is Receipt.Applied
            ? (await project.As<IDocumentWriter>().SendAsync(
                project, new DocumentIntent.PostShipment("k", OrderId.Parse("ct-eu:1"), "gone", RemoteCode.Parse("leeds"), [], []), CancellationToken.None))
            : null);

        Assert.Equal(CaseCodes.OrderUnknown, refused.Code);
        Assert.All(project.Requests.Where(request => !request.Target.StartsWith("/oauth", StringComparison.Ordinal)), request =>
            Assert.Matches("^demo/trueup-[0-9a-f]{8}$", request.Header("X-Correlation-ID")));
    }

    [Fact]
    public void Settings_that_are_wrong_are_all_named()
    {
        var wrong = Assert.IsType<ConnectionOpening.Wrong>(Project.Opening(
            ("url", "ftp://x"), ("project", ""), ("stock.write", "sometimes"), ("limits.rate", "fast"), ("inbound.auth.sns.topic", "arn")));

        Assert.Equal(
            ["url", "project", "inbound.auth.sns", "limits.rate", "stock.write"],
            wrong.Problems.Select(problem => problem.Path).OrderBy(path => Array.IndexOf(
                ["url", "project", "inbound.auth.sns", "limits.rate", "stock.write"], path)));
    }

    private static ValueTask<ObserveOutcome> Observe(Project project) =>
        project.As<IStockObserver>().ObserveAsync(project, new ObserveAsk([]), CancellationToken.None);
}
