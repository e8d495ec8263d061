package io.posthorn.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.posthorn.api.Problem;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

class RequestRatesTests {

    private static final UUID ORGANIZATION = new UUID(0, 1);
    private static final Caller UNLIMITED = caller("key_a", 0);
    private static final Caller LIMITED = caller("key_b", 2);

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void saysNothingToAKeyWithoutALimit() {
        assertThat(admit(rates(0), UNLIMITED).isEmpty()).isTrue();
    }

    @Test
    void countsDownAndRefusesWhatIsTooMuch() {
        RequestRates rates = rates(0);

        assertThat(admit(rates, LIMITED).getFirst("RateLimit")).isEqualTo("\"key\";r=1;t=1");
        HttpHeaders second = admit(rates, LIMITED);
        assertThat(second.getFirst("RateLimit")).isEqualTo("\"key\";r=0;t=1");
        assertThat(second.getFirst("RateLimit-Policy")).isEqualTo("\"key\";q=2;w=1");
        Problem refused = refusal(rates, LIMITED);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("1");
        assertThat(refused.headers().getFirst("RateLimit")).isEqualTo("\"key\";r=0;t=1");
        assertThat(refused.headers().getFirst("RateLimit-Policy")).isEqualTo("\"key\";q=2;w=1");
    }

    @Test
    void letsTheNextThroughWhenItsTimeHasCome() {
        RequestRates rates = rates(0);
        admit(rates, LIMITED);
        admit(rates, LIMITED);

        nanos.addAndGet(Duration.ofMillis(499).toNanos());
        assertThat(refusal(rates, LIMITED).status()).isEqualTo(429);
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThatCode(() -> admit(rates, LIMITED)).doesNotThrowAnyException();
        assertThat(refusal(rates, LIMITED).status()).isEqualTo(429);
    }

    @Test
    void whatTheInstallationSaysIsForKeysWithoutALimitOfTheirOwn() {
        RequestRates rates = rates(1);
        admit(rates, UNLIMITED);

        assertThat(refusal(rates, UNLIMITED).status()).isEqualTo(429);
        admit(rates, LIMITED);
        assertThatCode(() -> admit(rates, LIMITED)).doesNotThrowAnyException();
    }

    @Test
    void oneKeyDoesNotUseUpAnothers() {
        RequestRates rates = rates(1);
        admit(rates, UNLIMITED);

        assertThatCode(() -> admit(rates, caller("key_c", 0))).doesNotThrowAnyException();
    }

    @Test
    void theOperatorIsNeverKeptWaiting() {
        RequestRates rates = rates(1);
        Caller operator = new Caller(ORGANIZATION, "admin", Set.of(), null, Credential.OF_INSTALLATION);
        admit(rates, operator);

        assertThat(admit(rates, operator).isEmpty()).isTrue();
    }

    private RequestRates rates(int usual) {
        return new RequestRates(usual, nanos::get);
    }

    private static HttpHeaders admit(RequestRates rates, Caller caller) {
        HttpHeaders answer = new HttpHeaders();
        rates.admit(caller, answer);
        return answer;
    }

    private static Problem refusal(RequestRates rates, Caller caller) {
        return Objects.requireNonNull(catchThrowableOfType(Problem.class, () -> admit(rates, caller)));
    }

    private static Caller caller(String key, int limit) {
        Credential credential = new Credential(Credential.Kind.API_KEY, key, limit);
        return new Caller(ORGANIZATION, key, Set.of(Permission.READ), null, credential);
    }
}
