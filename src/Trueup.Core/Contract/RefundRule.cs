namespace Trueup.Core.Contract;

/// <summary>When the hub asks a storefront to refund what came back.</summary>
public enum RefundWhen
{
    /// <summary>Never: people refund in the storefront, and the hub says where they have not.</summary>
    Never,

    /// <summary>When the goods arrive.</summary>
    OnReceipt,

    /// <summary>When they were inspected.</summary>
    OnInspection,
}

/// <summary>How money is given back.</summary>
/// <param name="When">When a return makes a refund due.</param>
/// <param name="IsOnline">Whether the payment provider is told by the storefront (a refund of the invoice); else the
/// refund is a credit memo, and the money goes back by hand.</param>
public sealed record RefundRule(RefundWhen When = RefundWhen.Never, bool IsOnline = false);
