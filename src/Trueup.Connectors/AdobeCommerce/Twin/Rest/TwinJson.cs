using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>How the twin writes JSON down again that it was given.</summary>
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(WrittenJson))]
internal sealed partial class TwinJson : JsonSerializerContext
{
    /// <summary>Escapes no more than JSON demands.</summary>
    public static JsonSerializerOptions Relaxed { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
