package io.posthorn.access;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AdminKeyConfiguration {

    @Bean
    AdminKey adminKey(@Value("${posthorn.admin-key}") String key) {
        return new AdminKey(key);
    }
}
