package io.posthorn.ledger;

/**
 * How deliveries to an endpoint went.
 *
 * @param success attempts that delivered
 * @param fail attempts that did not
 * @param pending deliveries that wait for a time or for capacity
 * @param sending deliveries that are due and in some node's hands; those whose first attempt is under way are not
 *     known yet and not among them
 * @param canceled deliveries that were called off
 */
record EndpointStats(long success, long pending, long sending, long fail, long canceled) {}
