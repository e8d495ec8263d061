package io.posthorn;

import io.posthorn.endpoint.SealedValues;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/** What commands need: the database, the keys, and what is sealed, each made when it is asked for. */
@EnableAutoConfiguration
@ComponentScan({"io.posthorn.access", "io.posthorn.id", "io.posthorn.postgres"})
@ComponentScan(
        basePackageClasses = SealedValues.class,
        useDefaultFilters = false,
        includeFilters = @Filter(type = FilterType.REGEX, pattern = ".*\\.(R2dbcSealedRows|SealedValues)"))
@Import(ClockConfiguration.class)
class CommandBeans {}
