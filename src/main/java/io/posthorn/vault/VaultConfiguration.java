package io.posthorn.vault;

import io.posthorn.postgres.DataDirectory;
import io.posthorn.postgres.StartRefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Takes the master keys from the operator, or where we keep everything ourselves from a file that we made. */
@Configuration(proxyBeanMethods = false)
class VaultConfiguration {

    private static final String HOW_TO_MAKE_ONE = "Set POSTHORN_MASTER_KEYS to an id and 32 random bytes, for example"
            + " k1:$(openssl rand -base64 32), and keep a copy: without it no stored secret can be read again.";

    @Bean
    Vault vault(@Value("${posthorn.master-keys:}") String given, ObjectProvider<DataDirectory> data) {
        String keys = given.isBlank() ? keptIn(data.getIfAvailable()) : given;
        try {
            return Vault.of(keys);
        } catch (IllegalArgumentException wrong) {
            throw new StartRefusedException(
                    "POSTHORN_MASTER_KEYS cannot be read: " + wrong.getMessage() + ".", HOW_TO_MAKE_ONE);
        }
    }

    private static String keptIn(@Nullable DataDirectory data) {
        if (data == null) {
            throw new StartRefusedException(
                    "Profile server encrypts secrets with a master key, and POSTHORN_MASTER_KEYS is not set.",
                    HOW_TO_MAKE_ONE);
        }
        return data.secret(Vault.FILE, MasterKeys::generate);
    }
}
