using System.Globalization;
using System.Text;
using System.Text.Json;
using HandlebarsDotNet;

namespace Trueup.Connectors.Http;

/// <summary>
/// A Handlebars template of a request body. Where the body is JSON, <c>{{value}}</c> is escaped for the inside of a
/// JSON string and <c>{{json value}}</c> writes a whole literal: a text in quotes, a number, a list, an object or
/// <c>null</c>.
/// </summary>
internal sealed class BodyTemplate
{
    private readonly HandlebarsTemplate<object, object> _template;
    private readonly bool _isJson;

    private BodyTemplate(HandlebarsTemplate<object, object> template, bool isJson)
    {
        _template = template;
        _isJson = isJson;
    }

    /// <summary>Compiles a template.</summary>
    /// <param name="text">The template.</param>
    /// <param name="contentType">Media type of the body; it decides how values are escaped.</param>
    /// <param name="fault">What is wrong with the template; null when nothing is.</param>
    /// <returns>The template; null when something is wrong.</returns>
    public static BodyTemplate? Compile(string text, string contentType, out string? fault)
    {
        var isJson = contentType.Contains("json", StringComparison.OrdinalIgnoreCase);
        var isMarkup = contentType.Contains("xml", StringComparison.OrdinalIgnoreCase);
        var handlebars = Handlebars.Create(new HandlebarsConfiguration
        {
            FormatProvider = CultureInfo.InvariantCulture,
            NoEscape = !isJson && !isMarkup,
        });
        if (isJson)
        {
            handlebars.Configuration.TextEncoder = new JsonTextEncoder();
        }

        handlebars.RegisterHelper("json", static (writer, _, arguments) =>
            writer.WriteSafeString(JsonTree.Write(arguments.Length == 1 ? arguments[0] : null)));
        try
        {
            fault = null;
            return new BodyTemplate(handlebars.Compile(text), isJson);
        }
        catch (Exception error) when (IsTemplateFault(error))
        {
            fault = error.Message;
            return null;
        }
    }

    /// <summary>Fills in the template.</summary>
    /// <param name="tree">What its names stand for.</param>
    /// <param name="fault">Why the result cannot be sent; null when it can.</param>
    /// <returns>The body; empty when it cannot be sent.</returns>
    public ReadOnlyMemory<byte> Render(IReadOnlyDictionary<string, object?> tree, out string? fault)
    {
        fault = null;
        try
        {
            var body = Encoding.UTF8.GetBytes(_template(tree));
            if (_isJson)
            {
                var reader = new Utf8JsonReader(body);
                reader.Read();
                reader.Skip();
                reader.Read();
            }

            return body;
        }
        catch (Exception error) when (IsTemplateFault(error))
        {
            fault = $"The template fails: {error.Message}";
        }
        catch (JsonException error)
        {
            var place = $"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}";
            fault = $"The template's result is not JSON at {place}.";
        }

        return default;
    }

    /// <summary>The library names most faults of a template, and stumbles over others.</summary>
    private static bool IsTemplateFault(Exception error) => error is
        HandlebarsException or IndexOutOfRangeException or ArgumentException or InvalidOperationException or NullReferenceException
        or InvalidCastException or FormatException;
}
