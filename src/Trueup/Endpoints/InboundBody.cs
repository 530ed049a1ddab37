using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace Trueup.Endpoints;

/// <summary>What came of reading a delivery's body.</summary>
internal abstract record InboundBody
{
    private InboundBody()
    {
    }

    /// <summary>All of it, in memory of its own, since the messages go on using it.</summary>
    public sealed record Whole(ReadOnlyMemory<byte> Bytes) : InboundBody;

    /// <summary>It is larger than allowed.</summary>
    public sealed record TooLarge : InboundBody;

    /// <summary>There is no room for what is coming in.</summary>
    public sealed record NoRoom : InboundBody;

    /// <summary>Reads a body, no further than it is known to be refused.</summary>
    /// <param name="context">The request.</param>
    /// <param name="bytesMax">The largest body.</param>
    /// <param name="tryWeigh">Asks for room for so many bytes more, before they are kept: a sender may never come to its end.</param>
    public static async ValueTask<InboundBody> ReadAsync(HttpContext context, long bytesMax, Func<long, bool> tryWeigh)
    {
        // The limit is ours to keep: the server's own would cut the connection before the sender has read why.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        if (context.Request.ContentLength > bytesMax)
        {
            return new TooLarge();
        }

        var reader = context.Request.BodyReader;
        var weighed = 0L;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            var isTooLarge = read.Buffer.Length > bytesMax;
            if (isTooLarge || !tryWeigh(read.Buffer.Length - weighed))
            {
                reader.AdvanceTo(read.Buffer.End);
                return isTooLarge ? new TooLarge() : new NoRoom();
            }

            weighed = read.Buffer.Length;
            if (read.IsCompleted)
            {
                var body = GC.AllocateUninitializedArray<byte>(checked((int)weighed));
                read.Buffer.CopyTo(body);
                reader.AdvanceTo(read.Buffer.End);
                return new Whole(body);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
