package io.posthorn.ledger;

/**
 * How many there are.
 *
 * @param approximated whether counting stopped at the ceiling, so that there are more
 */
record CountOut(long count, boolean approximated) {

    static final int CEILING = 100_000;

    /** Of what was counted up to one more than the ceiling. */
    static CountOut of(long counted) {
        return of(counted, CEILING);
    }

    /** The same with a ceiling of its own. */
    static CountOut of(long counted, int ceiling) {
        return new CountOut(Math.min(counted, ceiling), counted > ceiling);
    }
}
