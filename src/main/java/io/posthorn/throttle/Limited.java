package io.posthorn.throttle;

/** What keeps to a rate: the lane of an endpoint, or the gate of a host. */
sealed interface Limited permits Lane, Gate {

    /** How many could go now if it were for the rate alone, counted up to so many. */
    int demand(int most);
}
