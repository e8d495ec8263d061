package io.posthorn.signing;

/**
 * The three values that prove where a webhook comes from (Standard Webhooks 1.0.0).
 *
 * @param id value of {@code webhook-id}, the same on every attempt
 * @param timestamp value of {@code webhook-timestamp}, unix seconds of this attempt
 * @param signature value of {@code webhook-signature}, one {@code v1,<base64>} or
 *     {@code v1a,<base64>} per secret, separated by single spaces
 */
public record SignatureHeaders(String id, String timestamp, String signature) {}
