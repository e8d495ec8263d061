package io.posthorn.signing;

/** A symmetric endpoint secret of 24 to 64 bytes, written {@code whsec_} and base64 (Standard Webhooks 1.0.0). */
public record SigningSecret(byte[] key) {}
