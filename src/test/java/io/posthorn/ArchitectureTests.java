package io.posthorn;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import io.posthorn.access.Caller;
import io.posthorn.access.Requires;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.RequestMapping;

/** The rules of the house that the package graph cannot say. */
class ArchitectureTests {

    private static final JavaClasses EVERYTHING = new ClassFileImporter().importPackages("io.posthorn");
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.posthorn");

    @Test
    void nothingBlocksOnAPublisher() {
        noClasses()
                .should()
                .callMethodWhere(ofPublisher("block.*|toIterable|toStream"))
                .check(MAIN);
    }

    @Test
    void onlyLifecyclesAndWatchdogsSubscribe() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Lifecycle")
                .and()
                .haveSimpleNameNotEndingWith("Watchdog")
                .should()
                .callMethodWhere(ofPublisher("subscribe|toFuture"))
                .check(MAIN);
    }

    @Test
    void onlyConfigurationsTouchTheWallClock() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Configuration")
                .should()
                .callMethodWhere(target(owner(DescribedPredicate.describe(
                                "a clock",
                                type -> type.isEquivalentTo(Instant.class)
                                        || type.isEquivalentTo(Clock.class)
                                        || type.isEquivalentTo(InstantSource.class))))
                        .and(target(nameMatching("now|system.*"))))
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(MAIN);
    }

    @Test
    void nobodySleeps() {
        noClasses()
                .should()
                .callMethodWhere(target(owner(is(Thread.class))).and(target(nameMatching("sleep"))))
                .check(EVERYTHING);
    }

    @Test
    void testClientsReadEachAnswerWhole() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(WholeAnswers.class)
                .should()
                .callMethodWhere(target(owner(is(WebTestClient.class))).and(target(nameMatching("bindToServer"))))
                .check(EVERYTHING);
    }

    @Test
    void decisionsAndSignaturesAreFreeOfFrameworks() {
        noClasses()
                .that()
                .resideInAnyPackage("io.posthorn.retry..", "io.posthorn.signing..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "belong to Spring or Reactor",
                        type -> (type.getPackageName().startsWith("org.springframework.")
                                        && !type.getPackageName().startsWith("org.springframework.modulith"))
                                || type.getPackageName().startsWith("reactor.")))
                .check(MAIN);
    }

    @Test
    void onlyRepositoriesSpeakSql() {
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("R2dbc")
                .and()
                .haveSimpleNameNotEndingWith("Configuration")
                .and()
                .doNotHaveFullyQualifiedName("io.posthorn.application.ConfigVersion")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.r2dbc..")
                .check(MAIN);
    }

    @Test
    void onlyOneDoorLeadsOut() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.posthorn.egress..", "io.posthorn.dispatch..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("reactor.netty.http.client..")
                .check(MAIN);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)")
                .check(EVERYTHING);
    }

    @Test
    void everyOperationTakesACallerAndNamesThePermissionItNeeds() {
        methods()
                .that(DescribedPredicate.describe("are mapped", ArchitectureTests::isMapped))
                .and()
                .areDeclaredInClassesThat()
                .haveSimpleNameNotStartingWith("Health")
                .and()
                .areDeclaredInClassesThat()
                .haveSimpleNameNotStartingWith("SignIn")
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("io.posthorn.reference")
                .should()
                .beAnnotatedWith(Requires.class)
                .andShould(ArchCondition.from(
                        DescribedPredicate.describe("take a caller", ArchitectureTests::takesCaller)))
                .check(MAIN);
    }

    private static boolean takesCaller(JavaMethod method) {
        return method.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Caller.class));
    }

    private static boolean isMapped(JavaMethod method) {
        return method.isMetaAnnotatedWith(RequestMapping.class);
    }

    @Test
    void edgesAreNotPublic() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Controller")
                .or()
                .haveSimpleNameEndingWith("Configuration")
                .or()
                .haveSimpleNameStartingWith("R2dbc")
                .should()
                .notBePublic()
                .check(MAIN);
    }

    private static DescribedPredicate<JavaCall<?>> ofPublisher(String method) {
        return target(owner(DescribedPredicate.describe(
                        "a publisher", (JavaClass type) -> type.isAssignableTo(Publisher.class))))
                .and(target(nameMatching(method)));
    }

    private static DescribedPredicate<JavaClass> is(Class<?> type) {
        return DescribedPredicate.describe(type.getSimpleName(), candidate -> candidate.isEquivalentTo(type));
    }
}
