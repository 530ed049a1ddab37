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
        if (request.Body.IsEmpty)
        {
            return $"{request.Method} {asked}";
        }

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

        var (values, pages) = (new StringBuilder(), "");
        foreach (var range in target.AsSpan(place + 1).Split('&'))
        {
            var term = target.AsSpan(place + 1)[range];
            var sign = term.IndexOf('=');
            var name = sign < 0 ? term : term[..sign];
            var value = term[(sign + 1)..];
            if (name.EndsWith("[value]", StringComparison.Ordinal))
            {
                values.Append(values.Length > 0 ? " and " : "").Append(value);
            }
            else if (name.EndsWith("[currentPage]", StringComparison.Ordinal))
            {
                pages += value.ToString();
            }
        }

        return $"{target[..place]} of {values} page {pages}";
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
