using System.Globalization;
using Trueup.Crash;

// A process that the crash tests start. It says on its output what the journal has acknowledged, a line at a time.
Console.SetOut(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
return args switch
{
    ["append", var folder, var run] => await Appending.RunAsync(folder, run),
    ["fill", var folder, var bytes] => await Filling.RunAsync(folder, long.Parse(bytes, CultureInfo.InvariantCulture)),
    _ => 64,
};
