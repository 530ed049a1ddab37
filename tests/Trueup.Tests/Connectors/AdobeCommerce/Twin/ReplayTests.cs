using Xunit.Abstractions;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

/// <summary>The recorded requests, replayed in order against one twin.</summary>
public sealed class ReplayTests(ITestOutputHelper output)
{
    [Fact]
    public void The_twin_answers_the_recorded_requests_as_the_real_shop_did()
    {
        var replay = new Replay();
        List<string> problems = [];
        var played = 0;

        foreach (var recording in CaseFile.Read("adobe-recordings.json"))
        {
            var id = recording.Text("id");
            if (ReplayWaivers.WhyNotSent(recording) is not null)
            {
                continue;
            }

            played++;
            var difference = replay.Play(recording);
            if (difference is not null && ReplayWaivers.WhyDifferent(id) is null)
            {
                problems.Add($"{id}: {difference}");
            }
            else if (difference is null && ReplayWaivers.WhyDifferent(id) is { } reason)
            {
                problems.Add($"{id} agrees now: take it off the waiver list ({reason})");
            }
        }

        output.WriteLine($"{played} replayed, {ReplayWaivers.Different} of them waived, {554 - played} not sent.");
        Assert.True(problems.Count == 0, $"{problems.Count} of {played} differ:\n{string.Join('\n', problems)}");
    }
}
