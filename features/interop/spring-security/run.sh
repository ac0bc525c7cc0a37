# Java trusts what is in a store of its own kind.
set -eu
store=$WORK/trusted.p12 password=changeit
rm -f "$store"
keytool -importcert -noprompt -alias banno -file "$CA_FILE" -keystore "$store" -storepass "$password" 2>/dev/null
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djavax.net.ssl.trustStore="$store" -Djavax.net.ssl.trustStorePassword="$password" -jar "$WORK/app.jar"
