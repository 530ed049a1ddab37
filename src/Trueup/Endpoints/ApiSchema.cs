using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Endpoints;

/// <summary>Tells the API's description what the hub's own value types look like in JSON.</summary>
internal sealed class ApiSchema : IOpenApiSchemaTransformer
{
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
        else if (type.Namespace == typeof(Sku).Namespace && !type.IsGenericType && type.IsValueType && !type.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
        }
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Items<>))
        {
            schema.Type = JsonSchemaType.Array;
            schema.Items = await context.GetOrCreateSchemaAsync(
                type.GetGenericArguments()[0], parameterDescription: null, cancellationToken);
        }
    }
}
