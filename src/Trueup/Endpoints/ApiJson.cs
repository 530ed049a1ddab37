using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Trueup.Alerts;
using Trueup.Core.Values;
using Trueup.Engine.Views;

namespace Trueup.Endpoints;

/// <summary>The JSON of the HTTP API: camelCase, quantities and amounts as decimals, times in UTC.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.Strict,
    Converters =
    [
        typeof(TextConverter<Sku>), typeof(TextConverter<OrderId>), typeof(TextConverter<ConnectionName>),
        typeof(TextConverter<LocationCode>), typeof(TextConverter<RemoteCode>), typeof(QuantityConverter),
        typeof(PositionConverter), typeof(ItemsConverter),
    ])]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(AlertBoard))]
[JsonSerializable(typeof(Page<PositionView>))]
[JsonSerializable(typeof(StockView))]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(Items<AvailabilityView>))]
[JsonSerializable(typeof(SplitView))]
[JsonSerializable(typeof(Page<OrderSummary>))]
[JsonSerializable(typeof(OrderView))]
[JsonSerializable(typeof(OrderRetryRequest))]
[JsonSerializable(typeof(Items<SweepView>))]
[JsonSerializable(typeof(Items<TimelineStep>))]
[JsonSerializable(typeof(Page<StoreDayView>))]
[JsonSerializable(typeof(StoreDayView))]
[JsonSerializable(typeof(Page<CaseView>))]
[JsonSerializable(typeof(Items<CaseGroupView>))]
[JsonSerializable(typeof(CaseActionRequest))]
[JsonSerializable(typeof(BulkOutcome))]
[JsonSerializable(typeof(ParityView))]
[JsonSerializable(typeof(ParityRunRequest))]
[JsonSerializable(typeof(Items<ParityRunView>))]
[JsonSerializable(typeof(Page<DiscrepancyView>))]
[JsonSerializable(typeof(AutopsyView))]
[JsonSerializable(typeof(Page<RepairView>))]
[JsonSerializable(typeof(HealingRequest))]
[JsonSerializable(typeof(OverrideRequest))]
[JsonSerializable(typeof(UndoneView))]
[JsonSerializable(typeof(MessageView))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(Page<AuditEntry>))]
[JsonSerializable(typeof(ReplayPreview))]
[JsonSerializable(typeof(StateComparison))]
[JsonSerializable(typeof(BulkRequest))]
[JsonSerializable(typeof(BulkPreview))]
[JsonSerializable(typeof(UndoRequest))]
[JsonSerializable(typeof(Items<CaseCodeView>))]
[JsonSerializable(typeof(ContractInForce))]
[JsonSerializable(typeof(MappingRequest))]
[JsonSerializable(typeof(Items<ConnectionDetail>))]
[JsonSerializable(typeof(TestCallView))]
[JsonSerializable(typeof(Items<QueueView>))]
[JsonSerializable(typeof(RunbookPage))]
[JsonSerializable(typeof(SessionView))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(FirstRunRequest))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(Items<UserView>))]
[JsonSerializable(typeof(UserRequest))]
[JsonSerializable(typeof(Items<TokenView>))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(TokenMade))]
[JsonSerializable(typeof(MatrixView))]
[JsonSerializable(typeof(Items<StockMoment>))]
[JsonSerializable(typeof(ContractView))]
[JsonSerializable(typeof(Items<RunbookView>))]
[JsonSerializable(typeof(Page<MessageSummary>))]
[JsonSerializable(typeof(Items<OwnerView>))]
[JsonSerializable(typeof(Items<RoutineView>))]
[JsonSerializable(typeof(Items<CheckView>))]
[JsonSerializable(typeof(SignOffRequest))]
[JsonSerializable(typeof(CorrectionRequest))]
[JsonSerializable(typeof(CorrectionView))]
[JsonSerializable(typeof(Items<ContractFinding>))]
[JsonSerializable(typeof(Items<Shapes.ShapeView>))]
[JsonSerializable(typeof(EstateAudits))]
[JsonSerializable(typeof(Verbs.BackupReport))]
[JsonSerializable(typeof(Verbs.MerchantReport))]
[JsonSerializable(typeof(Storage.Backups.Restored))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Lets options read and write the API's types.</summary>
    public static void Furnish(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.NumberHandling = JsonNumberHandling.Strict;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;

        // A member that nobody reads is a wish that nobody would hear. What comes in at /in is read by the connectors, which allow more.
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        foreach (var converter in Default.Options.Converters)
        {
            options.Converters.Add(converter);
        }
    }
}
