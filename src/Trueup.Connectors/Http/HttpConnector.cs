using Trueup.Core.Connecting;

namespace Trueup.Connectors.Http;

/// <summary>
/// Speaks to any system with an HTTP API by configuration alone: what to call, what to send and where the answer
/// holds what is needed. See the README beside this file.
/// </summary>
public sealed class HttpConnector : IConnector
{
    /// <inheritdoc/>
    public ConnectorManifest Manifest { get; } =
        new("http", "HTTP API by configuration", ["warehouse"], HttpSettings.Rules, HttpSettings.Limits);

    /// <inheritdoc/>
    public ConnectionOpening Open(ConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var reader = new SettingsReader(settings);
        var options = reader.Read();
        if (!reader.Problems.IsEmpty)
        {
            return new ConnectionOpening.Wrong(reader.Problems);
        }

        return new ConnectionOpening.Ready(
            options.Stock is { } stock ? new HttpStockConnection(options, new HttpStock(stock)) : new HttpConnection(options));
    }
}
