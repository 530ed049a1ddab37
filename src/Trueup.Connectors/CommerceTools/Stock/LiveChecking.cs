using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Stock;

/// <summary>Looks at a live project for everything that would keep the hub from working, and changes nothing.</summary>
internal sealed class LiveChecking(ProjectApi api)
{
    /// <summary>Everything found; empty when all is well.</summary>
    public async ValueTask<Items<LiveFinding>> CheckAsync(
        IWire wire, Items<string> locationCodes, CancellationToken cancellationToken)
    {
        var findings = new List<LiveFinding>();
        var inventory = await api.GetAsync(
            wire, new ProjectQuery("/inventory").By("id asc").Page(100), cancellationToken);
        if (!inventory.IsDone)
        {
            return [new LiveFinding(CodeOf(inventory), inventory.Detail)];
        }

        CheckScopes(findings);
        CheckFigures(inventory, findings);
        await CheckProjectAsync(wire, findings, cancellationToken);
        await CheckChannelsAsync(wire, locationCodes, findings, cancellationToken);
        await CheckReadAsync(wire, "/orders", findings, cancellationToken);
        if (api.Options.MessagesPoll is not null)
        {
            await CheckReadAsync(wire, "/messages", findings, cancellationToken);
        }

        return findings.ToItems();
    }

    /// <summary>A token may be given fewer scopes than were asked for.</summary>
    private void CheckScopes(List<LiveFinding> findings)
    {
        var granted = api.Token.Granted ?? [];
        if (granted.Count == 0 || granted.Any(scope => scope is "manage_project" or "todo"))
        {
            return;
        }

        foreach (var scope in api.Options.Scopes.Where(scope => !granted.Contains(scope.Split(':')[0], StringComparer.Ordinal)))
        {
            findings.Add(new LiveFinding(CaseCodes.PermissionDenied, $"The API client was not given the scope {scope}."));
        }
    }

    /// <summary>What an order moves is stated by nobody; entries that hold something back tell.</summary>
    private void CheckFigures(Answer inventory, List<LiveFinding> findings)
    {
        var entries = (Loose.Parse(inventory.Body)?.List("results") ?? []).Select(row => InventoryEntry.Read(row))
            .OfType<InventoryEntry>().ToList();
        var reserved = entries.Count(entry => entry.Available < entry.OnStock);
        if (!api.Options.OrdersReserve && entries.Count > 0 && reserved * 2 > entries.Count)
        {
            findings.Add(new LiveFinding(
                CaseCodes.ReservationMismatch,
                $"{reserved} of {entries.Count} entries have less available than on stock. If no carts reserve, orders lower " +
                "only what is available: set stock.orders_lower to available."));
        }
    }

    private async ValueTask CheckProjectAsync(IWire wire, List<LiveFinding> findings, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(wire, "", cancellationToken);
        if (!answer.IsDone || Loose.Parse(answer.Body) is not { } project)
        {
            findings.Add(new LiveFinding(CodeOf(answer), $"The project's settings cannot be read: {answer.Detail}"));
            return;
        }

        if (project.Text("productCatalogModel") == "Modular")
        {
            findings.Add(new LiveFinding(
                CaseCodes.TypeUnknown, "The project uses the Modular catalogue, whose variants this connector does not read."));
        }

        if (api.Options.MessagesPoll is not null && !project.At("messages").Flag("enabled"))
        {
            findings.Add(new LiveFinding(
                CaseCodes.ConnectionDown,
                "The project keeps no messages: switch on the Messages Query, or set messages.enabled to false."));
        }
    }

    private async ValueTask CheckChannelsAsync(
        IWire wire, Items<string> codes, List<LiveFinding> findings, CancellationToken cancellationToken)
    {
        foreach (var group in ProjectQuery.Groups(codes.Where(code => code != ChannelBook.Channelless), countMax: 50))
        {
            var query = new ProjectQuery("/channels").WhereIn("key", group).By("id asc");
            var answer = await api.GetAsync(wire, query.Page(50), cancellationToken);
            if (!answer.IsDone)
            {
                findings.Add(new LiveFinding(CodeOf(answer), $"Channels cannot be read: {answer.Detail}"));
                return;
            }

            var known = (Loose.Parse(answer.Body)?.List("results") ?? []).ToList();
            foreach (var code in group)
            {
                var channel = known.Find(row => row.Text("key") == code);
                if (!channel.Exists())
                {
                    findings.Add(new LiveFinding(CaseCodes.SourceUnknown, $"The project has no channel with the key '{code}'."));
                }
                else if (!channel.List("roles").Any(role => role.ValueEquals("InventorySupply")))
                {
                    findings.Add(new LiveFinding(
                        CaseCodes.SourceNotAssigned, $"Channel '{code}' does not have the role InventorySupply."));
                }
            }
        }

    }

    private async ValueTask CheckReadAsync(
        IWire wire, string resource, List<LiveFinding> findings, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(wire, new ProjectQuery(resource).By("id asc").Page(1), cancellationToken);
        if (!answer.IsDone)
        {
            findings.Add(new LiveFinding(CodeOf(answer), $"{resource} cannot be read: {answer.Detail}"));
        }
    }

    private static CaseCode CodeOf(Answer answer) =>
        answer.Status is 401 or 403 ? CaseCodes.PermissionDenied : CaseCodes.ConnectionDown;
}
