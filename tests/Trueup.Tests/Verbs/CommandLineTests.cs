using System.CommandLine;
using Trueup.Verbs;

namespace Trueup.Tests.Verbs;

public sealed class CommandLineTests
{
    [Fact]
    public async Task A_verb_decides_the_exit_code() =>
        Assert.Equal((7, "", ""), await RunAsync(_ => 7, "work"));

    [Theory]
    [InlineData("wrok", "There is no verb \"wrok\"; did you mean \"work\"?")]
    [InlineData("dance", "There is no verb \"dance\"; known are work")]
    public async Task An_unknown_verb_is_told_with_what_was_meant(string verb, string told) =>
        Assert.Equal((CommandLine.Failed, "", told), await RunAsync(_ => 0, verb));

    [Fact]
    public async Task An_unknown_option_is_told_with_what_was_meant() =>
        Assert.Equal(
            (CommandLine.Failed, "", "\"--hrad\" is not understood by trueup work; did you mean \"--hard\"?"),
            await RunAsync(_ => 0, "work", "--hrad"));

    [Theory]
    [InlineData("shwo", "trueup things has no \"shwo\"; did you mean \"show\"?")]
    [InlineData("frobnicate", "trueup things has no \"frobnicate\"; known are list, show")]
    public async Task An_unknown_errand_of_a_verb_is_told_with_those_there_are(string errand, string told)
    {
        await using var error = new StringWriter();

        var code = await new CommandLine(new Things()).RunAsync(["things", errand], TextWriter.Null, error);

        Assert.Equal((CommandLine.Failed, told), (code, error.ToString().Trim()));
    }

    [Fact]
    public async Task What_an_errand_does_not_understand_is_told_as_it_is_typed()
    {
        await using var error = new StringWriter();

        await new CommandLine(new Things()).RunAsync(["things", "show", "--lond"], TextWriter.Null, error);

        Assert.StartsWith("\"--lond\" is not understood by trueup things show", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_option_without_its_value_is_told_in_one_sentence()
    {
        var (code, _, error) = await RunAsync(_ => 0, "work", "--hard");

        Assert.Equal(CommandLine.Failed, code);
        Assert.Equal("Required argument missing for option: '--hard'. See trueup work --help.", error);
    }

    [Fact]
    public async Task A_failure_is_one_sentence()
    {
        var (code, _, error) = await RunAsync(_ => throw new InvalidOperationException("The disk\nis full."), "work");

        Assert.Equal(CommandLine.Failed, code);
        Assert.Equal("The disk is full. (--verbose tells where)", error);
    }

    [Theory]
    [InlineData("work", "--verbose")]
    [InlineData("--verbose", "work")]
    public async Task A_failure_is_told_in_full_when_asked(params string[] arguments)
    {
        var (_, _, error) = await RunAsync(_ => throw new InvalidOperationException("The disk is full."), arguments);

        Assert.Contains("InvalidOperationException", error, StringComparison.Ordinal);
        Assert.Contains("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Being_stopped_is_no_failure() =>
        Assert.Equal(
            (CommandLine.Stopped, "", ""), await RunAsync(_ => throw new OperationCanceledException(), "work"));

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData]
    public async Task Help_lists_every_verb(params string[] arguments)
    {
        var (code, output, _) = await RunAsync(_ => 1, arguments);

        Assert.Equal(0, code);
        Assert.Contains("work", output, StringComparison.Ordinal);
        Assert.Contains("Does something.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_told()
    {
        var (code, output, _) = await RunAsync(_ => 1, "--version");

        Assert.Equal(0, code);
        Assert.Matches(@"^\d+\.\d+", output);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(
        Func<ParseResult, int> work, params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await new CommandLine(new Work(work)).RunAsync(arguments, output, error);
        return (code, output.ToString().Trim(), error.ToString().Trim());
    }

    private sealed class Work(Func<ParseResult, int> work) : IVerb
    {
        public Command Build()
        {
            var command = new Command("work", "Does something.") { new Option<string>("--hard") };
            command.SetAction(work);
            return command;
        }
    }

    private sealed class Things : IVerb
    {
        public Command Build() => new("things", "Does something with things.") { new Command("list"), new Command("show") };
    }
}
