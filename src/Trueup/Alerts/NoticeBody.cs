using System.Text.Json.Nodes;
using Trueup.Settings;

namespace Trueup.Alerts;

/// <summary>A notice as each kind of receiver takes it.</summary>
internal static class NoticeBody
{
    /// <summary>The JSON body for a webhook.</summary>
    public static string Json(Notice notice, NoticeForm form, string hub) => form switch
    {
        NoticeForm.Slack => Slack(notice, hub).ToJsonString(),
        NoticeForm.Teams => Teams(notice, hub).ToJsonString(),
        _ => Plain(notice, hub).ToJsonString(),
    };

    /// <summary>The text of a mail.</summary>
    public static string Text(Notice notice, string hub) => string.Join('\n', Lines(notice, hub)) + "\n";

    private static JsonObject Plain(Notice notice, string hub) => new()
    {
        ["type"] = $"trueup.alert.{notice.Kind.ToString().ToLowerInvariant()}",
        ["timestamp"] = notice.At.UtcDateTime.ToString("O"),
        ["data"] = new JsonObject
        {
            ["hub"] = hub,
            ["alert"] = notice.Rule.Name,
            ["severity"] = notice.Rule.Severity.ToString().ToLowerInvariant(),
            ["condition"] = notice.Condition.Text,
            ["figure"] = notice.Figure,
            ["explanation"] = notice.Explanation,
            ["owner"] = notice.Rule.Owner,
            ["context"] = new JsonArray([.. notice.Context.Select(line => JsonValue.Create(line))]),
            ["link"] = notice.Link?.AbsoluteUri,
            ["runbook"] = notice.Runbook,
            ["raisedAt"] = notice.RaisedAt.UtcDateTime.ToString("O"),
        },
    };

    /// <summary>Section blocks of plain text: nothing in it is read as markup.</summary>
    private static JsonObject Slack(Notice notice, string hub) => new()
    {
        ["text"] = notice.Headline,
        ["blocks"] = new JsonArray(
            new JsonObject { ["type"] = "header", ["text"] = PlainText(notice.Headline) },
            new JsonObject { ["type"] = "section", ["text"] = PlainText(string.Join('\n', Lines(notice, hub).Skip(1))) }),
    };

    private static JsonObject PlainText(string text) => new() { ["type"] = "plain_text", ["text"] = text };

    private static JsonObject Teams(Notice notice, string hub) => new()
    {
        ["type"] = "message",
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.card.adaptive",
            ["content"] = new JsonObject
            {
                ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                ["type"] = "AdaptiveCard",
                ["version"] = "1.4",
                ["body"] = new JsonArray(
                    new JsonObject { ["type"] = "TextBlock", ["weight"] = "Bolder", ["wrap"] = true, ["text"] = notice.Headline },
                    new JsonObject { ["type"] = "TextBlock", ["wrap"] = true, ["text"] = string.Join("\n\n", Lines(notice, hub).Skip(1)) }),
            },
        }),
    };

    private static IEnumerable<string> Lines(Notice notice, string hub)
    {
        yield return notice.Headline;
        yield return notice.Explanation;
        yield return $"Hub: {hub}. Raised at {notice.RaisedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.";
        if (notice.Rule.Owner is { } owner)
        {
            yield return $"Owner: {owner}.";
        }

        foreach (var line in notice.Context)
        {
            yield return line;
        }

        if (notice.Link is { } link)
        {
            yield return $"Look: {link.AbsoluteUri}";
        }

        yield return $"What to do: {notice.Runbook}";
    }
}
