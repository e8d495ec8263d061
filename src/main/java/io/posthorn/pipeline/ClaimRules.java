package io.posthorn.pipeline;

import java.time.Duration;
import java.time.InstantSource;

/**
 * What the claimer works with.
 *
 * @param batch rows claimed in one statement at most
 * @param window deliveries waiting for permits at which claiming pauses
 * @param fullLookEvery how often the low-water mark is set back to the beginning
 */
record ClaimRules(
        int batch,
        int window,
        Duration fullLookEvery,
        ClaimSignal signal,
        InstantSource clock,
        DeliveryFlow flow,
        Settling settling) {}
