using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>Reads <c>alerts</c> and <c>notify</c>.</summary>
internal static class AlertReading
{
    /// <summary>Where alerts go.</summary>
    public static Items<NotifyTarget> ReadTargets(Section notify) => notify.Named
        .Where(target => target.Below["webhook"].Text is not null)
        .Select(target => new NotifyTarget(target.Name, new Secret(target.Below["webhook"].Text!))).ToItems();

    /// <summary>When somebody is told; a target that is not there is noted.</summary>
    public static Items<AlertRule> Read(Section alerts, Section notify)
    {
        var targets = notify.Named.Select(target => target.Name).ToList();
        var rules = new List<AlertRule>();
        foreach (var alert in alerts.Members)
        {
            foreach (var name in alert["notify"].Members)
            {
                if (name.Text is { } text && !targets.Contains(text))
                {
                    name.Error($"nothing under notify is named \"{name.Written}\"{DidYouMean.Hint(text, targets)}");
                }
            }

            if (AlertCondition.TryParse(alert["when"].Text ?? "", out var condition))
            {
                rules.Add(new AlertRule(condition, alert["notify"].Texts.ToItems()));
            }
        }

        return rules.ToItems();
    }
}
