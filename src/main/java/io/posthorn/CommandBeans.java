package io.posthorn;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** What commands need: the database and the keys, each made when it is asked for. */
@EnableAutoConfiguration
@ComponentScan({"io.posthorn.access", "io.posthorn.id", "io.posthorn.postgres"})
@Import(ClockConfiguration.class)
class CommandBeans {}
