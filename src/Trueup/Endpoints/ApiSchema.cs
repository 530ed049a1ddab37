using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Endpoints;

/// <summary>
/// Tells the API's description what the hub's own value types look like in JSON, and which members are always there. The
/// description says nothing of the address it was asked at: it is the same on every hub.
/// </summary>
internal sealed class ApiSchema : IOpenApiSchemaTransformer, IOpenApiDocumentTransformer
{
    /// <inheritdoc/>
    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Servers?.Clear();
        document.Info.Title = "Trueup";
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations ?? []))
        {
            foreach (var parameter in operation.Value.Parameters?.OfType<OpenApiParameter>() ?? [])
            {
                // Parameters gathered in a record would be told by the names of its members.
                parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(Quantity))
        {
            schema.Type = JsonSchemaType.Number;
        }
        else if (type == typeof(JournalPosition))
        {
            schema.Type = JsonSchemaType.Integer;
        }
        else if (type.Namespace == typeof(Sku).Namespace && !type.IsGenericType && type.IsValueType && !type.IsEnum &&
                 context.JsonTypeInfo.Kind == JsonTypeInfoKind.None)
        {
            schema.Type = JsonSchemaType.String;
        }
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Items<>))
        {
            schema.Type = JsonSchemaType.Array;
            schema.Items = await context.GetOrCreateSchemaAsync(
                type.GetGenericArguments()[0], parameterDescription: null, cancellationToken);
        }
        else if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Dictionary, ElementType: { } element })
        {
            schema.AdditionalProperties = await context.GetOrCreateSchemaAsync(
                element, parameterDescription: null, cancellationToken);
        }
        else if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            RequireWhatIsAlwaysThere(schema, context.JsonTypeInfo);

            // Only what comes in is read strictly: whoever reads an answer has to expect more than is described today.
            schema.AdditionalPropertiesAllowed = true;
        }
    }

    /// <summary>Null members are left out when the hub writes; all others are in every answer.</summary>
    private static void RequireWhatIsAlwaysThere(OpenApiSchema schema, JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            if (member is { Get: not null, IsGetNullable: false } && schema.Properties?.ContainsKey(member.Name) == true)
            {
                schema.Required ??= new HashSet<string>(StringComparer.Ordinal);
                schema.Required.Add(member.Name);
            }
        }
    }
}
