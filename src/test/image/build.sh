#!/usr/bin/env bash
# Builds the Dockerfile where no Docker engine runs, and shows that what it makes serves: by buildah in a chroot, on a
# Debian with this machine's JDK 25 and Maven in place of the two official images. As root, on Debian, after
#   apt-get install buildah debootstrap
# With a PostgreSQL in SPRING_R2DBC_URL, _USERNAME and _PASSWORD the image also migrates it, serves, and is asked for its
# health; without one only the build is tried.
set -euo pipefail
cd "$(dirname "$0")/../../.."

java="${JAVA_HOME:?the home of a JDK 25}"
maven="$(dirname "$(dirname "$(readlink -f "$(command -v mvn)")")")"
port="${SERVER_PORT:-8090}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

base() {
  local container
  debootstrap --variant=minbase --include=ca-certificates stable "$work/base" >/dev/null
  mkdir -p "$work/base/opt/java"
  cp -a "$java" "$work/base/opt/java/openjdk"
  cp -L --remove-destination "$java/lib/security/cacerts" "$work/base/opt/java/openjdk/lib/security/cacerts"
  container="$(buildah from scratch)"
  buildah add -q "$container" "$work/base" / >/dev/null
  buildah config --env JAVA_HOME=/opt/java/openjdk --env PATH=/opt/java/openjdk/bin:/usr/bin:/bin "$container"
  buildah commit -q "$container" eclipse-temurin:25-jre >/dev/null
  cp -aL "$maven" "$work/maven"
  buildah add -q "$container" "$work/maven" /opt/maven >/dev/null
  buildah config --env PATH=/opt/java/openjdk/bin:/opt/maven/bin:/usr/bin:/bin "$container"
  buildah commit -q --rm "$container" maven:3.9-eclipse-temurin-25 >/dev/null
}

buildah inspect --type image maven:3.9-eclipse-temurin-25 >/dev/null 2>&1 || base
buildah bud --isolation chroot --network host --pull-never --layers -t posthorn .
echo "Built: $(buildah images --format '{{.Size}}' posthorn)"

[ -n "${SPRING_R2DBC_URL:-}" ] || exit 0

# Read-only but for /tmp, and not as root, as the manifests say.
container="$(buildah from --pull-never posthorn)"
mount="$(buildah mount "$container")"
settings=("SPRING_R2DBC_URL=$SPRING_R2DBC_URL" "SPRING_R2DBC_USERNAME=${SPRING_R2DBC_USERNAME:-}"
  "SPRING_R2DBC_PASSWORD=${SPRING_R2DBC_PASSWORD:-}" "SERVER_PORT=$port" "POSTHORN_ADMIN_KEY=${POSTHORN_ADMIN_KEY:?}"
  "POSTHORN_MASTER_KEYS=${POSTHORN_MASTER_KEYS:?}")
while read -r variable; do settings+=("$variable"); done \
  < <(buildah inspect --format '{{range .OCIv1.Config.Env}}{{println .}}{{end}}' "$container" | sed '/^$/d')
mapfile -t entry < <(buildah inspect --format '{{range .OCIv1.Config.Entrypoint}}{{println .}}{{end}}' "$container" | sed '/^$/d')

# Stands before the words for the image's entry point; becomes that process, so that it can be stopped.
in_image=(unshare --mount bash -euc '
  mount --bind "$0" "$0"
  mount -o remount,ro,bind "$0"
  mount -t tmpfs tmpfs "$0/tmp"
  mount -t proc proc "$0/proc"
  mount --rbind /dev "$0/dev"
  cd / && exec chroot --userspec=10001:10001 "$0" "$@"' "$mount" env -i "${settings[@]}" "${entry[@]}")

"${in_image[@]}" migrate
"${in_image[@]}" &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" || true; buildah rm "$container" >/dev/null; rm -rf "$work"' EXIT
for _ in $(seq 60); do
  if "${in_image[@]}" health 2>/dev/null; then
    echo "It serves at port $port, under a read-only root, as user 10001."
    exit 0
  fi
  sleep 1
done
echo "It does not serve." >&2
exit 1
