package io.posthorn.endpoint;

/** The secret that receivers configure. */
record SecretOut(String key) {}
