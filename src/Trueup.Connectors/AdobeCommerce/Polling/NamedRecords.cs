using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.AdobeCommerce.Polling;

/// <summary>Reads records that a search names one by one, however small the pages are that the shop answers with.</summary>
internal sealed class NamedRecords(AdobeApi api)
{
    /// <summary>Names in one search: more make its address too long.</summary>
    private const int PerRequest = 100;

    /// <summary>Every record of a list that has one of these ids, however many they are.</summary>
    /// <param name="wire">The way to the shop.</param>
    /// <param name="resource">The list.</param>
    /// <param name="ids">The ids.</param>
    /// <param name="idField">Field of a record that holds its id.</param>
    /// <param name="fields">Fields asked for; null for whole records.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async ValueTask<(AdobeAnswer? Failure, List<PolledRecord> Records)> OfIdsAsync(
        IWire wire, string resource, IEnumerable<string> ids, string idField, string? fields, CancellationToken cancellationToken)
    {
        var records = new List<PolledRecord>();
        foreach (var part in ids.Distinct(StringComparer.Ordinal).Chunk(PerRequest))
        {
            var (failure, read) = await ReadAsync(wire, () => ById(resource, part, fields), part.Length, idField, cancellationToken);
            if (failure is not null)
            {
                return (failure, records);
            }

            records.AddRange(read);
        }

        return (null, records);
    }

    /// <summary>Every record that the search finds.</summary>
    /// <param name="wire">The way to the shop.</param>
    /// <param name="search">Makes the search, without its page.</param>
    /// <param name="most">Records that there may be.</param>
    /// <param name="idField">Field of a record that holds its id.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async ValueTask<(AdobeAnswer? Failure, List<PolledRecord> Records)> ReadAsync(
        IWire wire, Func<AdobeSearch> search, int most, string idField, CancellationToken cancellationToken)
    {
        var records = new List<PolledRecord>();
        for (var number = 1; number <= most; number++)
        {
            var page = number;
            var (answer, _) = await api.GetPageAsync(wire, size => search().Page(size, page), PerRequest, cancellationToken);
            if (answer.Kind != AnswerKind.Done)
            {
                return (answer, records);
            }

            if (RecordPage.Read(answer.Body, idField, "updated_at") is not { } list)
            {
                return (answer with { Kind = AnswerKind.Broken, Detail = "What was asked for by name is not a list." }, records);
            }

            records.AddRange(list.Records);
            if (list.Records.Count == 0 || records.Count >= list.Total)
            {
                break;
            }
        }

        return (null, records);
    }

    private static AdobeSearch ById(string resource, string[] ids, string? fields)
    {
        // Whatever the field of the id is called in a record, it is searched for by this name.
        var search = new AdobeSearch(resource).Where("entity_id", "in", string.Join(',', ids)).OrderBy("entity_id");
        return fields is null ? search : search.Fields(fields);
    }
}
