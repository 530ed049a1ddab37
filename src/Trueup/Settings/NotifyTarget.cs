using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>Where alerts go: a webhook or a mailbox.</summary>
/// <param name="Name">Name under <c>notify</c>.</param>
public sealed record NotifyTarget(string Name)
{
    /// <summary>Address that gets a JSON POST; secret, for such addresses often hold a key.</summary>
    public Secret? Webhook { get; init; }

    /// <summary>What the body looks like. Default: the hub's own form.</summary>
    public NoticeForm Form { get; init; }

    /// <summary>Secret that deliveries are signed with, as in the Standard Webhooks specification; null:
    /// unsigned.</summary>
    public Secret? SigningSecret { get; init; }

    /// <summary>Mailbox; null for a webhook.</summary>
    public MailRoute? Mail { get; init; }

    /// <summary>Local time in which only critical alerts are told; null: always.</summary>
    public QuietHours? Quiet { get; init; }
}

/// <summary>What a webhook's body looks like.</summary>
public enum NoticeForm
{
    /// <summary>The hub's own form, with everything in fields.</summary>
    Plain,

    /// <summary>A message as Slack's incoming webhooks take it.</summary>
    Slack,

    /// <summary>A message card as Microsoft Teams takes it.</summary>
    Teams,
}

/// <summary>How mail is sent.</summary>
/// <param name="Host">SMTP server.</param>
/// <param name="Port">Its port. Default 587.</param>
/// <param name="From">Sender.</param>
/// <param name="To">Recipients; at least one.</param>
public sealed record MailRoute(string Host, int Port, string From, Items<string> To)
{
    /// <summary>Whether the connection is encrypted with STARTTLS. Default true.</summary>
    public bool Tls { get; init; } = true;

    /// <summary>User name; null: no sign-in.</summary>
    public string? User { get; init; }

    /// <summary>Password; null: no sign-in.</summary>
    public Secret? Password { get; init; }
}

/// <summary>Local hours in which only critical alerts are told; the end may lie on the next day.</summary>
public sealed record QuietHours(TimeOnly From, TimeOnly To)
{
    /// <summary>Whether a local time is in them.</summary>
    public bool Contains(TimeOnly time) => From <= To ? time >= From && time < To : time >= From || time < To;
}
