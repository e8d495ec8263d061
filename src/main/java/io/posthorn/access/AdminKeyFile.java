package io.posthorn.access;

import io.posthorn.postgres.SecretFile;
import java.io.IOException;
import java.nio.file.Path;

/** The file in the data directory that holds the admin key. */
public final class AdminKeyFile {

    private AdminKeyFile() {}

    /** Puts a new key in place of the old one and says where; a running Posthorn takes it within a second. */
    public static Path reset(Path dataDirectory) throws IOException {
        Path file = dataDirectory.resolve(AdminKeyConfiguration.FILE);
        SecretFile.write(file, AdminKeyConfiguration.random());
        return file;
    }
}
