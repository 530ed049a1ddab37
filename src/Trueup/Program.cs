using Trueup.Settings;
using Trueup.Verbs;

// Every verb there is; the order is the order of the help text.
IVerb[] verbs =
[
    new CheckVerb(ConnectorCatalogue.Installed),
];

return await new CommandLine(verbs).RunAsync(args, Console.Out, Console.Error);
