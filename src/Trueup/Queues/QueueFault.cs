using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using RabbitMQ.Client.Exceptions;

namespace Trueup.Queues;

/// <summary>Puts into words why a broker's queue cannot be read.</summary>
internal static class QueueFault
{
    private const int NoAccess = 403;
    private const int NotFound = 404;
    private const int FrameError = 501;

    /// <summary>In a sentence without the broker's address, which holds a password; null for what is a fault of ours.</summary>
    public static string? Describe(Exception fault) => fault switch
    {
        OperationInterruptedException { ShutdownReason: { } reason } => Describe(reason.ReplyCode, reason.ReplyText),
        AuthenticationFailureException or PossibleAuthenticationFailureException => "The broker refuses the user or the password.",
        BrokerUnreachableException { InnerException: { } inner } => Describe(inner) ?? "The broker does not answer.",
        BrokerUnreachableException or ConnectFailureException or SocketException or TimeoutException or OperationCanceledException =>
            "The broker does not answer.",
        AuthenticationException => "The broker's certificate is not trusted.",
        AggregateException { InnerException: { } inner } => Describe(inner),
        RabbitMQClientException or IOException => "The connection to the broker broke.",
        _ => null,
    };

    /// <summary>In a sentence, from what the broker says of an end.</summary>
    public static string Describe(int code, string text) => code switch
    {
        NoAccess => "The broker gives no access to the queue.",
        NotFound => "The broker has no queue of this name.",
        FrameError when text.StartsWith("Frame body size", StringComparison.Ordinal) => string.Create(
            CultureInfo.InvariantCulture,
            $"A message is larger than {QueueSession.LargestBytes >> 20} MiB, and what is behind it cannot be read before it is taken out of the queue."),
        _ => string.Create(CultureInfo.InvariantCulture, $"The broker ended the reading: {code} {text}."),
    };
}
