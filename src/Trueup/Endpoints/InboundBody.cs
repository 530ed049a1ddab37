using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace Trueup.Endpoints;

/// <summary>Reads a delivery's body into memory of its own, since the messages go on using it.</summary>
internal static class InboundBody
{
    /// <summary>The body; null when it is larger than allowed, as soon as that is known.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpContext context, long bytesMax)
    {
        // The limit is ours to keep: the server's own would cut the connection before the sender has read why.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        if (context.Request.ContentLength > bytesMax)
        {
            return null;
        }

        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > bytesMax)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var body = GC.AllocateUninitializedArray<byte>(checked((int)read.Buffer.Length));
                read.Buffer.CopyTo(body);
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
