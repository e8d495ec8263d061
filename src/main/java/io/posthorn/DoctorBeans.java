package io.posthorn;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** What the doctor needs: the way to the database, without anything that goes it by itself and brings the schema up. */
@EnableAutoConfiguration
@ComponentScan("io.posthorn.postgres")
@Import(ClockConfiguration.class)
class DoctorBeans {}
