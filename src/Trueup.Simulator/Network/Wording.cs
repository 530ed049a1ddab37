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
        var asked = Asked(Uri.UnescapeDataString(request.Target));
        var told = Encoding.UTF8.GetString(request.Body.Span).Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', [request.Method, asked, .. told]);
    }

    /// <summary>An address; of a search only the values that it asks for, and the page.</summary>
    private static string Asked(string target)
    {
        var place = target.IndexOf("?searchCriteria", StringComparison.Ordinal);
        if (place < 0)
        {
            return target;
        }

        var terms = target[(place + 1)..].Split('&').Select(term => term.Split('=', 2)).ToList();
        var values = terms.Where(term => term[0].EndsWith("[value]", StringComparison.Ordinal)).Select(term => term[^1]);
        var pages = terms.Where(term => term[0].EndsWith("[currentPage]", StringComparison.Ordinal)).Select(term => term[^1]);
        return $"{target[..place]} of {string.Join(" and ", values)} page {string.Concat(pages)}";
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
