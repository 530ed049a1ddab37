using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.CommerceTools.Messages;

/// <summary>
/// Messages on their way into the journal. What is pushed and what is polled of one message differ in their envelope, so
/// each way has keys of its own: with one they would look like one id used for two messages.
/// </summary>
internal static class Notifications
{
    /// <summary>A message of the Messages Query: its id is the same however often it is read.</summary>
    public static RawMessage Polled(JsonElement message) => Of("messages", message);

    /// <summary>A notification that was delivered: a message by its id, a change by what it says.</summary>
    public static RawMessage Pushed(JsonElement notification) => Of("pushed", notification);

    /// <summary>An order that does not exist any more although no message says so.</summary>
    public static RawMessage Gone(JsonElement message) => Write($"orders/{message.At("resource").Text("id")}", json =>
    {
        json.WriteString("notificationType", "ResourceDeleted");
        json.WritePropertyName("resource");
        message.At("resource").WriteTo(json);
        json.WriteString("modifiedAt", message.Text("createdAt"));
    });

    /// <summary>A product as it was read, on sale or not: the same message while it does not change.</summary>
    public static RawMessage Product(JsonElement product, bool isPublished) => Write(
        $"products/{product.Text("id")}", json =>
        {
            json.WriteString("notificationType", "Message");
            json.WriteString("type", isPublished ? "ProductPublished" : "ProductUnpublished");
            json.WriteStartObject("resource");
            json.WriteString("typeId", "product");
            json.WriteString("id", product.Text("id"));
            json.WriteEndObject();
            json.WritePropertyName("productProjection");
            product.WriteTo(json);
        });

    private static RawMessage Of(string way, JsonElement message)
    {
        var body = Encoding.UTF8.GetBytes(message.GetRawText());
        return message.Text("id") is { Length: > 0 } given
            ? new RawMessage($"{way}/{given}", MessageForms.Message, body)
            : ByContent("notifications", body);
    }

    private static RawMessage ByContent(string about, ReadOnlyMemory<byte> body) => new(
        $"{about}/{Convert.ToHexStringLower(SHA256.HashData(body.Span).AsSpan(0, 12))}", MessageForms.Message, body);

    private static RawMessage Write(string about, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return ByContent(about, buffer.WrittenMemory);
    }
}
