package io.posthorn.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class UuidArraysIntegrationTests {

    private final PostgresqlConnection connection = TestPostgres.freshDatabase()
            .directConnections()
            .open("arrays")
            .toFuture()
            .join();

    @AfterEach
    void close() {
        connection.close().toFuture().join();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 1000})
    void arriveAsTheyAre(int length) {
        UUID[] ids = IntStream.range(0, length).mapToObj(i -> UUID.randomUUID()).toArray(UUID[]::new);

        String seen = asked("SELECT $1::uuid[]::text AS said", ids);

        assertThat(seen).isEqualTo(Arrays.stream(ids).map(UUID::toString).collect(Collectors.joining(",", "{", "}")));
    }

    @Test
    void goOutInBinary() {
        UUID[] ids = IntStream.range(0, 3).mapToObj(i -> new UUID(i, i)).toArray(UUID[]::new);

        assertThat(new UuidArrays(UnpooledByteBufAllocator.DEFAULT).encode(ids).toString())
                .contains("format=FORMAT_BINARY");
        assertThat(asked("SELECT ($1::uuid[])[3]::text AS said", ids)).isEqualTo(new UUID(2, 2).toString());
    }

    @Test
    void areNullWhereThereIsNone() {
        String seen = connection
                .createStatement("SELECT coalesce($1::uuid[]::text, 'nothing') AS said")
                .bindNull("$1", UUID[].class)
                .execute()
                .concatMap(result -> result.map(row -> Columns.required(row, "said", String.class)))
                .next()
                .toFuture()
                .join();

        assertThat(seen).isEqualTo("nothing");
    }

    @Test
    void areReadByTheDriver() {
        List<UUID> ids = List.of(new UUID(1, 2), new UUID(3, 4));

        UUID[] seen = connection
                .createStatement("SELECT $1::uuid[] AS said")
                .bind("$1", ids.toArray(UUID[]::new))
                .execute()
                .concatMap(result -> result.map(row -> Columns.required(row, "said", UUID[].class)))
                .next()
                .toFuture()
                .join();

        assertThat(seen).containsExactlyElementsOf(ids);
    }

    private String asked(String sql, UUID[] ids) {
        return Mono.from(connection
                        .createStatement(sql)
                        .bind("$1", ids)
                        .execute()
                        .concatMap(result -> result.map(row -> Columns.required(row, "said", String.class))))
                .toFuture()
                .join();
    }
}
