package io.posthorn.application;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.posthorn.api.RequestFields;
import io.posthorn.postgres.JsonColumns;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The columns {@code retry} and {@code timeout_seconds}, which applications and endpoints have. */
public final class DeliverySettingsColumns {

    private DeliverySettingsColumns() {}

    /** The settings of a row that selects {@code retry} as text and {@code timeout_seconds}. */
    public static DeliverySettings read(Readable row) {
        String retry = row.get("retry", String.class);
        Short timeout = row.get("timeout_seconds", Short.class);
        if (retry == null && timeout == null) {
            return DeliverySettings.NONE;
        }
        DeliverySettings stored = retry == null ? DeliverySettings.NONE : stored(retry);
        return new DeliverySettings(stored.retry(), timeout == null ? null : Duration.ofSeconds(timeout));
    }

    private static DeliverySettings stored(String retry) {
        return RequestFields.parse(("{\"" + DeliverySettingsReader.RETRY + "\":" + retry + "}").getBytes(UTF_8))
                .read(DeliverySettingsReader::whole);
    }

    /** The value of {@code retry}, as text. */
    public static Parameter retry(DeliverySettings settings) {
        @Nullable RetryOut retry = RetryOut.of(settings.retry());
        return Parameters.in(R2dbcType.VARCHAR, retry == null ? null : JsonColumns.write(retry));
    }

    /** The value of {@code timeout_seconds}. */
    public static Parameter timeout(DeliverySettings settings) {
        Duration timeout = settings.timeout();
        return Parameters.in(R2dbcType.SMALLINT, timeout == null ? null : (short) timeout.toSeconds());
    }
}
