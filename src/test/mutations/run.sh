#!/bin/sh
# Shows that the tests find what they are there to find: builds one wrong jar for each patch in this folder and runs
# the tests that its first lines name against it, which have to fail or to end in an error; and before that against the
# right jar, where they have to pass. Without such lines the fault suite is meant. What does not compile, a build that
# runs no test and a jar that does not start show nothing: such a patch was not tried. Run it from the project's folder
# after mvn package; it leaves target/mutants/<name>.txt for each.
#
#   src/test/mutations/run.sh [name ...]
#   CONTROL=no src/test/mutations/run.sh [name ...]     without the right jar
#   FAULTS="--kills=6 --seed=1" src/test/mutations/run.sh [name ...]     what is asked of the fault suite
set -eu
here=$(dirname "$0")
java_home=${JAVA_HOME:?JAVA_HOME must be a JDK 25}
out=target/mutants
mkdir -p "$out"
wrong=0

# build <name>: the jar with the patch of this name; each step only after the one before it
build() {
    work="$out/$1"
    rm -rf "$work" && mkdir -p "$work/classes" "$work/src" &&
        cp -r src/main "$work/src/main" &&
        (cd "$work" && patch -p1 < "../../../$here/$1.patch" > patched.txt) &&
        cp target/posthorn.jar "$work/posthorn.jar" &&
        (cd "$work" && "$java_home/bin/jar" xf posthorn.jar BOOT-INF) &&
        (cd "$work" && "$java_home/bin/javac" -nowarn -parameters -cp 'BOOT-INF/classes:BOOT-INF/lib/*' -d classes \
            $(sed -n 's/^patching file //p' patched.txt)) &&
        mkdir -p "$work/jar/BOOT-INF" && mv "$work/classes" "$work/jar/BOOT-INF/classes" &&
        "$java_home/bin/jar" uf "$work/posthorn.jar" -C "$work/jar" BOOT-INF &&
        rm -rf "$work/BOOT-INF" "$work/src" "$work/jar" "$work/patched.txt"
}

# try <jar> <tests> <faults> <output>
try() {
    mvn -B -ntp -q -Pfaults failsafe:integration-test failsafe:verify -Dposthorn.jar="$1" -Dit.test="$2" \
        -Dfaults="$3" > "$4" 2>&1
}

# red <output>: a test ran and failed or ended in an error, and not because the jar did not start
red() {
    grep -Eq 'Tests run: [1-9].*(Failures|Errors): [1-9]' "$1" && ! grep -Eq 'health of http|the process ended: ' "$1"
}

# said <output>: the first words of what failed
said() {
    sed -n 's/^.*\(first of [0-9]* violations\);.*/\1/p; s/^\[ERROR\]   \(.*\)/\1/p' "$1" | head -1 | tr '\n' ' '
    sed -n '/^ *\(expected\|but was\):/p' "$1" | head -2 | tr '\n' ' '
    grep -o '^ *["[]*I[0-9]*:' "$1" | tr -d ' "[:' | sort -u | tr '\n' ' '
}

for patch in "$here"/*.patch; do
    name=$(basename "$patch" .patch)
    case " ${*:-$name} " in *" $name "*) ;; *) continue ;; esac
    tests=$(sed -n 's/^Tests: //p' "$patch")
    faults=$(sed -n 's/^Faults: //p' "$patch")
    tests=${tests:-FaultsIntegrationTests}
    faults=${FAULTS:-${faults:---kills=6 --seed=1}}
    if [ "${CONTROL:-yes}" = yes ]; then
        if try target/posthorn.jar "$tests" "$faults" "$out/$name-control.txt"; then
            echo "$name: $tests passed with the right jar"
        else
            echo "$name: $tests FAILED WITH THE RIGHT JAR: see $out/$name-control.txt"; wrong=1
        fi
    fi
    if ! build "$name" > "$out/$name.txt" 2>&1; then
        echo "$name was not tried, the wrong jar could not be built: see $out/$name.txt"; wrong=1
    elif try "$out/$name/posthorn.jar" "$tests" "$faults" "$out/$name.txt"; then
        echo "$name SURVIVED: $tests did not notice"; wrong=1
    elif red "$out/$name.txt"; then
        echo "$name was caught: $(said "$out/$name.txt")"
    else
        echo "$name was not tried: see $out/$name.txt"; wrong=1
    fi
done
exit $wrong
