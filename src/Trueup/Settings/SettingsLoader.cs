using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>Reads <c>trueup.yaml</c> and tells everything that is wrong with it at once.</summary>
/// <param name="connectors">The kinds of connections there are.</param>
public sealed class SettingsLoader(ConnectorCatalogue connectors)
{
    private static readonly Place Top = new(1, 1);

    /// <summary>Reads a configuration file with this machine's environment.</summary>
    /// <param name="path">The file; what it refers to is relative to its folder.</param>
    public LoadedSettings LoadFile(string path)
    {
        var full = Path.GetFullPath(path);
        var surroundings = Surroundings.Of(Path.GetDirectoryName(full)!);
        if (surroundings.FileNamed(full) is { } text)
        {
            return Load(text, surroundings);
        }

        return Unreadable(File.Exists(full)
            ? $"the file cannot be read, or is larger than {Surroundings.FileBytesMax} bytes"
            : "there is no such file; write one, or name it with --config");
    }

    /// <summary>Reads the text of a configuration.</summary>
    public LoadedSettings Load(string text, Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var problems = new ProblemList();
        if (YamlReader.Read(text, surroundings, problems) is not { } root)
        {
            return problems.HasErrors
                ? new LoadedSettings(Settings: null, problems.InOrder.ToItems())
                : Unreadable("the file is empty");
        }

        new KeyCheck(problems).Check(root, KeyTree.Of(connectors), "");
        var settings = Read(new Section(root, root.Place, "", problems), surroundings, problems);
        return new LoadedSettings(problems.HasErrors ? null : settings, problems.InOrder.ToItems());
    }

    private static LoadedSettings Unreadable(string why) =>
        new(Settings: null, [new SettingsProblem(ProblemGravity.Error, Top, "", why)]);

    private TrueupSettings Read(Section file, Surroundings surroundings, ProblemList problems)
    {
        var reading = new ConnectionReading(connectors, surroundings, problems);
        var names = new KnownNames(
            reading.RolesOf(file["connections"]),
            file["locations"].Named.Select(location => location.Name).ToHashSet(StringComparer.Ordinal));
        var connections = reading.Read(file["connections"]);
        var terms = new ContractTerms
        {
            Connections = connections.Select(connection => connection.Rule).ToItems(),
            Locations = new LocationReading(names).Read(file["locations"]),
            Kits = new KitReading().Read(file["kits"]),
            Orders = OrderReading.Read(file["orders"]),
        };
        if (file["hub"]["keep"]["exceptions"] is { Exists: true } keep)
        {
            terms = terms with { CaseRetention = keep.DurationAboveZero() ?? terms.CaseRetention };
        }

        var hub = HubReading.Read(file["hub"], surroundings);
        terms = new OwnershipReading(names).Read(file["ownership"], terms, hub.Currency);
        terms = new StockReading(names, surroundings).Read(file["stock"], terms);
        terms = terms with { Reconcile = terms.Reconcile with { Zone = hub.TimeZone } };
        PartCheck.Check(file["connections"], connections, terms, names);
        return new TrueupSettings
        {
            Hub = hub,
            Connections = connections,
            Contract = terms,
            Alerts = AlertReading.Read(file, names),
            Calendar = AlertReading.ReadSeasons(file["calendar"]),
            Notify = AlertReading.ReadTargets(file["notify"]),
            Telemetry = TelemetryReading.Read(file["telemetry"]["otlp"]),
        };
    }
}
