package io.posthorn.postgres.embedded;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How an embedded server is set up. Given on its command line, so nothing in its files overrides them.
 *
 * @param port the TCP port, or 0 for any that is free
 * @param durable whether a commit survives a power loss; false only for tests that may lose their data
 */
public record ServerSettings(int port, boolean durable) {

    /** For two cores shared with the application; checkpoints far apart, because the ledger writes all the time. */
    private static final Map<String, Object> SIZES = Map.of(
            "shared_buffers", "256MB",
            "max_wal_size", "2GB",
            "min_wal_size", "256MB",
            "checkpoint_timeout", "15min",
            "max_connections", 200,
            "timezone", "UTC",
            "log_timezone", "UTC");

    /** One file per weekday, each overwritten a week later. */
    private static final Map<String, Object> LOGGING = Map.of(
            "logging_collector", "on",
            "log_directory", "log",
            "log_filename", "postgresql-%a.log",
            "log_truncate_on_rotation", "on",
            "log_rotation_age", "1d",
            "log_rotation_size", 0);

    /** What an embedded Posthorn runs on. */
    public static ServerSettings safe() {
        return new ServerSettings(0, true);
    }

    /** For tests: fast, and nothing is safe. */
    public static ServerSettings fast() {
        return new ServerSettings(0, false);
    }

    String commandLine(int chosenPort) {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("port", chosenPort);
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("unix_socket_directories", "");
        String durability = durable ? "on" : "off";
        settings.put("fsync", durability);
        settings.put("synchronous_commit", durability);
        settings.put("full_page_writes", durability);
        settings.putAll(SIZES);
        settings.putAll(LOGGING);
        return settings.entrySet().stream()
                .map(setting -> "-c " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" "));
    }
}
