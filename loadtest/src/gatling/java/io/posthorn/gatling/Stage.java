package io.posthorn.gatling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What a run is played on: the Posthorn under load, the receiver, and the customers made for this run alone. */
final class Stage {

    private static final Duration DRAINED_WITHIN = Duration.ofSeconds(Settings.number("drain.seconds", 120));

    /** How long a question may take; Gatling's own patience of a minute would end before the drain does. */
    static final Duration ANSWERED_WITHIN = DRAINED_WITHIN.plusSeconds(30);

    private final PosthornApi api = new PosthornApi(Settings.posthorn(), Settings.key());
    private final Receiver receiver = Receiver.start(Settings.receiverPort());
    private final List<Customer> customers = new ArrayList<>();
    private final List<String> verdicts = new ArrayList<>();

    /** A new application with endpoints that behave as said. */
    Customer customer(String name, int endpoints, Supplier<Manners> manners) {
        String id = api.application(name);
        Customer customer = new Customer(
                id,
                IntStream.range(0, endpoints)
                        .mapToObj(i -> endpoint(id, name + "-" + i, manners))
                        .toList());
        customers.add(customer);
        return customer;
    }

    private Ledger endpoint(String application, String path, Supplier<Manners> manners) {
        Ledger ledger = new Ledger();
        String endpoint = api.endpoint(application, Settings.receiver() + "/" + path);
        receiver.customer(path, api.secret(application, endpoint), ledger, manners);
        return ledger;
    }

    /** What every run must show of a customer: each 202 arrived, with a good signature, once. */
    void everythingArrives(Customer customer, String name) {
        ask(
                name + ": every 202 arrived",
                () -> {
                    customer.awaitDrained(DRAINED_WITHIN);
                    return customer.promised() > 0 && customer.missing() == 0;
                },
                () -> "%d deliveries promised, %d missing".formatted(customer.promised(), customer.missing()));
        ask(
                name + ": signatures fit",
                () -> customer.badSignatures() == 0,
                () -> customer.badSignatures() + " requests with a signature that does not fit");
        ask(
                name + ": nothing came twice",
                () -> customer.duplicates() == 0,
                () -> customer.duplicates() + " duplicates");
    }

    /** The 99th percentile from 202 to arrival is within this many milliseconds. */
    void arrivesWithin(Customer customer, String name, int p99Millis) {
        ask(
                name + ": p99 of accepted to arrived",
                () -> customer.millis(99) <= p99Millis,
                () -> String.format(
                        Locale.ROOT,
                        "p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms; at most %d ms for p99",
                        customer.millis(50),
                        customer.millis(99),
                        customer.millis(99.9),
                        p99Millis));
    }

    /** A question of this run, asked once the load is over, in the order of these calls. */
    void ask(String question, BooleanSupplier isGood, Supplier<String> reason) {
        receiver.verdict("verdict/" + verdicts.size(), question, isGood, reason);
        verdicts.add(question);
    }

    List<String> verdicts() {
        return List.copyOf(verdicts);
    }

    void close() {
        receiver.stop();
        customers.forEach(customer -> api.delete(customer.id()));
    }
}
