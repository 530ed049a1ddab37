#pragma warning disable RS0030 // Handlebars.Net states this port with TextWriter; nothing here touches a disk.
using System.Text;
using System.Text.Encodings.Web;
using HandlebarsDotNet;

namespace Trueup.Connectors.Http;

/// <summary>Escapes what a template puts between the quotes of a JSON string.</summary>
internal sealed class JsonTextEncoder : ITextEncoder
{
    /// <inheritdoc/>
    public void Encode(StringBuilder? text, TextWriter target) => Encode(text?.ToString(), target);

    /// <inheritdoc/>
    public void Encode(string? text, TextWriter target) =>
        target.Write(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text ?? ""));

    /// <inheritdoc/>
    public void Encode<T>(T? text, TextWriter target)
        where T : IEnumerator<char>
    {
        var whole = new StringBuilder();
        while (text?.MoveNext() == true)
        {
            whole.Append(text.Current);
        }

        Encode(whole, target);
    }
}
