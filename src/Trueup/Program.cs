using Trueup.Hosting;
using Trueup.Settings;
using Trueup.Verbs;
using Trueup.Wires;

if (SimulationProcess.IsThis)
{
    SimulationProcess.EndWithParent();
}
else if (args is ["simulate", ..] && await SimulationProcess.RunAsync(args, output: null, CancellationToken.None) is { } exitCode)
{
    return exitCode;
}

var wires = new HttpWireFactory(TimeProvider.System);

// Every verb there is; the order is the order of the help text.
IVerb[] verbs =
[
    new ServeVerb(ConnectorCatalogue.Installed, wires, TimeProvider.System),
    new CheckVerb(ConnectorCatalogue.Installed, wires),
    new AuditVerb(ConnectorCatalogue.Installed, wires, TimeProvider.System),
    new ExplainVerb(ConnectorCatalogue.Installed, TimeProvider.System),
    new ParityVerb(ConnectorCatalogue.Installed, wires, TimeProvider.System),
    new ExceptionsVerb(ConnectorCatalogue.Installed, TimeProvider.System),
    new OrdersVerb(ConnectorCatalogue.Installed, TimeProvider.System),
    new DaysVerb(ConnectorCatalogue.Installed, TimeProvider.System),
    new ReplayVerb(ConnectorCatalogue.Installed, wires, TimeProvider.System),
    new BackupVerb(ConnectorCatalogue.Installed, wires, TimeProvider.System),
    new RestoreVerb(ConnectorCatalogue.Installed, wires, TimeProvider.System),
    new DemoVerb(TimeProvider.System),
    new SimulateVerb(ConnectorCatalogue.Installed),
    new BenchVerb(),
];

return await new CommandLine(verbs).RunAsync(args, Console.Out, Console.Error);
