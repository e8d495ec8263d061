# docker build -t posthorn .
#
# Behind a mirror of Maven Central: --secret id=maven-settings,src=$HOME/.m2/settings.xml

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml .
COPY loadtest/src/main loadtest/src/main
COPY src/main src/main
# Profile image leaves PostgreSQL's programs out of the jar; profile loadtest compiles what the training below needs.
RUN --mount=type=cache,target=/root/.m2/repository \
    --mount=type=secret,id=maven-settings,target=/root/.m2/settings.xml \
    mvn -B -ntp -q -Pimage,loadtest package
RUN java -Djarmode=tools -jar target/posthorn.jar extract --layers --destination target/layers


FROM eclipse-temurin:25-jre

# A number, so that "not root" can be proven without a look into the image; it owns nothing in it.
ARG UID=10001
WORKDIR /opt/posthorn
COPY --from=build /build/target/layers/dependencies/ ./
COPY --from=build /build/target/layers/snapshot-dependencies/ ./
COPY --from=build /build/target/layers/application/ ./

# The JVM makes deliveries for a minute or less, with a PostgreSQL out of the build stage that stays out of the image,
# and writes down which classes it loaded and which methods were hot. Every later start begins with that.
RUN --mount=type=bind,from=build,source=/build/target,target=/training \
    cd /tmp \
    && timeout 600 java --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseParallelGC -XX:NewRatio=1 -Xmx512m \
        -Dposthorn.jar=/opt/posthorn/posthorn.jar \
        "-Dposthorn.jvm=-XX:AOTMode=record -XX:AOTConfiguration=/tmp/learnt -Dspring.profiles.active=server" \
        -cp "/training/loadtest-classes:/opt/posthorn/posthorn.jar:/opt/posthorn/lib/*:/training/postgres-programs/*" \
        io.posthorn.loadtest.Training --receiver=netty --in-flight=32 --window=500 --warm-up=15 \
    && java --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -XX:+UseParallelGC -XX:NewRatio=1 -XX:AOTMode=create -XX:AOTConfiguration=/tmp/learnt -XX:AOTCache=/opt/posthorn/posthorn.aot \
        -Xlog:aot=off -Xlog:cds=off -jar /opt/posthorn/posthorn.jar \
    && rm -rf /tmp/*

# What an operator may want to change; see docs/operations.md for the figures behind it.
ENV JDK_JAVA_OPTIONS="-XX:+UseParallelGC -XX:NewRatio=1 -XX:MaxRAMPercentage=50 -XX:MaxDirectMemorySize=160m"

USER ${UID}:${UID}
EXPOSE 8080 8081
STOPSIGNAL SIGTERM

# Behind the image's name stands a command of Posthorn's, such as "migrate" or "key list"; without one it serves.
ENTRYPOINT ["java", "-XX:AOTCache=/opt/posthorn/posthorn.aot", "-XX:+ExitOnOutOfMemoryError", \
    "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", \
    "-Dspring.profiles.active=server", "-jar", "/opt/posthorn/posthorn.jar"]

HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["java", "-Xmx16m", "-XX:TieredStopAtLevel=1", "-jar", "/opt/posthorn/posthorn.jar", "health"]
