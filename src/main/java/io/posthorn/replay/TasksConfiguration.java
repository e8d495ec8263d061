package io.posthorn.replay;

import io.posthorn.application.DeletedApplications;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TasksProperties.class)
class TasksConfiguration {

    @Bean
    TasksUpkeepLifecycle tasksUpkeepLifecycle(Tasks tasks, TasksProperties settings) {
        return new TasksUpkeepLifecycle(tasks, settings.keptFor(), Schedulers.parallel());
    }

    @Bean
    ErasureLifecycle erasureLifecycle(
            DeletedApplications deleted, Replays replays, TransactionalOperator transactions) {
        return new ErasureLifecycle(deleted, replays, transactions, Schedulers.parallel());
    }
}
