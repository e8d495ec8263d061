package io.posthorn.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.ConnectionFactoryOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcAddressTests {

    @ParameterizedTest
    @CsvSource({
        "r2dbc:postgresql://db/posthorn, jdbc:postgresql://db:5432/posthorn",
        "r2dbc:postgres://db:6543/posthorn, jdbc:postgresql://db:6543/posthorn",
        "r2dbc:pool:postgresql://db/posthorn, jdbc:postgresql://db:5432/posthorn",
        "'r2dbc:postgresql:failover://a:1,b:2/posthorn', 'jdbc:postgresql://a:1,b:2/posthorn'",
        "'r2dbc:postgresql://a,b/posthorn', 'jdbc:postgresql://a:5432,b:5432/posthorn'",
        "r2dbc:postgresql://[::1]:6543/posthorn, jdbc:postgresql://[::1]:6543/posthorn",
    })
    void namesTheSamePlace(String r2dbc, String jdbc) {
        assertThat(address(r2dbc).url()).isEqualTo(jdbc);
    }

    @Test
    void takesCredentialsAlongWithoutShowingThem() {
        JdbcAddress address = address("r2dbc:postgresql://ann:s3cret@db/posthorn");

        assertThat(address.properties()).containsEntry("user", "ann").containsEntry("password", "s3cret");
        assertThat(address.toString()).doesNotContain("s3cret");
    }

    @Test
    void takesTransportSecurityAlong() {
        assertThat(address("r2dbc:postgresql://db/x?sslMode=verify-ca&sslRootCert=/ca.pem")
                        .properties())
                .containsEntry("sslmode", "verify-ca")
                .containsEntry("sslrootcert", "/ca.pem");
        assertThat(address("r2dbcs:postgresql://db/x").properties()).containsEntry("sslmode", "verify-full");
    }

    @Test
    void asksForThePrimaryWhenThereAreSeveralHosts() {
        assertThat(address("r2dbc:postgresql://a,b/x").properties()).containsEntry("targetServerType", "primary");
        assertThat(address("r2dbc:postgresql://a/x").properties()).doesNotContainKey("targetServerType");
    }

    @Test
    void tellsPostgresFromOthers() {
        assertThat(JdbcAddress.isPostgres(ConnectionFactoryOptions.parse("r2dbc:pool:postgresql://db/x")))
                .isTrue();
        assertThat(JdbcAddress.isPostgres(ConnectionFactoryOptions.parse("r2dbc:mysql://postgres/x")))
                .isFalse();
    }

    private static JdbcAddress address(String r2dbc) {
        return JdbcAddress.of(ConnectionFactoryOptions.parse(r2dbc));
    }
}
