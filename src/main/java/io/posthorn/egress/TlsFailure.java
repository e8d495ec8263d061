package io.posthorn.egress;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Says in plain words why a TLS handshake failed. */
final class TlsFailure {

    private TlsFailure() {}

    static String describe(SSLException error) {
        return causes(error)
                .flatMap(cause -> describeOne(cause).stream())
                .reduce((_, deepest) -> deepest)
                .orElse("the TLS handshake failed");
    }

    private static Optional<String> describeOne(Throwable cause) {
        return Optional.ofNullable(
                switch (cause) {
                    case SslHandshakeTimeoutException _ -> "the TLS handshake took too long";
                    case NotSslRecordException _ -> "the receiver does not speak TLS on this port";
                    case CertPathValidatorException invalid
                    when isExpired(invalid) -> "the certificate expired" + expiry(invalid);
                    case CertificateExpiredException _ -> null;
                    case CertificateNotYetValidException _ -> "the certificate is not valid yet";
                    case CertPathBuilderException _, CertPathValidatorException _ -> "the certificate is not trusted";
                    case CertificateException _ -> "the certificate is not valid for this host";
                    default -> null;
                });
    }

    private static boolean isExpired(CertPathValidatorException invalid) {
        return invalid.getReason() == CertPathValidatorException.BasicReason.EXPIRED;
    }

    private static String expiry(CertPathValidatorException invalid) {
        return certificate(invalid)
                .map(expired -> " on "
                        + expired.getNotAfter()
                                .toInstant()
                                .atOffset(ZoneOffset.UTC)
                                .toLocalDate())
                .orElse("");
    }

    private static Optional<X509Certificate> certificate(CertPathValidatorException invalid) {
        if (invalid.getCertPath() == null || invalid.getIndex() < 0) {
            return Optional.empty();
        }
        Certificate certificate = invalid.getCertPath().getCertificates().get(invalid.getIndex());
        return certificate instanceof X509Certificate x509 ? Optional.of(x509) : Optional.empty();
    }

    private static Stream<Throwable> causes(Throwable error) {
        return Stream.iterate(error, cause -> cause != null, Throwable::getCause)
                .limit(10);
    }
}
