package io.posthorn.endpoint;

/**
 * How many endpoints an application has, and may have.
 *
 * @param granted what the application itself says; below zero when it says nothing
 */
record EndpointUsage(int used, int granted) {}
