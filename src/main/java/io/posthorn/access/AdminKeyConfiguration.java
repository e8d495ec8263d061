package io.posthorn.access;

import io.posthorn.postgres.DataDirectory;
import io.posthorn.postgres.StartRefusedException;
import java.security.SecureRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Takes the admin key from the operator, or where we keep everything ourselves from a file that we made. */
@Configuration(proxyBeanMethods = false)
class AdminKeyConfiguration {

    static final String FILE = "admin-key";
    private static final String PREFIX = "ph_admin_";
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /** 43 characters of base62 hold 256 bits. */
    private static final int LENGTH = 43;

    @Bean
    AdminKey adminKey(@Value("${posthorn.admin-key:}") String given, ObjectProvider<DataDirectory> data) {
        return given.isBlank() ? keptIn(data.getIfAvailable()) : AdminKey.given(given.strip(), "$POSTHORN_ADMIN_KEY");
    }

    private static AdminKey keptIn(@Nullable DataDirectory data) {
        if (data == null) {
            throw new StartRefusedException(
                    "Profile server needs an admin key, and POSTHORN_ADMIN_KEY is not set.",
                    "Set POSTHORN_ADMIN_KEY to a long random text, for example ph_admin_$(openssl rand -hex 24).");
        }
        String key = data.secret(FILE, AdminKeyConfiguration::random);
        return AdminKey.in(data.resolve(FILE), key);
    }

    /** The text of a new admin key. */
    static String random() {
        return new SecureRandom()
                .ints(LENGTH, 0, BASE62.length())
                .mapToObj(index -> BASE62.substring(index, index + 1))
                .collect(Collectors.joining("", PREFIX, ""));
    }
}
