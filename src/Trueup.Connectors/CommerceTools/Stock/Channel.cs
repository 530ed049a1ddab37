using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;

namespace Trueup.Connectors.CommerceTools.Stock;

/// <summary>A channel of the project.</summary>
/// <param name="Id">What predicates name it by.</param>
/// <param name="Key">What people name it by.</param>
/// <param name="IsSupply">Whether stock is sold from it.</param>
internal sealed record Channel(string Id, string Key, bool IsSupply)
{
    /// <summary>
    /// Reads a page of channels. An answer of another form is a failure, and not a project without channels: nothing would be written
    /// to any of them.
    /// </summary>
    public static (Answer? Failure, IReadOnlyList<Channel> Channels) ReadPage(Answer answer)
    {
        if (!answer.IsDone)
        {
            return (answer, []);
        }

        var page = new List<Channel>();
        var body = Loose.Parse(answer.Body) ?? default;
        var isSound = body.At("results").ValueKind == JsonValueKind.Array;
        foreach (var channel in body.List("results"))
        {
            if (channel.Text("id") is { } id && channel.Text("key") is { } key &&
                channel.At("roles").ValueKind == JsonValueKind.Array)
            {
                page.Add(new Channel(id, key, channel.List("roles").Any(static role => role.Text() == "InventorySupply")));
            }
            else
            {
                isSound = false;
            }
        }

        return isSound
            ? (null, page)
            : (answer with { Status = 0, Detail = "/channels is not a list of channels with id, key and roles." }, []);
    }
}
