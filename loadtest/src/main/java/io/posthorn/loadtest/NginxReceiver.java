package io.posthorn.loadtest;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The nginx of this machine, one worker, with the smallest configuration that says 200. */
record NginxReceiver(Process process, int port) implements Receiver {

    private static final String CONFIGURATION = """
            daemon off;
            worker_processes 1;
            pid nginx.pid;
            error_log stderr;
            events { worker_connections 4096; }
            http {
              access_log off;
              keepalive_requests 1000000000;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              server {
                listen 127.0.0.1:%d backlog=4096;
                location = /count { stub_status; }
                location / { return 200; }
              }
            }
            """;

    static boolean isInstalled() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "nginx")));
    }

    static NginxReceiver start() {
        try {
            int port = freePort();
            Path home = Files.createTempDirectory("posthorn-load-nginx");
            Path configuration = Files.writeString(home.resolve("nginx.conf"), CONFIGURATION.formatted(port));
            List<String> command = List.of("nginx", "-p", home.toString(), "-c", configuration.toString());
            return new NginxReceiver(Child.start(command, Map.of(), ProcessBuilder.Redirect.INHERIT), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public String countUrl() {
        return url() + "/count";
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        Child.end(process);
    }
}
