using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>Reads <c>hub</c>.</summary>
internal static class HubReading
{
    private const string StoreDefault = "./data";
    private const int TokenLengthMin = 16;

    /// <summary>The hub's settings; where something is missing or malformed, which was noted, a placeholder.</summary>
    public static HubSettings Read(Section hub, Surroundings surroundings)
    {
        var otherwise = new HubSettings
        {
            Name = hub["name"].Text ?? "",
            Currency = hub["currency"].Text ?? "",
            Store = new StoreSettings(surroundings.PathOf(StoreOf(hub["store"]))),
        };
        return otherwise with
        {
            TimeZone = hub["time_zone"].TimeZone ?? otherwise.TimeZone,
            Listen = ListenOf(hub["listen"]) ?? otherwise.Listen,
            Url = hub["url"].Url,
            Tokens = TokensOf(hub["tokens"]),
            SignIn = SignInReading.Read(hub["sign_in"]),
            Limits = LimitsOf(hub["limits"], otherwise.Limits),
        };
    }

    private static string StoreOf(Section store)
    {
        if (store.Text is { Length: > 0 } text)
        {
            if (!StoreSettings.IsPostgres(text))
            {
                return text;
            }

            store.Error("this version keeps its data in embedded SQLite only: name a folder, such as ./data");
        }

        return StoreDefault;
    }

    private static Uri? ListenOf(Section listen)
    {
        if (listen.Url is { PathAndQuery: not "/" })
        {
            listen.Error("expected an address without a path, such as http://127.0.0.1:8080");
        }

        return listen.Url;
    }

    private static HubLimits LimitsOf(Section limits, HubLimits otherwise) => new()
    {
        BodyBytesMax = limits["body"].Bytes ?? otherwise.BodyBytesMax,
        Intake = limits["intake"].Rate ?? otherwise.Intake,
    };

    private static Items<ApiToken> TokensOf(Section tokens)
    {
        var found = new List<ApiToken>();
        foreach (var section in tokens.Members)
        {
            if (section["name"].Text is not { } name || section["token"].Text is not { } token)
            {
                continue;
            }

            if (found.Exists(other => other.Name == name))
            {
                section["name"].Error($"two tokens are named \"{section["name"].Written}\"");
            }

            if (token.Length < TokenLengthMin)
            {
                section["token"].Error($"a token has at least {TokenLengthMin} characters");
            }

            found.Add(new ApiToken(name, new Secret(token), ScopesOf(section["scopes"])));
        }

        return found.ToItems();
    }

    private static Items<ApiScope> ScopesOf(Section scopes)
    {
        if (scopes.Exists && !scopes.Members.Any())
        {
            scopes.Error("names no scope: the token could do nothing");
        }

        return scopes.Texts.Select(text => text switch
        {
            "admin" => ApiScope.Admin,
            "operate" => ApiScope.Operate,
            _ => ApiScope.Read,
        }).Distinct().ToItems();
    }
}
