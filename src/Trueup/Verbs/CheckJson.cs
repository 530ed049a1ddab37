using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Settings;

namespace Trueup.Verbs;

/// <summary>Tells a check's report to programs.</summary>
internal static class CheckJson
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Indented text of a JSON value.</summary>
    public static string TextOf(JsonNode node) => node.ToJsonString(Readable);

    /// <summary>The report.</summary>
    public static JsonObject Of(CheckReport report) => new()
    {
        ["config"] = report.Config,
        ["exitCode"] = report.ExitCode,
        ["problems"] = new JsonArray([.. report.Loaded.Problems.Select(Of)]),
        ["coverage"] = report.Coverage is { } coverage ? Of(coverage) : null,
        ["live"] = new JsonArray([.. report.Live.Select(Of)]),
    };

    private static JsonObject Of(SettingsProblem problem) => new()
    {
        ["gravity"] = problem.Gravity == ProblemGravity.Error ? "error" : "warning",
        ["line"] = problem.Place.Line,
        ["column"] = problem.Place.Column,
        ["path"] = problem.Path,
        ["message"] = problem.Message,
    };

    private static JsonObject Of(Coverage coverage) => new()
    {
        ["locations"] = new JsonArray([.. coverage.Rows.Select(row => new JsonObject
        {
            ["location"] = row.Location.Code.Text,
            ["owner"] = row.Location.Owner.Text,
            ["codes"] = new JsonObject(row.Location.Codes.Select(
                code => KeyValuePair.Create(code.Connection.Text, (JsonNode?)code.Code))),
        })]),
        ["unmapped"] = new JsonArray([.. coverage.Gaps.SelectMany(gap => gap.Locations.Select(location => new JsonObject
        {
            ["connection"] = gap.Connection.Text,
            ["location"] = location.Text,
        }))]),
    };

    private static JsonObject Of(LiveResult result) => new()
    {
        ["connection"] = result.Connection.Text,
        ["state"] = result.State switch
        {
            LiveState.Ok => "ok",
            LiveState.Findings => "findings",
            LiveState.Unusable => "unusable",
            _ => "not-called",
        },
        ["findings"] = new JsonArray([.. result.Findings.Select(finding => new JsonObject
        {
            ["code"] = finding.Code.Code,
            ["detail"] = finding.Detail,
            ["nextAction"] = finding.Code.NextAction,
        })]),
    };
}
