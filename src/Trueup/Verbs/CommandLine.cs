using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Trueup.Endpoints;
using Trueup.Settings;

namespace Trueup.Verbs;

/// <summary>The command line: finds the verb, runs it, and tells what went wrong in one sentence.</summary>
/// <param name="verbs">Every verb there is.</param>
public sealed class CommandLine(params IEnumerable<IVerb> verbs)
{
    /// <summary>Exit code for what could not be understood or done.</summary>
    public const int Failed = 2;

    /// <summary>Exit code of a run that was stopped from outside.</summary>
    public const int Stopped = 130;

    /// <summary>How long a verb may drain after it was told to stop.</summary>
    public static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(30);

    private readonly Option<bool> _verbose = new("--verbose")
    {
        Description = "Tell everything about an error.",
        Recursive = true,
    };

    /// <summary>Runs what the arguments ask for.</summary>
    /// <returns>The process's exit code.</returns>
    public async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var asked = Build().Parse(arguments);
        if (asked.Errors.Count > 0)
        {
            await error.WriteLineAsync(Misunderstood(asked));
            return Failed;
        }

        try
        {
            return await asked.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = DrainMax,
            });
        }
        catch (OperationCanceledException)
        {
            return Stopped;
        }
        catch (Exception failure)
        {
            await error.WriteLineAsync(asked.GetValue(_verbose)
                ? failure.ToString()
                : $"{failure.Message.ReplaceLineEndings(" ")} (--verbose tells where)");
            return Failed;
        }
    }

    private static string Misunderstood(ParseResult asked)
    {
        var verb = asked.CommandResult.Command;
        if (asked.UnmatchedTokens is not [var unknown, ..])
        {
            if (Mistyped(asked.Errors[0].SymbolResult) is { } mistyped)
            {
                return mistyped;
            }

            return $"{asked.Errors[0].Message} See trueup {(verb is RootCommand ? "" : $"{PathOf(verb)} ")}--help.";
        }

        if (verb is RootCommand && !unknown.StartsWith('-'))
        {
            var known = verb.Subcommands.Select(each => each.Name);
            return $"There is no verb \"{unknown}\"{DidYouMean.Hint(unknown, known)}";
        }

        if (verb.Subcommands.Count > 0 && !unknown.StartsWith('-'))
        {
            return $"trueup {PathOf(verb)} has no \"{unknown}\"{DidYouMean.Hint(unknown, verb.Subcommands.Select(each => each.Name))}";
        }

        var options = verb.Options.Select(option => option.Name).Append("--verbose");
        return $"\"{unknown}\" is not understood by trueup {PathOf(verb)}{DidYouMean.Hint(unknown, options)}";
    }

    /// <summary>Says what a value must be that is not of its option's kind; null where that is not what is wrong.</summary>
    private static string? Mistyped(SymbolResult? at)
    {
        var (name, type) = at switch
        {
            OptionResult { Option: var option } => (option.Name, option.ValueType),
            ArgumentResult { Parent: OptionResult { Option: var option } } => (option.Name, option.ValueType),
            ArgumentResult { Argument: var argument } => (argument.Name, argument.ValueType),
            _ => ("", typeof(string)),
        };
        var kind = Nullable.GetUnderlyingType(type) ?? type.GetElementType() ?? type;
        var known = UnreadableRequests.WordOf(kind.Name);
        return at?.Tokens is [.., { Value: var written }] && kind != typeof(string) && kind.IsValueType
            ? $"{name} is {known}, not \"{UnreadableRequests.Repeat(written)}\"."
            : null;
    }

    /// <summary>A verb with those that it stands under, as it is typed.</summary>
    private static string PathOf(Command verb) => verb.Parents.OfType<Command>().FirstOrDefault() is { } above and not RootCommand
        ? $"{PathOf(above)} {verb.Name}"
        : verb.Name;

    private RootCommand Build()
    {
        var root = new RootCommand("Keeps stock, orders and returns true between storefronts and the back office.");
        root.Options.Add(_verbose);
        root.SetAction(asked => new HelpAction().Invoke(asked));
        foreach (var verb in verbs)
        {
            root.Subcommands.Add(verb.Build());
        }

        return root;
    }
}
