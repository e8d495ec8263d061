package io.posthorn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class TraceContextTests {

    private static final String VALID = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static @Nullable String read(boolean kept, String header) {
        HttpHeaders headers = new HttpHeaders();
        headers.add("traceparent", header);
        return new TraceContext(kept).of(headers);
    }

    @Test
    void readsWhatIsValid() {
        assertThat(read(true, VALID)).isEqualTo(VALID);
    }

    @Test
    void readsNothingUnlessItIsToGoOn() {
        assertThat(read(false, VALID)).isNull();
        assertThat(new TraceContext(true).of(new HttpHeaders())).isNull();
    }

    @Test
    void takesFromLaterVersionsWhatItKnows() {
        String later = "cc" + VALID.substring(2);
        assertThat(read(true, later + "-what-the-future-holds")).isEqualTo(later);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
            })
    void leavesWhatIsNot(String header) {
        assertThat(read(true, header)).isNull();
    }
}
