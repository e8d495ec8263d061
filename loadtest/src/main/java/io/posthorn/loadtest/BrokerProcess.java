package io.posthorn.loadtest;

import java.util.Map;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A Kafka broker; answers any question with where it listens. */
final class BrokerProcess {

    private BrokerProcess() {}

    public static void main(String[] args) {
        EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, Integer.parseInt(args[0]), args[1]);
        broker.brokerProperties(Map.of("group.initial.rebalance.delay.ms", "0", "offsets.topic.num.partitions", "1"));
        broker.afterPropertiesSet();
        Runtime.getRuntime().addShutdownHook(new Thread(broker::destroy, "broker-stop"));
        Commands.answer(question -> broker.getBrokersAsString());
    }
}
