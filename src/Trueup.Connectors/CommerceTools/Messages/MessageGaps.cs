using System.Globalization;
using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.CommerceTools.Messages;

/// <summary>
/// Looks for messages that are missing between others of their resource: they are late, and nothing says that they are
/// late by less than a reading reaches back.
/// </summary>
internal sealed class MessageGaps(ProjectApi api)
{
    /// <summary>How long missing messages are waited for, before the resource itself is read instead.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Resources looked into in one round: each is a call.</summary>
    private const int PerRound = 8;

    /// <summary>What there is by now after the last of those that are complete, in order of its numbers.</summary>
    public async ValueTask<(Answer? Failure, List<JsonElement> Found)> LookAsync(
        IWire wire, MessageTrail trail, CancellationToken cancellationToken)
    {
        var found = new List<JsonElement>();
        foreach (var gap in trail.Gaps.Take(PerRound).ToList())
        {
            var query = new ProjectQuery("/messages")
                .Where("resource(id = :resource)").With("resource", gap.Resource)
                .Where("sequenceNumber > :taken").With("taken", gap.Through.ToString(CultureInfo.InvariantCulture))
                .By("createdAt asc").By("id asc");
            var answer = await api.GetAsync(wire, query.Page(), cancellationToken);
            if (!answer.IsDone || Loose.Parse(answer.Body) is not { } body)
            {
                return (answer, found);
            }

            found.AddRange(body.List("results").OrderBy(message => message.Whole("sequenceNumber") ?? 0));
        }

        return (null, found);
    }
}
