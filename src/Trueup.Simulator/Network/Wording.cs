using System.Text;
using Trueup.Core.Connecting;

namespace Trueup.Simulator.Network;

/// <summary>Exchanges in the words of the chronicle.</summary>
internal static class Wording
{
    private static readonly char[] Blanks = [' ', '\n', '\r', '\t'];

    /// <summary>A request in one line.</summary>
    public static string Of(WireRequest request)
    {
        var (path, question) = Split(Uri.UnescapeDataString(request.Target));
        var body = request.Body.IsEmpty ? "" : $" {string.Join(' ', Encoding.UTF8.GetString(request.Body.Span).Split(Blanks, StringSplitOptions.RemoveEmptyEntries))}";
        return $"{request.Method} {path}{question}{body}";
    }

    /// <summary>The address without what is the same in all, and of a long question the answers that are asked for.</summary>
    private static (string Path, string Question) Split(string target)
    {
        var place = target.IndexOf('?', StringComparison.Ordinal);
        if (place < 0)
        {
            return (target, "");
        }

        var question = target[place..];
        if (!question.StartsWith("?searchCriteria", StringComparison.Ordinal))
        {
            return (target[..place], question);
        }

        var parts = question[1..].Split('&').Select(part => part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]).ToList();
        var keys = question[1..].Split('&').Select(part => part.Split('=')[0]).ToList();
        var filters = Enumerable.Range(0, keys.Count).Where(at => keys[at].EndsWith("[value]", StringComparison.Ordinal)).Select(at => parts[at]);
        var page = Enumerable.Range(0, keys.Count).Where(at => keys[at].EndsWith("[currentPage]", StringComparison.Ordinal)).Select(at => $" page {parts[at]}");
        return (target[..place], $" of {string.Join(" and ", filters)}{string.Concat(page)}");
    }

    /// <summary>An outcome in one line.</summary>
    public static string Of(WireOutcome outcome) => outcome switch
    {
        WireOutcome.Answered { Reply: { Status: < 300 } reply } => $"{reply.Status} ({reply.Body.Length} bytes)",
        WireOutcome.Answered { Reply: var reply } => $"{reply.Status} {Encoding.UTF8.GetString(reply.Body.Span)}".ReplaceLineEndings(" "),
        WireOutcome.NotSent => "not sent",
        _ => "no answer",
    };
}
