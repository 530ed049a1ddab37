using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Trueup.Endpoints;

/// <summary>
/// Says in a sentence what is wrong with a request that cannot be read: which member of its body nobody knows and which there are,
/// where its JSON ends to be JSON, which parameter is no number. The framework would answer 400 and leave it at that.
/// </summary>
internal sealed partial class UnreadableRequests(RequestDelegate next, IOptions<JsonOptions> json)
{
    /// <summary>Characters of what somebody sent that are repeated in an answer.</summary>
    private const int RepeatedMax = 64;

    private const string Described = "/openapi/v1.json describes it.";

    /// <summary>Passes the request on, and answers when it cannot be read.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            await Problem.WriteAsync(context, bad.StatusCode, DetailOf(context, bad));
        }
    }

    /// <summary>What a status that comes without a word means; null where the status says it all.</summary>
    public static string? DetailOf(int? status) => status switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this address: /openapi/v1.json lists what there is.",
        StatusCodes.Status405MethodNotAllowed => "This address does not take this method: /openapi/v1.json lists those that it takes.",
        StatusCodes.Status413PayloadTooLarge => "The body is larger than the API takes.",
        StatusCodes.Status415UnsupportedMediaType => "The body must be JSON: send it with Content-Type: application/json.",
        _ => null,
    };

    /// <summary>What a value of a type is, in words.</summary>
    public static string WordOf(string type) =>
        type.Contains("int", StringComparison.OrdinalIgnoreCase) || type.Contains("long", StringComparison.OrdinalIgnoreCase) ? "a whole number"
        : type.Contains("decimal", StringComparison.OrdinalIgnoreCase) || type.Contains("double", StringComparison.OrdinalIgnoreCase) ? "a number"
        : type.Contains("bool", StringComparison.OrdinalIgnoreCase) ? "true or false"
        : type.Contains("DateTimeOffset", StringComparison.Ordinal) ? "a time such as 2026-03-01T12:00:00Z"
        : "something else";

    /// <summary>The first characters of what somebody sent.</summary>
    public static string Repeat(string sent) => sent.Length <= RepeatedMax ? sent : $"{sent[..RepeatedMax]}…";

    private string DetailOf(HttpContext context, BadHttpRequestException bad) => bad.InnerException is JsonException unreadable
        ? DetailOf(context, unreadable)
        : Parameter().Match(bad.Message) is { Success: true } parameter
            ? $"{JsonNamingPolicy.CamelCase.ConvertName(parameter.Groups["name"].Value)} is {WordOf(parameter.Groups["type"].Value)}, " +
              $"not \"{Repeat(parameter.Groups["value"].Value)}\"."
        : DetailOf(bad.StatusCode) ??
          (bad.Message.Contains(" body", StringComparison.Ordinal) ? $"The request needs a body: {Described}" : $"The request cannot be read: {Described}");

    private string DetailOf(HttpContext context, JsonException unreadable)
    {
        var place = $"line {(unreadable.LineNumber ?? 0) + 1}, character {(unreadable.BytePositionInLine ?? 0) + 1}";
        if (Member().Match(unreadable.Message) is { Success: true } member)
        {
            var allowed = context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } body
                ? string.Join(", ", json.Value.SerializerOptions.GetTypeInfo(body).Properties.Select(static property => property.Name))
                : "";
            return $"\"{Repeat(member.Groups["name"].Value)}\" is no member of the body: it has {allowed}.";
        }

        // What is no JSON at all is told by the reader within; anything else is JSON that does not fit.
        return unreadable.InnerException is JsonException ? $"The body is not readable JSON: {place}."
            : unreadable.Path is { Length: > 2 } path ? $"{Repeat(path[2..])} is not what it must be ({place}): {Described}"
            : $"The body is not what it must be ({place}): {Described}";
    }

    [GeneratedRegex("^Failed to bind parameter \"(?<type>\\S+) (?<name>[^\"]+)\" from \"(?<value>.*)\"\\.$", RegexOptions.Singleline,
        matchTimeoutMilliseconds: 100)]
    private static partial Regex Parameter();

    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped", RegexOptions.Singleline, matchTimeoutMilliseconds: 100)]
    private static partial Regex Member();
}
