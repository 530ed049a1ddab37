using Trueup.Settings;
using Trueup.Verbs;
using Trueup.Wires;

var wires = new HttpWireFactory(TimeProvider.System);

// Every verb there is; the order is the order of the help text.
IVerb[] verbs =
[
    new ServeVerb(ConnectorCatalogue.Installed, wires, TimeProvider.System),
    new CheckVerb(ConnectorCatalogue.Installed, wires),
    new SimulateVerb(),
    new BenchVerb(),
];

return await new CommandLine(verbs).RunAsync(args, Console.Out, Console.Error);
