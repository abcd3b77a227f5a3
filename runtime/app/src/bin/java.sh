# Sourced. Sets $java to a Java of version 17 or newer and $version to its version, or exits with an error. The version is read
# from the release file, because starting a JVM for it would take 50 ms.
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
if ! command -v "$java" >/dev/null; then
  echo "weir: no Java at '$java'. Install Java 17 or newer and put it on PATH, or set JAVA_HOME to its folder." >&2
  exit 1
fi
release=$(dirname "$(readlink -f "$(command -v "$java")")")/../release
if [ -r "$release" ]; then
  version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$release")
else
  version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
fi
major=${version%%[!0-9]*}
if [ "${major:-0}" -lt 17 ]; then
  echo "weir: '$java' is Java ${version:-of an unknown version}; Weir needs 17 or newer. Install one, or set JAVA_HOME to it." >&2
  exit 1
fi
