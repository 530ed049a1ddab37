using System.CommandLine;

namespace Trueup.Verbs;

/// <summary>One verb of the command line. To add one, write a class here and name it in <c>Program.cs</c>.</summary>
public interface IVerb
{
    /// <summary>
    /// The verb with its options, its description and what it does; its exit codes are the contract's.
    /// </summary>
    Command Build();
}
