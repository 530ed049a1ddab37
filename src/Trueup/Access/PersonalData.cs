using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Endpoints;
using Trueup.Engine.Lanes;
using Trueup.Engine.Views;

namespace Trueup.Access;

/// <summary>
/// Keeps whom an order is for from those who need not know: names, addresses and what else tells who it is become dots,
/// in orders, in messages as they came, and in what people and systems say about both.
/// </summary>
internal static class PersonalData
{
    private const string Dots = MaskedText.Dots;

    /// <summary>Masks what an address answers, for those who see masked.</summary>
    public static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext asked, EndpointFilterDelegate next)
    {
        var answer = await next(asked);
        if (!Caller.Of(asked.HttpContext).SeesMasked)
        {
            return answer;
        }

        return (answer is INestedHttpResult nested ? nested.Result : answer) switch
        {
            Ok<OrderView> { Value: { } order } => TypedResults.Ok(Mask(order)),
            Ok<Items<TimelineStep>> { Value: var steps } => TypedResults.Ok(steps
                .Select(step => step with { Detail = MaskedText.Of(step.Detail) }).ToItems()),
            Ok<MessageView> { Value: { } message } => TypedResults.Ok(Mask(message)),
            Ok<Page<AuditEntry>> { Value: { } page } => TypedResults.Ok(
                page with { Items = page.Items.Select(Mask).ToItems() }),
            Ok<CaseView> { Value: { } known } => TypedResults.Ok(Mask(known)),
            Ok<Page<CaseView>> { Value: { } page } => TypedResults.Ok(
                page with { Items = page.Items.Select(Mask).ToItems() }),
            _ => answer,
        };
    }

    /// <summary>An order without whom it is for.</summary>
    public static OrderView Mask(OrderView order) => order with
    {
        Customer = order.Customer is { } customer
            ? customer with { Email = Dots, Name = Dots, Company = customer.Company is null ? null : Dots }
            : null,
        Billing = Mask(order.Billing),
        Shipping = order.Shipping is { } shipping ? shipping with { Address = Mask(shipping.Address)! } : null,
        Edits = order.Edits.Select(edit => new OrderEdit(edit.Field, Hidden(edit.Before), Hidden(edit.After))).ToItems(),

        // Gift messages, wishes, engravings: whatever a customer typed may say who is meant.
        Attributes = order.Attributes.Select(trait => trait with { Value = Dots }).ToItems(),
        Lines = order.Lines.Select(line => line with
        {
            Options = line.Options.Select(option => option with { Value = Dots }).ToItems(),
        }).ToItems(),
        Parcels = order.Parcels.Select(parcel => parcel with { Words = Hidden(parcel.Words) }).ToItems(),
        Returns = order.Returns.Select(back => back with { Reason = Hidden(back.Reason) }).ToItems(),
    };

    private static MessageView Mask(MessageView message) => message with
    {
        Body = message.IsBase64 || message.Form == Request.EditOrder
            ? Dots
            : MaskedText.OfJson(message.Body),
        IsBase64 = false,
        Changes = message.Changes.Select(change => change with { Detail = MaskedText.Of(change.Detail) }).ToItems(),
    };

    private static AuditEntry Mask(AuditEntry entry) => entry.Did is Request.CorrectMessage or Request.EditOrder
        ? entry with { Text = Hidden(entry.Text), Before = Hidden(entry.Before), After = Hidden(entry.After) }
        : entry with { Text = entry.Text is { } text ? MaskedText.Of(text) : null };

    private static CaseView Mask(CaseView known) => known with
    {
        Detail = MaskedText.Of(known.Detail),
        Waiting = known.Waiting is { } waiting ? MaskedText.Of(waiting) : null,
        Notes = known.Notes.Select(note => note with { Text = MaskedText.Of(note.Text) }).ToItems(),
    };

    private static string? Hidden(string? text) => text is null ? null : Dots;

    private static PostalAddress? Mask(PostalAddress? address) => address is null ? null
        : new PostalAddress(Dots, [Dots], Dots, Dots, address.Country);
}
