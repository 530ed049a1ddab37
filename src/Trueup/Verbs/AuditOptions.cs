using System.CommandLine;
using Trueup.Audit;
using Trueup.Core.Audit;
using Trueup.Core.Values;
using Trueup.Settings;

namespace Trueup.Verbs;

/// <summary>What <c>audit</c> may be asked: which systems, which files of stock, how to tell it.</summary>
/// <param name="connectors">The kinds of connections there are.</param>
internal sealed class AuditOptions(ConnectorCatalogue connectors)
{
    private static readonly Items<string> Formats = ["table", "json", "csv", "html"];

    private readonly Option<string> _config = ConfigOption.Make();

    private readonly Option<string?> _url = new("--url")
    {
        Description = "Audit this storefront without a configuration; needs --token-env.",
        HelpName = "URL",
    };

    private readonly Option<string> _kind = new("--kind")
    {
        Description = "The storefront's kind, with --url.",
        HelpName = "KIND",
        DefaultValueFactory = _ => "adobe-commerce",
    };

    private readonly Option<string> _tokenEnvironment = new("--token-env")
    {
        Description = "The environment variable that holds the storefront's bearer token, with --url.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "TRUEUP_STOREFRONT_TOKEN",
    };

    private readonly Option<string[]> _stock = new("--stock")
    {
        Description = "An owner's stock as a file with the columns sku, location, quantity and maybe state.",
        HelpName = "CSV",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = $"How to tell it: {string.Join(", ", Formats)}.",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => "table",
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Write the report to this file instead of the terminal.",
        HelpName = "PATH",
    };

    private readonly Option<int> _details = new("--details")
    {
        Description = "Products whose switches are read one by one.",
        HelpName = "N",
        DefaultValueFactory = _ => 500,
    };

    /// <summary>Adds them to the verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_config, _url, _kind, _tokenEnvironment, _stock, _format, _out, _details])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Products whose switches are read one by one.</summary>
    public int DetailsOf(ParseResult asked) => asked.GetValue(_details);

    /// <summary>The file that the report goes to; null for the terminal.</summary>
    public string? FileOf(ParseResult asked) => asked.GetValue(_out);

    /// <summary>How to tell it; null, and what was wrong told, where there is no such form.</summary>
    public async Task<string?> FormatAsync(ParseResult asked, TextWriter error)
    {
        var format = asked.GetRequiredValue(_format);
        if (Formats.Contains(format, StringComparer.Ordinal))
        {
            return format;
        }

        await error.WriteLineAsync($"\"{format}\" is not a format{DidYouMean.Hint(format, Formats)}");
        return null;
    }

    /// <summary>The systems to look at; null, and what was wrong told, where that is not to be had.</summary>
    public async Task<TrueupSettings?> SettingsAsync(ParseResult asked, TextWriter error)
    {
        if (asked.GetValue(_url) is not { } url)
        {
            return await ConfigOption.LoadAsync(asked.GetRequiredValue(_config), connectors, error);
        }

        var text = $$"""
            version: 1
            hub: { name: "{{url}}", currency: {{EstateSurvey.NoCurrency}}, store: ./audit }
            connections:
              storefront: { kind: "{{asked.GetRequiredValue(_kind)}}", url: "{{url}}", auth: { bearer: "${{{asked.GetRequiredValue(_tokenEnvironment)}}}" } }
            """;
        var loaded = new SettingsLoader(connectors).Load(text, Surroundings.Of(Directory.GetCurrentDirectory()));
        if (loaded.Settings is null)
        {
            foreach (var problem in loaded.Problems)
            {
                await error.WriteLineAsync($"{problem.Path}: {problem.Message}");
            }
        }

        return loaded.Settings;
    }

    /// <summary>Owners' stock out of files; null, and what was wrong told, where one cannot be read.</summary>
    public async Task<Items<OwnerSurvey>?> FilesAsync(ParseResult asked, TextWriter error)
    {
        var files = new List<OwnerSurvey>();
        foreach (var path in asked.GetRequiredValue(_stock))
        {
            if (!File.Exists(path))
            {
                await error.WriteLineAsync($"{path}: there is no such file; --stock names an owner's stock as CSV.");
                return null;
            }

            using var text = File.OpenText(path);
            var read = StockFile.Read(Path.GetFileName(path), text);
            foreach (var problem in read.Problems)
            {
                await error.WriteLineAsync($"{path}: {problem}");
            }

            if (read.Survey is null)
            {
                return null;
            }

            files.Add(read.Survey);
        }

        return files.ToItems();
    }
}
