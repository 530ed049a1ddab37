using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>A part of an answer that is written down already.</summary>
[JsonConverter(typeof(Converter))]
internal sealed class WrittenJson(ReadOnlyMemory<byte> text)
{
    private readonly ReadOnlyMemory<byte> _text = text;

    internal sealed class Converter : JsonConverter<WrittenJson>
    {
        public override WrittenJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Nobody reads it back.");

        public override void Write(Utf8JsonWriter writer, WrittenJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value._text.Span, skipInputValidation: true);
    }
}
