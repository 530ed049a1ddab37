using System.Globalization;
using System.Text;
using RabbitMQ.Client.Events;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Queues;

/// <summary>What goes along with the bytes of a delivery. An event's attributes are application properties that begin with
/// <c>cloudEvents_</c> or <c>cloudEvents:</c> (CloudEvents AMQP binding 1.0, §3.1.3); over HTTP the same begin with <c>ce-</c>.</summary>
internal static class QueueProperties
{
    private const string HttpPrefix = "ce-";
    private static readonly string[] Prefixes = ["cloudEvents_", "cloudEvents:"];

    /// <summary>A delivery that outlives the broker's buffers.</summary>
    public static QueueDelivery Copy(BasicDeliverEventArgs received)
    {
        var properties = received.BasicProperties;
        return new QueueDelivery(
            received.DeliveryTag,
            properties.ContentType,
            properties.MessageId,
            (properties.Headers ?? new Dictionary<string, object?>(StringComparer.Ordinal)).Select(HeaderOf).ToItems(),
            received.Body.ToArray());
    }

    private static WireHeader HeaderOf(KeyValuePair<string, object?> header)
    {
        var prefix = Prefixes.FirstOrDefault(prefix => header.Key.StartsWith(prefix, StringComparison.Ordinal));
        return prefix is null
            ? new WireHeader(header.Key, TextOf(header.Value))
            : new WireHeader(HttpPrefix + header.Key[prefix.Length..], Escaped(TextOf(header.Value)));
    }

    /// <summary>Over HTTP a percent sign begins an escape; here it stands for itself.</summary>
    private static string Escaped(string text) => text.Replace("%", "%25", StringComparison.Ordinal);

    private static string TextOf(object? value) => value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };
}
