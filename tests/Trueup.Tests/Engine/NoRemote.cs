using Trueup.Core.Connecting;

namespace Trueup.Tests.Engine;

/// <summary>The way to nowhere, for connections that answer by themselves.</summary>
internal sealed class NoRemote : IWire
{
    public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult<WireOutcome>(new WireOutcome.NotSent("There is no remote."));
}
