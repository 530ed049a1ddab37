using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>Reads <c>orders</c>, and the rules about orders below a connection.</summary>
internal static class OrderReading
{
    /// <summary>The rules about orders.</summary>
    public static OrderTerms Read(Section orders)
    {
        var otherwise = new OrderTerms();
        var limits = Enum.GetValues<OrderStage>().Select(stage => LimitOf(orders["stages"], stage, otherwise));
        return otherwise with
        {
            Stages = limits.OfType<StageLimit>().ToItems(),
            EarlyWait = orders["early_wait"].DurationAboveZero() ?? otherwise.EarlyWait,
            ArchiveAfter = orders["archive_after"].DurationAboveZero() ?? otherwise.ArchiveAfter,
            Sweep = SweepOf(orders["sweep"], otherwise.Sweep),
        };
    }

    /// <summary>The release points of a storefront.</summary>
    public static Items<ReleaseRule> ReleaseOf(Section release) => release.Members
        .Where(rule => rule["at"].Text is { } word && OrderKeyRules.ReleasePoints.FindIndex(known => known == word) >= 0)
        .Select(rule => new ReleaseRule(
            (ReleasePoint)OrderKeyRules.ReleasePoints.FindIndex(word => word == rule["at"].Text),
            rule["channel"].Text,
            rule["payment"].Text))
        .ToItems();

    /// <summary>How long a storefront's orders may wait for their payment.</summary>
    public static Items<ExpiryRule> ExpiryOf(Section expire) => expire.Members
        .Select(rule => rule["after"].DurationAboveZero() is { } after
            ? new ExpiryRule(after, rule["channel"].Text, rule["payment"].Text)
            : null)
        .OfType<ExpiryRule>().ToItems();

    /// <summary>Channels of a storefront that charge in one currency only.</summary>
    public static Items<ChannelCurrency> ChannelsOf(Section channels) => channels.Named
        .Where(channel => channel.Below.Text is not null)
        .Select(channel => new ChannelCurrency(channel.Name, channel.Below.Text!)).ToItems();

    private static StageLimit? LimitOf(Section stages, OrderStage stage, OrderTerms otherwise)
    {
        var after = stages[OrderKeyRules.Stages[(int)stage - 1]].DurationAboveZero();
        var usual = otherwise.Stages.FirstOrDefault(limit => limit.Stage == stage);
        return after is { } limit ? new StageLimit(stage, limit) : usual;
    }

    private static SweepRule SweepOf(Section sweep, SweepRule otherwise)
    {
        var rule = new SweepRule
        {
            Every = sweep["every"].DurationAboveZero() ?? otherwise.Every,
            Window = sweep["window"].DurationAboveZero() ?? otherwise.Window,
            Back = sweep["back"].DurationAboveZero() ?? otherwise.Back,
            Grace = sweep["grace"].Duration ?? otherwise.Grace,
        };
        if (rule.Window > rule.Back)
        {
            sweep.Error("a window cannot be longer than the sweep reaches back");
        }

        return rule;
    }
}
