package io.posthorn.egress;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority of its own and the certificates it signs, made by the JDK's keytool. */
final class TestCertificates {

    private static final String PASSWORD = "password";
    private static final String AUTHORITY = "authority";

    private final Path file;

    private TestCertificates(Path file) {
        this.file = file;
    }

    /** A new authority that keeps everything in this file. */
    static TestCertificates authority(Path file) throws Exception {
        TestCertificates certificates = new TestCertificates(file);
        certificates.keytool(AUTHORITY, "-ext", "bc:c", "-startdate", "2020/01/01 12:00:00", "-validity", "36500");
        return certificates;
    }

    /**
     * What a receiver speaks TLS with.
     *
     * @param names such as {@code dns:a.example.com,ip:127.0.0.1}
     * @param start as keytool has it; the certificate is good for 10 days from there
     */
    SSLContext receiver(String names, String start) throws Exception {
        String alias = "receiver" + Integer.toHexString((names + start).hashCode());
        keytool(alias, "-signer", AUTHORITY, "-ext", "san=" + names, "-startdate", start, "-validity", "10");
        KeyStore all = load();
        KeyStore one = empty();
        one.setKeyEntry(
                alias,
                all.getKey(alias, PASSWORD.toCharArray()),
                PASSWORD.toCharArray(),
                all.getCertificateChain(alias));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(one, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** What a client that trusts this authority and no other checks receivers with. */
    TrustManagerFactory trust() throws GeneralSecurityException, IOException {
        KeyStore trusted = empty();
        trusted.setCertificateEntry(AUTHORITY, load().getCertificate(AUTHORITY));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust;
    }

    private void keytool(String alias, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", "CN=" + alias));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        if (keytool.waitFor() != 0) {
            throw new AssertionError(output);
        }
    }

    private KeyStore load() throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return store;
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
