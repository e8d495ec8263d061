package io.posthorn.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomHeadersTests {

    @ParameterizedTest
    @ValueSource(strings = {"X-Api-Key", "Authorization", "x", "X_y.z~1", "Accept", "X-Request-Id", "Webhooks"})
    void takesOrdinaryNames(String name) {
        assertThat(CustomHeaders.faultOfName(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a:b",
                "a\r\nb",
                "a\0",
                "café",
                "a(b",
                "Host",
                "hOsT",
                "Connection",
                "Content-Length",
                "Content-Type",
                "Transfer-Encoding",
                "TE",
                "Trailer",
                "Upgrade",
                "Expect",
                "Cookie",
                "Via",
                "Forwarded",
                "User-Agent",
                "Accept-Encoding",
                "Proxy-Authorization",
                "Proxy-Connection",
                "traceparent",
                "Metadata",
                "Metadata-Flavor",
                "webhook-id",
                "Webhook-Request-Origin",
                "Svix-Signature",
                "x-svix-x",
                "ce-source",
                "X-Amz-Date",
                "X-Amzn-Trace-Id",
                "X-Forwarded-For",
                "X-Goog-Iam",
                "X-Google-X",
                "X-GFE-SSL",
                "X-Azure-Ref",
                "X-FD-X",
                "X-MS-Client",
                "X-aws-ec2-metadata-token-ttl-seconds"
            })
    void refusesWhatIsNoNameOrNotForCustomers(String name) {
        assertThat(CustomHeaders.faultOfName(name)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "Bearer abc", "a\tb", "!~"})
    void takesOrdinaryValues(String value) {
        assertThat(CustomHeaders.faultOfValue(value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {" a", "a ", "a\rb", "a\nb", "a\0b", "\t", "é", "a\u007Fb", "\u0001"})
    void refusesValuesThatAreNotPrintable(String value) {
        assertThat(CustomHeaders.faultOfValue(value)).isPresent();
    }

    @Test
    void takesWhatIsAtTheLimitsAndNoMore() {
        assertThat(CustomHeaders.faultOfValue("v".repeat(CustomHeaders.MAX_VALUE_BYTES)))
                .isEmpty();
        assertThat(CustomHeaders.faultOfValue("v".repeat(CustomHeaders.MAX_VALUE_BYTES + 1)))
                .isPresent();
        assertThat(CustomHeaders.faultOfName("n".repeat(CustomHeaders.MAX_NAME_BYTES)))
                .isEmpty();
        assertThat(CustomHeaders.faultOfName("n".repeat(CustomHeaders.MAX_NAME_BYTES + 1)))
                .isPresent();
        assertThat(CustomHeaders.faultOfAll(headers(CustomHeaders.MAX_HEADERS, 1)))
                .isEmpty();
        assertThat(CustomHeaders.faultOfAll(headers(CustomHeaders.MAX_HEADERS + 1, 1)))
                .isPresent();
    }

    @Test
    void countsAllBytesTogether() {
        Map<String, String> most = Map.of("aa", "v".repeat(4094), "bb", "v".repeat(4094));
        Map<String, String> more = Map.of("aa", "v".repeat(4094), "bb", "v".repeat(4095));

        assertThat(CustomHeaders.faultOfAll(most)).isEmpty();
        assertThat(CustomHeaders.faultOfAll(more)).isPresent();
    }

    @Test
    void takesEachNameOnce() {
        assertThat(CustomHeaders.faultOfAll(Map.of("X-A", "1", "x-a", "2"))).isPresent();
    }

    @Test
    void sendsNothingThatMayNotBeStored() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Good", "1");
        headers.put("Host", "evil");
        headers.put("X-Bad", "a\r\nHost: evil");

        assertThat(CustomHeaders.sendable(headers)).containsExactly(new Header("X-Good", "1"));
    }

    private static Map<String, String> headers(int count, int valueLength) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            headers.put("X-" + i, "v".repeat(valueLength));
        }
        return headers;
    }
}
