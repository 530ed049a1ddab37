using System.CommandLine;
using Trueup.Settings;

namespace Trueup.Verbs;

/// <summary><c>replay</c>: decides journal messages again, after a mapping was mended.</summary>
/// <param name="connectors">The kinds of connections there are.</param>
/// <param name="clock">The time.</param>
public sealed class ReplayVerb(ConnectorCatalogue connectors, TimeProvider clock) : IVerb
{
    private readonly HubOptions _hub = new(connectors, clock);
    private readonly Option<long[]> _id = new("--id")
    {
        Description = "Journal position of a message; may be given several times.",
        AllowMultipleArgumentsPerToken = true,
        Required = true,
    };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("replay", "Decides messages again, after a mapping was mended.") { _id };
        command.SetAction(RunAsync);
        return _hub.AddTo(command);
    }

    private async Task<int> RunAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        await using var hub = _hub.Running(asked);
        var count = await hub.ReplayAsync(asked.GetRequiredValue(_id), cancellationToken);
        await asked.InvocationConfiguration.Output.WriteLineAsync($"{count} decided again.");
        return 0;
    }
}
