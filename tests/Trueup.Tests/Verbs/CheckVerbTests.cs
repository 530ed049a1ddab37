using System.Text.Json.Nodes;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Settings;
using Trueup.Tests.Settings;
using Trueup.Verbs;
using Trueup.Wires;

namespace Trueup.Tests.Verbs;

public sealed class CheckVerbTests : IDisposable
{
    private const string Clean =
        """
        version: 1
        hub: { name: Shop, currency: GBP }
        connections:
          shop: { kind: adobe-commerce, url: http://127.0.0.1:1 }
          wms: { kind: http, roles: [warehouse], url: http://127.0.0.1:2 }
          pos: { kind: http, roles: [pos] }
        locations:
          leeds: { owner: wms, codes: { wms: LDS, shop: leeds_src } }
          soho: { owner: pos, codes: { pos: "07" } }
        ownership:
          stock: { subscribers: [shop] }

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trueup-check");

    private string Config => Path.Combine(_folder.FullName, "trueup.yaml");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_clean_file_is_told_with_its_coverage_and_ends_with_0()
    {
        var (code, lines, errors) = await RunAsync(Clean);

        Assert.Equal(0, code);
        Assert.Equal("", errors);
        Assert.Equal(
            [
                "location  shop       wms   pos",
                "leeds     leeds_src  LDS*  -",
                "soho      -          -     07*",
                "* right about the stock there   - not known there",
                "shop does not sell from soho",
                $"{Config} is clean: 3 connections, 2 locations, 0 kits",
            ],
            lines);
    }

    [Fact]
    public async Task A_file_with_warnings_ends_with_1()
    {
        var (code, lines, _) = await RunAsync(Clean.Replace("pos: \"07\"", "", StringComparison.Ordinal));

        Assert.Equal(1, code);
        Assert.Equal(
            $"{Config}:9:3 warning locations.soho: has no code for its owner \"pos\": " +
            "nothing it reports can be placed here",
            lines[0]);
        Assert.Equal($"{Config}: 0 errors, 1 warning", lines[^1]);
    }

    [Fact]
    public async Task An_unusable_file_ends_with_2_and_tells_place_path_and_remedy()
    {
        var (code, lines, _) = await RunAsync(Clean.Replace("roles: [pos]", "rols: [pos]", StringComparison.Ordinal));

        Assert.Equal(2, code);
        Assert.Equal($"{Config}:6:22 error   connections.pos.rols: unknown key; did you mean \"roles\"?", lines[0]);
        Assert.EndsWith("; unusable", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_ends_with_2()
    {
        var (code, lines, _) = await RunAsync(text: null);

        Assert.Equal(2, code);
        Assert.Equal($"{Config}:1:1 error   there is no such file; write one, or name it with --config", lines[0]);
    }

    [Fact]
    public async Task The_same_is_told_as_JSON()
    {
        var (code, lines, _) = await RunAsync(Clean.Replace("pos: \"07\"", "", StringComparison.Ordinal), "--json");
        var report = JsonNode.Parse(string.Concat(lines))!;

        Assert.Equal(1, code);
        Assert.Equal(1, report["exitCode"]!.GetValue<int>());
        Assert.Equal(9, report["problems"]![0]!["line"]!.GetValue<int>());
        Assert.Equal("warning", report["problems"]![0]!["gravity"]!.GetValue<string>());
        Assert.Equal("leeds_src", report["coverage"]!["locations"]![0]!["codes"]!["shop"]!.GetValue<string>());
        Assert.Equal("soho", report["coverage"]!["unmapped"]![0]!["location"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_schema_is_printed_without_any_file()
    {
        var (code, lines, _) = await RunAsync(text: null, "--schema");
        var schema = JsonNode.Parse(string.Concat(lines))!.AsObject();

        Assert.Equal(0, code);
        Assert.True(JsonNode.DeepEquals(SettingsSchema.Of(Configuration.Connectors), schema));
    }

    [Fact]
    public async Task A_live_check_asks_each_connection_for_the_codes_of_its_own_locations()
    {
        var wires = new RecordingWires(answers: true);

        var (code, lines, _) = await RunAsync(Clean, wires, "--live");

        Assert.Equal(0, code);
        Assert.Equal(["shop /leeds_src", "wms /LDS"], wires.Asked);
        Assert.Contains("shop: answers, and all is well", lines);
        Assert.Contains("pos: not called: there is no address, or nothing to check", lines);
        Assert.Equal(2, wires.Closed);
    }

    [Fact]
    public async Task A_connection_that_does_not_answer_is_unusable()
    {
        var (code, lines, _) = await RunAsync(Clean, new RecordingWires(answers: false), "--live", "--json");
        var report = JsonNode.Parse(string.Concat(lines))!;

        Assert.Equal(2, code);
        Assert.Equal("unusable", report["live"]![0]!["state"]!.GetValue<string>());
        Assert.Equal(CaseCodes.ConnectionDown.Code, report["live"]![0]!["findings"]![0]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_finding_on_a_live_connection_ends_with_1()
    {
        var shop = new FakeConnector("adobe-commerce", ["storefront"], FakeConnector.Shop.Manifest.Settings)
        {
            Findings = [new LiveFinding(CaseCodes.SourceUnknown, "leeds_src is not there.")],
        };
        var connectors = new ConnectorCatalogue(shop, FakeConnector.Anything);
        var verb = new CheckVerb(connectors, new RecordingWires(answers: true));

        var (code, lines, _) = await RunAsync(Clean, verb, "--live");

        Assert.Equal(1, code);
        Assert.Contains(
            $"  {CaseCodes.SourceUnknown} leeds_src is not there. {CaseCodes.SourceUnknown.NextAction}", lines);
    }

    private Task<(int Code, string[] Lines, string Errors)> RunAsync(string? text, params string[] options) =>
        RunAsync(text, new CheckVerb(Configuration.Connectors), options);

    private Task<(int Code, string[] Lines, string Errors)> RunAsync(
        string? text, IWireFactory wires, params string[] options) =>
        RunAsync(text, new CheckVerb(Configuration.Connectors, wires), options);

    private async Task<(int Code, string[] Lines, string Errors)> RunAsync(
        string? text, CheckVerb verb, params string[] options)
    {
        if (text is not null)
        {
            await File.WriteAllTextAsync(Config, text);
        }

        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await new CommandLine(verb).RunAsync(["check", "--config", Config, .. options], output, error);
        return (code, output.ToString().TrimEnd('\n').Split('\n'), error.ToString());
    }

    private sealed class RecordingWires(bool answers) : IWireFactory
    {
        public List<string> Asked { get; } = [];

        public bool Answers { get; } = answers;

        public int Closed { get; private set; }

        public IWire Open(ConnectionSettings settings) => new Wire(this, settings.Name);

        private sealed class Wire(RecordingWires wires, ConnectionName name) : IWire, IDisposable
        {
            public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
            {
                wires.Asked.Add($"{name} {request.Target}");
                return ValueTask.FromResult<WireOutcome>(wires.Answers
                    ? new WireOutcome.Answered(new WireReply(200))
                    : new WireOutcome.NotSent("connection refused"));
            }

            public void Dispose() => wires.Closed++;
        }
    }
}
