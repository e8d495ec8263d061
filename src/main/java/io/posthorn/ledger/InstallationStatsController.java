package io.posthorn.ledger;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code GET /api/v1/stats/installation}: the nodes, the room that the ledger has, and how large it is. */
@RestController
final class InstallationStatsController {

    private final R2dbcInstallation installation;
    private final Partitions partitions;
    private final PartitionsProperties kept;
    private final CurrentNode node;
    private final NodeRoles roles;
    private final String version;

    InstallationStatsController(
            R2dbcInstallation installation,
            Partitions partitions,
            PartitionsProperties kept,
            CurrentNode node,
            NodeRoles roles,
            @Value("${spring.application.version:dev}") String version) {
        this.installation = installation;
        this.partitions = partitions;
        this.kept = kept;
        this.node = node;
        this.roles = roles;
        this.version = version;
    }

    @Requires(Permission.OPERATE)
    @GetMapping("/api/v1/stats/installation")
    Mono<InstallationOut> look(Caller caller) {
        return Mono.zip(nodes(), partitions.room(), tables(), installation.databaseBytes())
                .map(found -> new InstallationOut(found.getT1(), ledger(found.getT2()), found.getT3(), found.getT4()));
    }

    private Mono<List<InstallationOut.Node>> nodes() {
        return installation.nodes().map(this::out).collectList();
    }

    private InstallationOut.Node out(R2dbcInstallation.Process found) {
        boolean here = found.id().equals(node.id());
        return new InstallationOut.Node(
                found.name(),
                found.startedAt(),
                found.beatAt(),
                here,
                here ? version : null,
                here ? names(roles) : null);
    }

    private static List<String> names(NodeRoles roles) {
        return roles.roles().stream()
                .sorted()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private InstallationOut.Ledger ledger(Partitions.Room room) {
        return new InstallationOut.Ledger(room.from(), room.until(), room.partitions(), kept.retentionDays());
    }

    private Mono<List<InstallationOut.Table>> tables() {
        return installation
                .tables()
                .collectSortedList(
                        Comparator.comparingLong(InstallationOut.Table::bytes).reversed());
    }
}
