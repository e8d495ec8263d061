package io.posthorn.replay;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TasksProperties.class)
class TasksConfiguration {

    @Bean
    TasksUpkeepLifecycle tasksUpkeepLifecycle(Tasks tasks, TasksProperties settings) {
        return new TasksUpkeepLifecycle(tasks, settings.keptFor(), Schedulers.parallel());
    }
}
