package io.posthorn.endpoint;

import io.posthorn.api.RequestFields;
import io.posthorn.application.Application;
import io.posthorn.id.IdGenerator;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What tests need of endpoints: ones that are not saved, and a place to keep how it went. */
@Component
public final class EndpointDrafts {

    private final EndpointReader reader;
    private final R2dbcEndpoints table;
    private final IdGenerator ids;
    private final InstantSource clock;

    EndpointDrafts(EndpointReader reader, R2dbcEndpoints table, IdGenerator ids, InstantSource clock) {
        this.reader = reader;
        this.table = table;
        this.ids = ids;
        this.clock = clock;
    }

    /** The endpoint that a create with these fields would make; noted faults are the reader's. */
    public Endpoint draft(Application application, RequestFields fields) {
        NewEndpoint in = fields.read(read -> reader.created(application.organizationId(), read));
        EndpointIn said = in.endpoint();
        return new Endpoint(
                ids.next(),
                application.id(),
                said.uid(),
                URI.create(said.url()),
                said.description(),
                false,
                null,
                said.eventTypes(),
                said.channels(),
                said.throttleRate(),
                said.metadata(),
                in.headers(),
                List.of(in.signingSecret()),
                said.delivery(),
                said.shape(),
                null,
                null,
                0,
                clock.instant(),
                null);
    }

    /** Keeps with the endpoint how its last test went. */
    public Mono<Void> note(Endpoint endpoint, LastTest test) {
        return table.noteTest(endpoint.applicationId(), endpoint.id(), test).then();
    }
}
