namespace Trueup.Connectors.CommerceTools;

/// <summary>How journalled messages are to be read. On disk: never change one.</summary>
internal static class MessageForms
{
    /// <summary>An order as the API shows it, with what it refers to.</summary>
    public const string Order = "ct.order";

    /// <summary>A message or notification, in the platform's own format.</summary>
    public const string Message = "ct.message";

    /// <summary>Which channels there are, and which of them stock is sold from.</summary>
    public const string Wiring = "ct.wiring";
}

/// <summary>Names of the polls; on disk, with their cursors.</summary>
internal static class PollNames
{
    public const string Orders = "orders";
    public const string Messages = "messages";
    public const string Export = "export";
    public const string Products = "products";
    public const string Wiring = "wiring";
    public const string Confirmations = "confirmations";
}
