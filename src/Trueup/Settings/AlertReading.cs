using Trueup.Core.Cases;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>Reads <c>alerts</c>, <c>calendar</c> and <c>notify</c>.</summary>
internal static class AlertReading
{
    /// <summary>Seasons that need no entry in the calendar.</summary>
    private static readonly Items<string> BuiltIn = ["weekend", "month-end"];

    /// <summary>Where alerts go.</summary>
    public static Items<NotifyTarget> ReadTargets(Section notify)
    {
        var targets = new List<NotifyTarget>();
        foreach (var (name, below) in notify.Named)
        {
            var (webhook, mail) = (below["webhook"], below["smtp"]);
            if (webhook.Exists == mail.Exists)
            {
                below.Error("expected either webhook or smtp");
                continue;
            }

            targets.Add(new NotifyTarget(name)
            {
                Webhook = SecretAt(webhook),
                Form = below["format"].Text switch { "slack" => NoticeForm.Slack, "teams" => NoticeForm.Teams, _ => NoticeForm.Plain },
                SigningSecret = SecretAt(below["secret"]),
                Mail = mail.Exists ? ReadMail(mail) : null,
                Quiet = Notation.TryHours(below["quiet"].Text ?? "", out var from, out var to) ? new QuietHours(from, to) : null,
            });
        }

        return targets.ToItems();
    }

    /// <summary>Seasons of the calendar.</summary>
    public static Items<TradingSeason> ReadSeasons(Section calendar)
    {
        var seasons = new List<TradingSeason>();
        foreach (var (name, below) in calendar.Named)
        {
            if (Notation.TryDate(below["from"].Text ?? "", out var from) && Notation.TryDate(below["to"].Text ?? "", out var to))
            {
                if (to < from)
                {
                    below["to"].Error("must not be before the first day");
                }

                seasons.Add(new TradingSeason(name, from, to));
            }
        }

        return seasons.ToItems();
    }

    /// <summary>When somebody is told; a target, season or connection that is not there is noted.</summary>
    public static Items<AlertRule> Read(Section file, KnownNames names)
    {
        var targets = file["notify"].Named.Select(target => target.Name).ToList();
        var seasons = file["calendar"].Named.Select(season => season.Name).Concat(BuiltIn).ToList();
        var rules = new List<AlertRule>();
        foreach (var alert in file["alerts"].Members)
        {
            if (AlertCondition.TryParse(alert["when"].Text ?? "", out var condition))
            {
                CheckOf(alert["when"], condition, names);
                rules.Add(new AlertRule(condition, Names(alert["notify"], targets))
                {
                    Name = alert["name"].Text ?? condition.Text,
                    Severity = alert["severity"].Text switch
                    {
                        "notice" => Severity.Notice,
                        "critical" => Severity.Critical,
                        _ => Severity.Warning,
                    },
                    Owner = alert["owner"].Text,
                    Escalate = alert["escalate"]["after"].Duration is { } after
                        ? new AlertEscalation(after, Names(alert["escalate"]["notify"], targets))
                        : null,
                    During = ReadDuring(alert["during"], seasons, names),
                });
            }
        }

        return rules.ToItems();
    }

    private static Items<SeasonCondition> ReadDuring(Section during, List<string> seasons, KnownNames names)
    {
        var conditions = new List<SeasonCondition>();
        foreach (var (name, below) in during.Named)
        {
            if (!seasons.Contains(name))
            {
                below.Error($"no season is named \"{name}\"{DidYouMean.Hint(name, seasons)}");
            }
            else if (AlertCondition.TryParse(below.Text ?? "", out var condition))
            {
                CheckOf(below, condition, names);
                conditions.Add(new SeasonCondition(name, condition));
            }
        }

        return conditions.ToItems();
    }

    /// <summary>A condition on a connection that there is not would never be met, and nobody would know.</summary>
    private static void CheckOf(Section at, AlertCondition condition, KnownNames names)
    {
        if (condition.IsOfConnection)
        {
            names.Mention(
                at, condition.Of!, condition.Metric is AlertMetric.Capture or AlertMetric.Decrement ? OwnershipReading.Capture : []);
        }
    }

    private static Items<string> Names(Section named, List<string> targets)
    {
        foreach (var name in named.Members)
        {
            if (name.Text is { } text && !targets.Contains(text))
            {
                name.Error($"nothing under notify is named \"{name.Written}\"{DidYouMean.Hint(text, targets)}");
            }
        }

        return named.Texts.ToItems();
    }

    private static MailRoute ReadMail(Section mail) => new(
        mail["host"].Text ?? "", mail["port"].Whole ?? 587, mail["from"].Text ?? "", mail["to"].Texts.ToItems())
    {
        Tls = mail["tls"].Text != "false",
        User = mail["user"].Text,
        Password = SecretAt(mail["password"]),
    };

    private static Secret? SecretAt(Section section) => section.Text is { } text ? new Secret(text) : null;
}
