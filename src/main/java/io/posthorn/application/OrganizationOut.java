package io.posthorn.application;

import java.time.Instant;

/** An organization as the API shows it. */
record OrganizationOut(String id, String name, Instant createdAt) {}
