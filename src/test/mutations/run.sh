#!/bin/sh
# Shows that the fault suite finds what it is there to find: builds one wrong jar for each patch in this folder and
# runs the suite against it, which has to fail. Run it from the project's folder after mvn package; it leaves
# target/mutants/<name>.txt for each.
#
#   src/test/mutations/run.sh [name ...]
set -eu
here=$(dirname "$0")
java_home=${JAVA_HOME:?JAVA_HOME must be a JDK 25}
out=target/mutants
mkdir -p "$out"
survivors=0
for patch in "$here"/*.patch; do
    name=$(basename "$patch" .patch)
    case " ${*:-$name} " in *" $name "*) ;; *) continue ;; esac
    work="$out/$name"
    rm -rf "$work" && mkdir -p "$work/classes"
    cp -r src/main "$work/main" && mkdir -p "$work/src" && mv "$work/main" "$work/src/main"
    files=$(cd "$work" && patch -p1 < "../../../$here/$name.patch" | sed 's/^patching file //')
    cp target/posthorn.jar "$work/posthorn.jar"
    (cd "$work" && "$java_home/bin/jar" xf posthorn.jar BOOT-INF)
    (cd "$work" && "$java_home/bin/javac" -nowarn -parameters -cp 'BOOT-INF/classes:BOOT-INF/lib/*' -d classes $files)
    (cd "$work/classes" && mkdir -p ../jar/BOOT-INF && mv ../classes ../jar/BOOT-INF/classes)
    "$java_home/bin/jar" uf "$work/posthorn.jar" -C "$work/jar" BOOT-INF
    mvn -B -ntp -q -Pfaults failsafe:integration-test failsafe:verify -Dposthorn.jar="$work/posthorn.jar" \
        -Dfaults="${FAULTS:---kills=6 --seed=1}" > "$out/$name.txt" 2>&1 || true
    found=$(grep -o '[0-9]* violations;' "$out/$name.txt" | tail -1 | cut -d' ' -f1)
    case "${found:-none}" in
        none) echo "$name was not tried: see $out/$name.txt"; survivors=1 ;;
        0) echo "$name SURVIVED: the suite did not notice"; survivors=1 ;;
        *) echo "$name was caught by $found violations, of $(grep -o '^ *["[]*I[0-9]*:' "$out/$name.txt" \
            | tr -d ' "[:' | sort -u | tr '\n' ' ')among the first" ;;
    esac
done
exit $survivors
