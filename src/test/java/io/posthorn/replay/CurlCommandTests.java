package io.posthorn.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.egress.Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each command is run by a real shell, in which curl only says what it was given. */
class CurlCommandTests {

    private static final String SAYS_WHAT_IT_GETS = "curl() { printf '[%s]' \"$@\"; printf '\\n'; cat; }\n";
    private static final int ALPHABET = 0x250;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}",
                "'; touch /tmp/posthorn-was-here; echo '",
                "'\\''\\'''''\\",
                "$(touch /tmp/posthorn-was-here)`touch /tmp/posthorn-was-here`${HOME}$HOME",
                "%s%n%d\\n\\x41\\c",
                "@/etc/passwd",
                "-e -n",
                "line\nline\r\n\ttab\u0007bell\u001b[31m",
                "!! !$ \\! \"quoted\" é 😀 \u2028",
                "",
            })
    void carriesAnyBodyThroughAShell(String body) {
        assertThat(run(CurlCommand.of("https://example.com/", List.of(), body)).split("\n", 2)[1])
                .isEqualTo(body);
    }

    @Test
    void carriesThousandsOfRandomBodies() {
        Random random = new Random(7);
        StringBuilder all = new StringBuilder();
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            String body = random.ints(random.nextInt(20), 1, ALPHABET)
                    .map(c -> random.nextInt(3) == 0 ? "'\\$`\"!;\n".charAt(random.nextInt(8)) : c)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            all.append(body).append('|');
            script.append("printf '%s|' ").append(CurlCommand.quoted(body)).append('\n');
        }

        assertThat(run(script.toString())).isEqualTo(all.toString());
    }

    @Test
    void carriesABodyThatIsLongerThanAnArgument() {
        String body = "{\"a\":\"" + "'x".repeat(150_000) + "\"}";

        assertThat(run(CurlCommand.of("https://example.com/", List.of(), body))).endsWith("\n" + body);
    }

    @Test
    void carriesUrlAndHeaders() {
        String command = CurlCommand.of(
                "https://example.com/a'b?{x}=[1]&$y",
                List.of(new Header("x-one", "it's $(me)"), new Header("x-none", "")),
                "{}");

        assertThat(run(command).split("\n", 2)[0])
                .isEqualTo("[--globoff][--request][POST][https://example.com/a'b?{x}=[1]&$y]"
                        + "[--header][x-one: it's $(me)][--header][x-none;][--data-binary][@-]");
    }

    private static String run(String command) {
        try {
            Process shell = new ProcessBuilder("sh").redirectErrorStream(true).start();
            try (var in = shell.getOutputStream()) {
                in.write((SAYS_WHAT_IT_GETS + command).getBytes(StandardCharsets.UTF_8));
            }
            String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
