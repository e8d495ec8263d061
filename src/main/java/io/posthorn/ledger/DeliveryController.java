package io.posthorn.ledger;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.QueryParameters;
import io.posthorn.endpoint.EndpointSnapshot;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What became of accepted messages: how far each has come with each endpoint. */
@RestController
@RequestMapping("/api/v1/app/{app_id}")
final class DeliveryController {

    private final LedgerPaths paths;
    private final EndpointSnapshot snapshot;
    private final DeliveryQueries deliveries;
    private final DestinationReport report;

    DeliveryController(
            LedgerPaths paths, EndpointSnapshot snapshot, DeliveryQueries deliveries, DestinationReport report) {
        this.paths = paths;
        this.snapshot = snapshot;
        this.deliveries = deliveries;
        this.report = report;
    }

    /** Endpoints that were deleted since are left out. */
    @Requires(Permission.READ)
    @GetMapping("/msg/{msg_id}/endpoint")
    Mono<Page<DestinationOut>> ofMessage(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("msg_id") String message,
            PageRequest page) {
        return paths.message(caller, app, message)
                .flatMap(of -> deliveries.ofMessage(of.application().id(), of.messageId(), page))
                .map(this::living);
    }

    private Page<DestinationOut> living(Page<DeliveryQueries.Destination> page) {
        List<DestinationOut> living = page.data().stream()
                .flatMap(destination -> snapshot.find(destination.endpointId()).stream()
                        .map(endpoint -> DestinationOut.of(endpoint, destination.progress())))
                .toList();
        return new Page<>(living, page.iterator(), page.prevIterator(), page.done());
    }

    /** Every endpoint of the application, also those that did not get the message, and why. */
    @Requires(Permission.READ)
    @GetMapping("/msg/{msg_id}/destination")
    Mono<Page<ReportOut>> report(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("msg_id") String message,
            PageRequest page) {
        return paths.message(caller, app, message)
                .flatMap(of -> report.of(of.application(), of.messageId(), page))
                .map(found -> found.map(ReportOut::of));
    }

    @Requires(Permission.READ)
    @GetMapping("/endpoint/{endpoint_id}/msg")
    Mono<ResponseEntity<byte[]>> ofEndpoint(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            @RequestParam MultiValueMap<String, String> query,
            PageRequest page) {
        LedgerFilter filter = LedgerFilter.read(query);
        boolean withContent = QueryParameters.read(query, "with_content", true);
        return paths.endpoint(caller, app, endpoint)
                .flatMap(at -> deliveries.ofEndpoint(
                        at.application().id(), at.endpoint().id(), filter, page, withContent))
                .map(found -> MessageController.json(MessageJson.writeDeliveries(found)));
    }
}
