package io.posthorn.access;

import io.posthorn.postgres.SecretFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The key that may do everything. Its text is nowhere to be had from here. */
public final class AdminKey {

    private static final Logger LOG = LoggerFactory.getLogger(AdminKey.class);

    private final String whereabouts;
    private final @Nullable Path file;
    private volatile byte[] key;

    private AdminKey(String key, String whereabouts, @Nullable Path file) {
        this.key = bytes(key);
        this.whereabouts = whereabouts;
        this.file = file;
    }

    /** The key that the operator gave, for as long as this process runs. */
    static AdminKey given(String key, String whereabouts) {
        return new AdminKey(key, whereabouts, null);
    }

    /** The key that was read from a file. */
    static AdminKey in(Path file, String key) {
        return new AdminKey(key, "$(cat '" + file + "')", file);
    }

    /** This, once it has looked whether its file holds another key by now; without a readable one the old key stays. */
    Mono<AdminKey> renewed() {
        Path kept = file;
        return kept == null
                ? Mono.just(this)
                : Mono.fromCallable(() -> SecretFile.read(kept))
                        .subscribeOn(Schedulers.boundedElastic())
                        .doOnNext(this::take)
                        .onErrorResume(this::unreadable)
                        .thenReturn(this);
    }

    private void take(String text) {
        if (!text.isEmpty() && !matches(text)) {
            key = bytes(text);
            LOG.info("The admin key was replaced; the old one is no longer in force");
        }
    }

    private Mono<String> unreadable(Throwable failure) {
        LOG.warn("The admin key's file cannot be read ({}); the key that was in it stays in force", failure.toString());
        return Mono.empty();
    }

    /** Whether this is the key, in a time that does not depend on how much of it is right. */
    public boolean matches(String presented) {
        return MessageDigest.isEqual(bytes(presented), key);
    }

    /** How a shell gets at the key: a word to put between double quotes. Never the key itself. */
    public String whereabouts() {
        return whereabouts;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
