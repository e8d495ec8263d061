package io.posthorn.pipeline;

import io.posthorn.application.Application;
import io.posthorn.application.ApplicationSnapshot;
import io.posthorn.application.DeliverySettings;
import io.posthorn.dispatch.AttemptRequest;
import io.posthorn.egress.Header;
import io.posthorn.endpoint.Endpoint;
import io.posthorn.endpoint.Pauses;
import io.posthorn.form.Form;
import io.posthorn.form.FormInput;
import io.posthorn.form.Rendered;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.Message;
import io.posthorn.retry.RetryPolicy;
import io.posthorn.retry.RetrySchedule;
import io.posthorn.throttle.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What holds for attempts at an endpoint: what it says itself, else its application, else the installation. */
final class AttemptRules implements RequestForm {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final Rendered.Body NOTHING = new Rendered.Body(new byte[0], null);

    private final ApplicationSnapshot applications;
    private final Pauses pauses;
    private final Standstill standstill;
    private final RetryPolicy usualPolicy;
    private final Duration usualTimeout;
    private final boolean tracesGoOn;

    /** @param tracesGoOn whether receivers are told the trace of what a message was sent by */
    AttemptRules(
            ApplicationSnapshot applications,
            Pauses pauses,
            Standstill standstill,
            RetryPolicy usualPolicy,
            Duration usualTimeout,
            boolean tracesGoOn) {
        this.applications = applications;
        this.pauses = pauses;
        this.standstill = standstill;
        this.usualPolicy = usualPolicy;
        this.usualTimeout = usualTimeout;
        this.tracesGoOn = tracesGoOn;
    }

    /** The longest attempt that a heartbeat is always good for. */
    Duration usualTimeout() {
        return usualTimeout;
    }

    /** What bounds the endpoint's attempts. */
    static Entry entry(Endpoint endpoint) {
        Integer rate = endpoint.throttleRate();
        return new Entry(endpoint.id(), endpoint.applicationId(), endpoint.hostAndPort(), rate == null ? 0 : rate);
    }

    /** Whether nothing is sent at all. */
    boolean isStandstill() {
        return standstill.isOn();
    }

    /** Whether somebody has paused it. */
    boolean isPaused(Endpoint endpoint) {
        return pauses.of(endpoint) != null;
    }

    RetryPolicy policy(Endpoint endpoint) {
        RetryPolicy own = endpoint.delivery().retry();
        if (own != null) {
            return own;
        }
        RetryPolicy ofAll = ofApplication(applicationOf(endpoint)).retry();
        return ofAll == null ? usualPolicy : ofAll;
    }

    @Override
    public Rendered body(Message message, Endpoint endpoint) {
        Form form = endpoint.shape().form();
        return form == null
                ? new Rendered.Body(message.payload(), message.terms().contentType())
                : form.render(input(message));
    }

    private static FormInput input(Message message) {
        return new FormInput(
                IdKind.MESSAGE.format(message.id()),
                message.eventType(),
                IdGenerator.timeOf(message.id()),
                message.channels(),
                IdKind.APPLICATION.format(message.applicationId()),
                message.eventId(),
                message.payload(),
                message.terms().contentType());
    }

    @Override
    public AttemptRequest of(Message message, Endpoint endpoint) {
        return switch (body(message, endpoint)) {
            case Rendered.Body body -> request(message, endpoint, body);
            case Rendered.Unusable _ -> request(message, endpoint, NOTHING);
        };
    }

    @Override
    public List<Duration> waits(Endpoint endpoint) {
        RetrySchedule schedule = policy(endpoint).schedule();
        return IntStream.range(1, schedule.maxAttempts())
                .mapToObj(schedule::delayAfter)
                .toList();
    }

    AttemptRequest request(Message message, Endpoint endpoint, Rendered.Body body) {
        Application application = applicationOf(endpoint);
        return new AttemptRequest(
                IdKind.MESSAGE.format(message.id()),
                message.eventType(),
                message.channels(),
                body.bytes(),
                body.contentType(),
                application == null ? null : application.effectiveUserAgent(),
                headers(message, endpoint),
                endpoint.url(),
                endpoint.secrets(),
                timeout(endpoint, application),
                application == null ? null : application.organizationId());
    }

    /** Ours comes last, and of two of one name the last is sent. */
    private List<Header> headers(Message message, Endpoint endpoint) {
        List<Header> own = endpoint.headers().sendable();
        if (!tracesGoOn || message.trace() == null) {
            return own;
        }
        List<Header> traced = new ArrayList<>(own);
        traced.add(TraceParent.childOf(message.trace()));
        return traced;
    }

    private Duration timeout(Endpoint endpoint, @Nullable Application application) {
        Duration own = endpoint.delivery().timeout();
        Duration said = own == null ? ofApplication(application).timeout() : own;
        return said == null ? usualTimeout : said;
    }

    private static DeliverySettings ofApplication(@Nullable Application application) {
        return application == null ? DeliverySettings.NONE : application.delivery();
    }

    private @Nullable Application applicationOf(Endpoint endpoint) {
        return applications.find(endpoint.applicationId()).orElse(null);
    }
}
