using System.Security.Cryptography;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.Http.Twin;

/// <summary>
/// The answers that a system has given under an <c>Idempotency-Key</c>: the same key and body get the same answer,
/// the same key with another body is refused. Only a success is remembered.
/// </summary>
internal sealed class AnsweredKeys
{
    private readonly Dictionary<string, (string BodyHash, WireReply Reply)> _answered = new(StringComparer.Ordinal);

    /// <summary>The answer given before, or a new one.</summary>
    public WireReply Once(TwinCall call, Func<WireReply> answer)
    {
        if (call.Key is not { } given)
        {
            return answer();
        }

        var key = $"{string.Join('/', call.Path)} {given}";
        var hash = Convert.ToHexString(SHA256.HashData(call.Body.Span));
        if (_answered.TryGetValue(key, out var earlier))
        {
            return string.Equals(earlier.BodyHash, hash, StringComparison.Ordinal)
                ? earlier.Reply
                : TwinReply.Refusal(422, "The Idempotency-Key was used with another body.");
        }

        var reply = answer();
        if (reply.Status is 200 or 201)
        {
            _answered.Add(key, (hash, reply));
        }

        return reply;
    }
}
