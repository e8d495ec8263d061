package io.posthorn.crash;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The endpoints of every crash test: what each wants, and how it answers the n-th arrival of a message, from 1. */
enum Door {
    /** Takes everything at once. */
    STEADY {
        @Override
        Answer answer(int number, int arrival) {
            return Answer.OK;
        }
    },
    /**
     * Fails for the first tries of some messages, up to three times, so that they wait in memory and in the table; and
     * in every other way there is for the first try of others.
     */
    FLAKY {
        @Override
        Answer answer(int number, int arrival) {
            return switch (number % 8) {
                case 3, 4, 5 -> arrival <= number % 8 - 2 ? Answer.ERROR : Answer.OK;
                case 6 -> arrival == 1 ? WAYS.get(number / 8 % WAYS.size()) : Answer.OK;
                default -> Answer.OK;
            };
        }
    },
    /** Takes its time, so that attempts are under way at any moment and its lane overflows after a pause. */
    SLOW {
        @Override
        Answer answer(int number, int arrival) {
            return new Answer(200, Manner.ANSWER, Duration.ofMillis(50 + number % 5 * 20));
        }
    },
    /** Wants one channel alone. */
    PICKY {
        @Override
        Answer answer(int number, int arrival) {
            return Answer.OK;
        }

        @Override
        List<String> channels() {
            return List.of("odd");
        }
    };

    private static final List<Answer> WAYS = List.of(
            Answer.RESET,
            new Answer(503, Manner.ANSWER, Duration.ZERO),
            Answer.RESET,
            new Answer(0, Manner.HANG, Duration.ZERO),
            Answer.RESET,
            new Answer(301, Manner.ANSWER, Duration.ZERO),
            Answer.RESET,
            new Answer(0, Manner.GARBAGE, Duration.ZERO),
            Answer.RESET,
            new Answer(200, Manner.FLOOD, Duration.ZERO),
            Answer.RESET,
            new Answer(429, Manner.ASK_FOR_A_PAUSE, Duration.ZERO),
            Answer.RESET,
            new Answer(404, Manner.ANSWER, Duration.ZERO));

    abstract Answer answer(int number, int arrival);

    /** The channels it is registered for; none means all messages. */
    List<String> channels() {
        return List.of();
    }

    boolean wants(int number) {
        return channels().isEmpty() || channels().contains(channelOf(number));
    }

    String path() {
        return "/" + name();
    }

    static Stream<Door> wanting(int number) {
        return Arrays.stream(values()).filter(door -> door.wants(number));
    }

    static String channelOf(int number) {
        return number % 2 == 1 ? "odd" : "even";
    }

    /**
     * What an arrival gets.
     *
     * @param status the status, 0 where there is none
     * @param after how long the answer takes
     */
    record Answer(int status, Manner manner, Duration after) {

        private static final Answer OK = new Answer(200, Manner.ANSWER, Duration.ZERO);
        private static final Answer ERROR = new Answer(500, Manner.ANSWER, Duration.ZERO);
        private static final Answer RESET = new Answer(0, Manner.RESET, Duration.ZERO);
    }

    /** How it is answered. */
    enum Manner {
        /** As one should. */
        ANSWER,
        /** With a second's Retry-After. */
        ASK_FOR_A_PAUSE,
        /** With far more of a body than anybody reads. */
        FLOOD,
        /** Not at all, and the connection stays open. */
        HANG,
        /** With bytes that are no HTTP. */
        GARBAGE,
        /** By a broken connection. */
        RESET
    }
}
