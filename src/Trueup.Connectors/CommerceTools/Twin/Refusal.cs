using System.Text.Json.Nodes;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>Why something was not done, as the platform says it.</summary>
internal sealed class Refusal(int status, string code, string message, JsonObject? more = null) : Exception(message)
{
    public int Status => status;

    /// <summary>The error envelope (commercetools.md §1.4).</summary>
    public JsonObject Body()
    {
        var error = new JsonObject { ["code"] = code, ["message"] = Message };
        foreach (var (name, value) in more ?? [])
        {
            error[name] = value?.DeepClone();
        }

        var body = new JsonObject
        {
            ["statusCode"] = status,
            ["message"] = Message,
            ["errors"] = new JsonArray(error),
        };
        if (status is 401 or 403)
        {
            body["error"] = code;
        }

        return body;
    }

    public static Refusal NotFound(string id) =>
        new(404, "ResourceNotFound", $"The Resource with ID '{id}' was not found.");

    public static Refusal Invalid(string code, string message) => new(400, code, message);

    public static Refusal Json(string detail) => new(
        400, "InvalidJsonInput", "Request body does not contain valid JSON.",
        new JsonObject { ["detailedErrorMessage"] = detail });

    public static Refusal Field(string field, JsonNode? value, string message) => new(
        400, "InvalidField", message, new JsonObject { ["field"] = field, ["invalidValue"] = value?.DeepClone() ?? "" });

    public static Refusal Conflict(string id, long expected, long actual) => new(
        409, "ConcurrentModification",
        $"Object {id} has a different version than expected. Expected: {expected} - Actual: {actual}.",
        new JsonObject { ["currentVersion"] = actual });
}
