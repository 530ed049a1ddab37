using System.Text;
using Trueup.Core.Connecting;

namespace Trueup.Simulator.Network;

/// <summary>Exchanges in the words of the chronicle.</summary>
internal static class Wording
{
    /// <summary>A request in one line.</summary>
    public static string Of(WireRequest request) => request.Body.IsEmpty
        ? $"{request.Method} {Uri.UnescapeDataString(request.Target)}"
        : $"{request.Method} {Uri.UnescapeDataString(request.Target)} {Encoding.UTF8.GetString(request.Body.Span)}";

    /// <summary>An outcome in one line.</summary>
    public static string Of(WireOutcome outcome) => outcome switch
    {
        WireOutcome.Answered { Reply: { Status: < 300 } reply } => $"{reply.Status} ({reply.Body.Length} bytes)",
        WireOutcome.Answered { Reply: var reply } => $"{reply.Status} {Encoding.UTF8.GetString(reply.Body.Span)}".ReplaceLineEndings(" "),
        WireOutcome.NotSent => "not sent",
        _ => "no answer",
    };
}
