package io.posthorn.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.CREATED;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.id.IdKind;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

@PosthornTest
@TestPropertySource(properties = "posthorn.jwt.secret=" + JwtIntegrationTests.SECRET)
class JwtIntegrationTests {

    static final String SECRET = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static final String ORGANIZATION = IdKind.ORGANIZATION.format(DefaultOrganization.ID);

    @LocalServerPort
    private int port;

    private ApiClient admin = ApiClient.of(0);
    private String app = "";

    @BeforeEach
    void connect() {
        admin = ApiClient.of(port);
        app = admin.post("/api/v1/app", Map.of("name", "signed"), CREATED)
                .path("id")
                .stringValue();
    }

    @Test
    void letsInTheOrganizationAndTheApplication() throws JOSEException {
        assertThat(status(signed(claims().subject(ORGANIZATION)), "/api/v1/audit"))
                .isEqualTo(200);
        assertThat(status(signed(claims().subject(ORGANIZATION)), "/api/v1/organization"))
                .isEqualTo(403);
        assertThat(status(signed(claims().subject(ORGANIZATION).expirationTime(null)), "/api/v1/app"))
                .isEqualTo(200);
        String visitor = signed(claims().subject(app).claim("org", ORGANIZATION));
        assertThat(status(visitor, "/api/v1/app/" + app)).isEqualTo(200);
        assertThat(status(visitor, "/api/v1/audit")).isEqualTo(403);
    }

    @Test
    void refusesWhatIsNotInOrder() throws JOSEException {
        JWTClaimsSet.Builder good = claims().subject(ORGANIZATION);

        assertThat(status(new PlainJWT(good.build()).serialize())).isEqualTo(401);
        assertThat(status(signed(good, JWSAlgorithm.HS512, SECRET))).isEqualTo(401);
        assertThat(status(signed(good, JWSAlgorithm.HS256, SECRET.replace('0', '1'))))
                .isEqualTo(401);
        assertThat(status(signed(claims().subject(ORGANIZATION).expirationTime(at(-5)))))
                .isEqualTo(401);
        assertThat(status(signed(claims().subject(ORGANIZATION).notBeforeTime(at(60)))))
                .isEqualTo(401);
        assertThat(status(signed(claims().subject("org_23rb8YdGqMT0qIzpgGwdXfHirMu"))))
                .isEqualTo(401);
        assertThat(status(signed(claims().subject(app)))).isEqualTo(401);
        assertThat(status(signed(claims().subject("app_x").claim("org", ORGANIZATION))))
                .isEqualTo(401);
        String token = signed(good);
        assertThat(status(token.substring(0, token.length() - 4))).isEqualTo(401);
        assertThat(status("a.b.c")).isEqualTo(401);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder().expirationTime(at(60));
    }

    private static Date at(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static String signed(JWTClaimsSet.Builder claims) throws JOSEException {
        return signed(claims, JWSAlgorithm.HS256, SECRET);
    }

    private static String signed(JWTClaimsSet.Builder claims, JWSAlgorithm algorithm, String secret)
            throws JOSEException {
        SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims.build());
        token.sign(new MACSigner(secret));
        return token.serialize();
    }

    private int status(String token) {
        return status(token, "/api/v1/app");
    }

    private int status(String token, String path) {
        return admin.anonymous()
                .get()
                .uri(path)
                .header("Authorization", "Bearer " + token)
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }
}
