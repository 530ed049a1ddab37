using System.Globalization;
using Trueup.Demo.Trading;

namespace Trueup.Demo.Screens;

/// <summary>Tells the day line by line, for logs and pipes.</summary>
/// <param name="output">Where to.</param>
/// <param name="clock">The time.</param>
public sealed class PlainScreen(TextWriter output, TimeProvider clock) : IDayScreen
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public async Task ShowAsync(Func<Glance> look, Task day)
    {
        ArgumentNullException.ThrowIfNull(look);
        ArgumentNullException.ThrowIfNull(day);
        Phase? told = null;
        var next = TimeSpan.Zero;
        while (!day.IsCompleted)
        {
            var glance = look();
            if (glance.Playing is { } phase && phase != told)
            {
                told = phase;
                next = glance.Elapsed + TellEvery;
                await output.WriteLineAsync($"{Clock(glance)}  {phase.Name.ToUpperInvariant()}: {phase.Story}");
            }
            else if (glance.Elapsed >= next && told is not null)
            {
                next = glance.Elapsed + TellEvery;
                await output.WriteLineAsync(Line(glance));
            }

            await Task.WhenAny(day, Task.Delay(LookEvery, clock, CancellationToken.None));
        }
    }

    private static string Line(Glance glance)
    {
        var pending = glance.Hub.Connections.Sum(connection => connection.Pending.Orders + connection.Pending.Stock);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Clock(glance)}  parity {glance.Parity,7:0.00%}  orders {glance.Trade.Placed,4}  " +
            $"shipped {glance.Trade.Shipped,4}  events {glance.Traffic.Accepted,6}  calls {glance.Traffic.Calls,5}  " +
            $"pending {pending,4}  exceptions {glance.Hub.Exceptions.Open,2}");
    }

    private static string Clock(Glance glance) => glance.Elapsed.ToString(@"mm\:ss", CultureInfo.InvariantCulture);
}
