using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trueup.Core.Values;
using Trueup.Endpoints;
using Trueup.Settings;
using Trueup.Simulator;
using Trueup.Simulator.Merchants;

namespace Trueup.Verbs;

/// <summary><c>simulate --config</c>: the merchant's own configuration in the simulated world.</summary>
internal sealed class MerchantOptions(ConnectorCatalogue connectors)
{
    private readonly Option<string?> _config = new("--config")
    {
        Description = "Tries this configuration on a simulated day, and tells what it leads to. Secrets need not be there.",
        HelpName = "PATH",
    };

    private readonly Option<int> _skus = new("--skus")
    {
        Description = "With --config: articles for sale.",
        HelpName = "COUNT",
        DefaultValueFactory = _ => MerchantTrade.Usual.Skus,
    };

    private readonly Option<int> _orders = new("--orders")
    {
        Description = "With --config: orders in 24 hours; four times as many in the busiest hour.",
        HelpName = "COUNT",
        DefaultValueFactory = _ => MerchantTrade.Usual.OrdersPerDay,
    };

    private readonly Option<int> _reports = new("--reports")
    {
        Description = "With --config: changes of stock in 24 hours that no order makes.",
        HelpName = "COUNT",
        DefaultValueFactory = _ => MerchantTrade.Usual.ReportsPerDay,
    };

    private readonly Option<string[]> _vendorLimit = new("--vendor-limit")
    {
        Description = "With --config: how often a connection's vendor lets you call, such as adobe-uk=20/s. Default: the connector's documented " +
            "limit, and none for http.",
        HelpName = "NAME=RATE",
    };

    private readonly Option<bool> _json = new("--json") { Description = "With --config: tell it as JSON." };

    /// <summary>Adds the options to the verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _config, _skus, _orders, _reports, _vendorLimit, _json })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether a configuration is to be tried.</summary>
    public bool IsAsked(ParseResult asked) => asked.GetValue(_config) is not null;

    /// <summary>What was asked for that does not go together with trying a configuration, or with not trying one; null: nothing.</summary>
    /// <param name="asked">What was asked for.</param>
    /// <param name="seeds">The option that asks for many worlds.</param>
    public string? Misfit(ParseResult asked, Option seeds)
    {
        bool IsNamed(Option option) => asked.GetResult(option) is { Implicit: false };
        return IsAsked(asked)
            ? IsNamed(seeds) ? $"{seeds.Name} does not go with {_config.Name}: a configuration is tried on the one day of --seed." : null
            : new Option[] { _skus, _orders, _reports, _vendorLimit, _json }.FirstOrDefault(IsNamed) is { } alone
                ? $"{alone.Name} goes with {_config.Name} only: worlds from seeds have a merchant of their own."
                : null;
    }

    /// <summary>Tries it.</summary>
    /// <returns>0 nothing to say, 1 findings, 2 it cannot be used.</returns>
    public async Task<int> RunAsync(ParseResult asked, ulong seed, Profile profile, double? hours, FileInfo? trace)
    {
        var (output, error) = (asked.InvocationConfiguration.Output, asked.InvocationConfiguration.Error);
        var path = asked.GetRequiredValue(_config)!;
        var trade = new MerchantTrade(
            asked.GetValue(_skus), asked.GetValue(_orders), asked.GetValue(_reports),
            hours is { } some ? TimeSpan.FromHours(some) : MerchantTrade.Usual.Hours);
        if (trade is { Skus: < 10 or > 100_000 } or { OrdersPerDay: < 1 or > 1_000_000 } or { ReportsPerDay: < 1 or > 10_000_000 })
        {
            await error.WriteLineAsync("Ask for 10 to 100,000 articles, up to a million orders, and up to ten million reports a day.");
            return CommandLine.Failed;
        }

        var loaded = Load(path);
        if (loaded.Settings is not { } settings)
        {
            foreach (var line in CheckText.Lines(new CheckReport(path, loaded, [])))
            {
                await error.WriteLineAsync(line);
            }

            return CommandLine.Failed;
        }

        var granted = asked.GetValue(_vendorLimit) ?? [];
        var connections = VendorGrant.Give(settings.Connections.Select(Of).ToList(), granted, out var misread);
        if (misread is not null)
        {
            await error.WriteLineAsync($"{_vendorLimit.Name} {misread}");
            return CommandLine.Failed;
        }

        var plan = new MerchantPlan(seed, settings.Contract, connections.ToItems(), trade, profile);
        var outcome = MerchantTrial.Run(plan);
        if (trace is not null)
        {
            await File.WriteAllLinesAsync(trace.FullName, outcome.Chronicle.Lines.Select(line => line.ToString()));
        }

        var report = new MerchantReport(path, Repeat(path, plan, granted), outcome.Measures, outcome.Findings);
        await TellAsync(output, report, asked.GetValue(_json));
        return report.Findings.All(finding => finding.Kind == MerchantFinding.Unplayed) ? 0 : 1;
    }

    /// <summary>Credentials that are not at hand are stood in for: nothing outside is called.</summary>
    private LoadedSettings Load(string path)
    {
        var full = Path.GetFullPath(path);
        var real = Surroundings.Of(Path.GetDirectoryName(full)!);
        if (real.FileNamed(full) is not { } text)
        {
            return new SettingsLoader(connectors).LoadFile(path);
        }

        return new SettingsLoader(connectors).Load(text, real with
        {
            Variable = name => real.Variable(name) ?? (name.EndsWith("URL", StringComparison.Ordinal) ? "https://simulated.invalid/" : $"simulated-{name}"),
        });
    }

    private MerchantConnection Of(ConfiguredConnection configured) => new(
        configured.Rule, connectors.Find(configured.Rule.Kind)!, configured.Settings, configured.Inbound is not null);

    private static string Repeat(string path, MerchantPlan plan, string[] granted) => string.Create(
        CultureInfo.InvariantCulture,
        $"trueup simulate --config {path} --seed {plan.Seed} --profile {plan.Profile.Name} " +
        $"--hours {plan.Trade.Hours.TotalHours:0.###} --skus {plan.Trade.Skus} --orders {plan.Trade.OrdersPerDay} --reports {plan.Trade.ReportsPerDay}") +
        string.Concat(granted.Select(grant => $" --vendor-limit {grant}"));

    private static async Task TellAsync(TextWriter output, MerchantReport report, bool asJson)
    {
        if (asJson)
        {
            var options = new JsonSerializerOptions(ApiJson.Default.Options)
            {
                WriteIndented = true,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            };
            await output.WriteLineAsync(JsonSerializer.Serialize(report, options.GetTypeInfo(typeof(MerchantReport))));
            return;
        }

        foreach (var line in report.Lines())
        {
            await output.WriteLineAsync(line);
        }
    }
}
