using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>Keys of <c>alerts</c>, <c>calendar</c> and <c>notify</c>.</summary>
internal static class AlertKeyRules
{
    /// <summary>Every key.</summary>
    public static Items<KeyRule> All { get; } =
    [
        new("alerts", Form.Section, "When to tell somebody."),
        new("alerts[].when", Form.Condition,
            "The condition: a measure such as parity, lag(orders) or volume(orders), compared, and how long with \"for\".",
            Required: true),
        new("alerts[].notify", Form.Text.Many(), "Whom to tell: names under notify.", Required: true),
        new("alerts[].name", Form.Text, "Name for people. Default: the condition."),
        new("alerts[].severity", Form.OneOf("notice", "warning", "critical"),
            "How much it matters; critical alerts are told in quiet hours too. Default warning."),
        new("alerts[].owner", Form.Text, "Who has to deal with it, for people."),
        new("alerts[].escalate", Form.Section, "Who else is told when it lasts."),
        new("alerts[].escalate.after", Form.Duration, "How long after it was raised.", Required: true),
        new("alerts[].escalate.notify", Form.Text.Many(), "Whom to tell: names under notify.", Required: true),
        new("alerts[].during", Form.Section, "Conditions that hold instead in a season of the calendar."),
        new("alerts[].during.*", Form.Condition, "The condition in that season; weekend and month-end are known too."),
        new("calendar", Form.Section, "Seasons in which trade is not as usual, by name."),
        new("calendar.*.from", Form.Date, "First day.", Required: true),
        new("calendar.*.to", Form.Date, "Last day.", Required: true),
        new("notify", Form.Section, "Where alerts go, by name: a webhook or a mailbox."),
        new("notify.*.webhook", Form.Url, "Address that gets a JSON POST."),
        new("notify.*.format", Form.OneOf("plain", "slack", "teams"), "What its body looks like. Default plain."),
        new("notify.*.secret", Form.Secret, "Secret to sign with as in the Standard Webhooks specification."),
        new("notify.*.smtp", Form.Section, "Mail instead of a webhook."),
        new("notify.*.smtp.host", Form.Text, "SMTP server.", Required: true),
        new("notify.*.smtp.port", Form.Whole, "Its port. Default 587."),
        new("notify.*.smtp.tls", Form.Flag, "Whether STARTTLS is used. Default true."),
        new("notify.*.smtp.user", Form.Text, "User name. Default: no sign-in."),
        new("notify.*.smtp.password", Form.Secret, "Password."),
        new("notify.*.smtp.from", Form.Text, "Sender.", Required: true),
        new("notify.*.smtp.to", Form.Text.OneOrMany(), "Recipients.", Required: true),
        new("notify.*.quiet", Form.Hours, "Local hours in which only critical alerts are told, such as 22:00-07:00."),
    ];
}
