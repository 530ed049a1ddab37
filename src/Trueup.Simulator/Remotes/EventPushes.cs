using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Simulator.Remotes;

/// <summary>Events of the neutral contract that a simple system tells the hub, each in a message of its own.</summary>
/// <param name="sender">The sender: the hub's name of its connection.</param>
/// <param name="word">What it calls its messages.</param>
/// <param name="token">The token that they carry.</param>
internal sealed class EventPushes(string sender, string word, string token)
{
    private readonly Queue<WireRequest> _waiting = new();
    private int _events;

    /// <summary>Tells an event.</summary>
    public void Tell(string type, DateTimeOffset at, JsonObject data)
    {
        var told = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"{word}-{++_events}"),
            ["source"] = $"/{sender}",
            ["type"] = type,
            ["time"] = Text(at),
            ["data"] = data,
        };
        _waiting.Enqueue(new WireRequest(
            "POST",
            $"/in/{sender}",
            [new WireHeader("Authorization", $"Bearer {token}")],
            Encoding.UTF8.GetBytes(told.ToJsonString()),
            "application/cloudevents+json"));
    }

    /// <summary>Takes what is to be told, oldest first.</summary>
    public Items<WireRequest> Take()
    {
        var pushes = _waiting.ToItems();
        _waiting.Clear();
        return pushes;
    }

    /// <summary>A time as events have it.</summary>
    public static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}
