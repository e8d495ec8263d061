package io.posthorn.endpoint;

import io.posthorn.api.Reference;
import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.application.DeliverySettingsReader;
import io.posthorn.id.IdKind;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what a caller says about an endpoint. */
final class EndpointReader {

    /** Most messages per second that a throttle can say. */
    static final int MAX_RATE = 65_535;

    /** Most channels of one endpoint. */
    static final int MAX_CHANNELS = 10;

    /** Most event types of one endpoint; one that wants more wants all of them. */
    static final int MAX_EVENT_TYPES = 1_000;

    private final EndpointUrls urls;

    EndpointReader(EndpointUrls urls) {
        this.urls = urls;
    }

    /** All of it with what is secret, as a create or update says it. */
    NewEndpoint created(UUID organization, RequestFields fields) {
        EndpointHeaders headers = EndpointHeadersReader.optional(fields);
        return new NewEndpoint(
                whole(organization, fields),
                headers == null ? EndpointHeaders.NONE : headers,
                SecretIn.ofNewEndpoint(fields));
    }

    /** All of it, as a create or update says it: what is left out has no value. */
    EndpointIn whole(UUID organization, RequestFields fields) {
        return new EndpointIn(
                uid(fields),
                url(organization, fields),
                fields.has("description") ? fields.text("description", TextRule.FREE) : "",
                fields.flag("disabled", false),
                eventTypes(fields),
                channels(fields),
                rate(fields),
                fields.labels("metadata"),
                DeliverySettingsReader.whole(fields),
                ShapeReader.whole(fields));
    }

    /** A part of it, as a patch says it: what is left out stays as it is. */
    EndpointIn patched(UUID organization, RequestFields fields, Endpoint current) {
        return new EndpointIn(
                fields.has("uid") ? uid(fields) : current.uid(),
                fields.has("url") ? url(organization, fields) : current.url().toString(),
                fields.has("description") ? fields.text("description", TextRule.FREE) : current.description(),
                fields.flag("disabled", current.disabled()),
                fields.has(eventTypesName(fields)) ? eventTypes(fields) : current.eventTypes(),
                fields.has("channels") ? channels(fields) : current.channels(),
                fields.has(rateName(fields)) ? rate(fields) : current.throttleRate(),
                fields.has("metadata") ? fields.labels("metadata") : current.metadata(),
                DeliverySettingsReader.patched(fields, current.delivery()),
                ShapeReader.patched(fields, current.shape()));
    }

    /** The name that the caller used for the event types. */
    static String eventTypesName(RequestFields fields) {
        return fields.either("eventTypes", "filterTypes");
    }

    private static @Nullable String uid(RequestFields fields) {
        String uid = fields.optionalText("uid", TextRule.IDENTIFIER_256);
        if (uid != null && Reference.hasFormOfId(IdKind.ENDPOINT, uid)) {
            fields.refuse("uid", "must not have the form of an endpoint's id; choose another");
        }
        return uid;
    }

    private String url(UUID organization, RequestFields fields) {
        String url = fields.text("url", TextRule.FREE_NOT_EMPTY);
        if (!url.isEmpty()) {
            urls.check(organization, url).ifPresent(fault -> fields.refuse("url", fault));
        }
        return url;
    }

    private static @Nullable Set<String> eventTypes(RequestFields fields) {
        return fields.optionalTexts(eventTypesName(fields), TextRule.IDENTIFIER_256, MAX_EVENT_TYPES);
    }

    private static @Nullable Set<String> channels(RequestFields fields) {
        return fields.optionalTexts("channels", TextRule.CHANNEL, MAX_CHANNELS);
    }

    private static @Nullable Integer rate(RequestFields fields) {
        return fields.optionalInteger(rateName(fields), 1, MAX_RATE);
    }

    private static String rateName(RequestFields fields) {
        return fields.either("throttleRate", "rateLimit");
    }
}
