using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Twin;

/// <summary>One parameter of a refusal's message.</summary>
/// <param name="Name">Placeholder name; null when the placeholder is positional (<c>%1</c>).</param>
/// <param name="Value">What would be put in its place.</param>
/// <param name="IsNumber">Whether the shop sends the value as a JSON number.</param>
public sealed record RefusalParameter(string? Name, string Value, bool IsNumber = false);

/// <summary>The shop said no, in its own words.</summary>
/// <param name="Status">HTTP status the shop answers with.</param>
/// <param name="Message">Message with un-interpolated placeholders, byte for byte as the shop sends it.</param>
/// <param name="Parameters">Values of the placeholders; empty for none.</param>
/// <param name="Errors">Detailed messages below the top one; empty for none.</param>
/// <param name="IsPlainText">Whether the body is plain text rather than the JSON envelope (a crash inside the
/// shop).</param>
/// <remarks>Source: adobe-commerce.md §1.5, adobe-commerce-observed.md §3 to §5.</remarks>
public sealed record Refusal(
    int Status,
    string Message,
    Items<RefusalParameter> Parameters = default,
    Items<Refusal> Errors = default,
    bool IsPlainText = false)
{
    internal static Refusal BadRequest(string message) => new(400, message);

    internal static Refusal BadRequest(string message, string parameter) =>
        new(400, message, [new RefusalParameter(Name: null, parameter)]);

    internal static Refusal Named(int status, string message, string name, string value) =>
        new(status, message, [new RefusalParameter(name, value)]);

    internal static Refusal Crash { get; } = new(
        500, "An error has happened during application run. See exception log for details.\n", IsPlainText: true);

    internal static Refusal NoSuchEntity { get; } = new(
        404, "The entity that was requested doesn't exist. Verify the entity and try again.");

    internal static Refusal NoSuchProduct { get; } = new(
        404, "The product that was requested doesn't exist. Verify the product and try again.");

    internal static Refusal NotAssigned { get; } = new(404, "The requested sku is not assigned to given stock.");

    internal static Refusal NoSuchRoute { get; } = new(404, "Request does not match any route.");

    internal static Refusal Required(string field) =>
        Named(400, "\"%fieldName\" is required. Enter and try again.", "fieldName", field);

    internal static Refusal WrongType(string value, string type, string? field = null) => BadRequest(
        (field is null ? "The" : $"Error occurred during \"{field}\" processing. The")
        + $" \"{value}\" value's type is invalid. The \"{type}\" type was expected. Verify and try again.");

    internal static Refusal Validation(string document, IEnumerable<string> messages) =>
        BadRequest($"{document} Document Validation Error(s):\n{string.Join('\n', messages)}");
}
