using Trueup.Core.Audit;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Engine.Audit;
using Trueup.Settings;
using Trueup.Wires;

namespace Trueup.Audit;

/// <summary>Looks at every connection of a configuration, and changes nothing.</summary>
/// <param name="settings">The configuration; it need not map anything.</param>
/// <param name="wires">Makes the ways to remotes.</param>
/// <param name="surveyor">Reads the remotes.</param>
internal sealed class EstateSurvey(TrueupSettings settings, IWireFactory wires, Surveyor surveyor)
{
    /// <summary>ISO 4217's code for no currency: an estate without a configuration states none.</summary>
    public const string NoCurrency = "XXX";

    /// <summary>Looks at storefronts and owners; owners that cannot be read are told in <see cref="Unread"/>.</summary>
    /// <param name="files">Owners' stock from files.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<Survey> TakeAsync(Items<OwnerSurvey> files, CancellationToken cancellationToken)
    {
        var contract = new OwnershipContract(settings.Contract);
        var storefronts = new List<StorefrontSurvey>();
        var owners = files.ToList();
        foreach (var configured in settings.Connections.Where(configured => configured.Url is not null))
        {
            var wire = wires.Open(configured.Settings);
            using var closing = wire as IDisposable;
            if (configured.Rule.Roles.FindIndex(role => role == "storefront") >= 0)
            {
                storefronts.Add(await surveyor.StorefrontAsync(configured.Connection, wire, cancellationToken));
            }
            else if (configured.Rule.Roles.Any(role => role is "warehouse" or "pos" or "erp") &&
                     settings.Contract.Locations.Any(location => location.Owner == configured.Name))
            {
                var (survey, why) = await surveyor.OwnerAsync(configured.Connection, wire, cancellationToken);
                if (survey is not null)
                {
                    owners.Add(survey);
                }
                else
                {
                    Unread.Add(new AuditGap(configured.Name.Text, new SurveyGap(SurveyPart.Rows, why!)));
                }
            }
        }

        var stated = settings.Hub.Currency == NoCurrency ? null : settings.Hub.Currency;
        return new Survey(contract, stated, storefronts.ToItems(), owners.ToItems());
    }

    /// <summary>Owners that could not be read.</summary>
    public List<AuditGap> Unread { get; } = [];
}
