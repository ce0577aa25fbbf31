package io.drawbridge.admin.sessions;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import jakarta.ws.rs.QueryParam;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.hibernate.query.CommonQueryContract;

import io.drawbridge.account.AccountRules;
import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.input.Network;
import io.drawbridge.admin.input.Word;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.database.SessionRow;

/** Which sessions are meant: those that are all of what is given. Null: any. */
record SessionFilter(
        @Parameter(description = "Only those of this account.", example = "alice") @QueryParam("account") String account,
        @Parameter(description = "Only those from this address or network.", example = "192.0.2.0/24") @QueryParam("address") String address,
        @Parameter(description = "Only those on this node.", example = "ftp-0") @QueryParam("node") String node,
        @Parameter(description = "Only those that came by this listener.", example = "ftp") @QueryParam("listener") String listener,
        @Parameter(description = "Only those of this virtual host.", example = "ftp.example.org") @QueryParam("host") String host,
        @Parameter(description = "Only those that do this now.", schema = @Schema(enumeration = {
                "connected", "idle",
                "transferring" })) @QueryParam("state") String state,
        @Parameter(description = "Only those that have been silent for so long.", schema = @Schema(minimum = "0")) @QueryParam("idleSeconds") String idleSeconds){

    /** Of a live session {@code s}. */
    private static final String LIVE = "EXISTS (SELECT FROM node n WHERE n.name = s.node AND n.lease_until > now())";

    /** Tells what is wrong with it. */
    void check(Faults faults) {
        faults.unless(account == null || AccountRules.isName(account), "account", "must be the name of an account")
                .unless(node == null || Name.isNode(node), "node", Name.NODE_RULE)
                .unless(listener == null || Name.isChosen(listener), "listener", Name.RULE)
                .unless(host == null || Name.isHost(host), "host", Name.HOST_RULE)
                .unless(idleSeconds == null || idleSeconds.matches("[0-9]{1,9}"), "idleSeconds", "must be a number of seconds");
        Network.canonical(address, "address", faults);
        if (state != null) {
            Word.read(state, SessionRow.State.class, "state", faults);
        }
    }

    boolean isOfAll() {
        return Stream.of(account, address, node, listener, host, state, idleSeconds).allMatch(Objects::isNull);
    }

    /** Conditions in SQL by the parameters that they have, of what is given. */
    private Map<String, String> conditions() {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("account", "s.account = :account");
        conditions.put("address", "s.remote_address <<= cast(:address AS cidr)");
        conditions.put("node", "s.node = :node");
        conditions.put("listener", "s.listener = :listener");
        conditions.put("host", "s.host = :host");
        conditions.put("state", "s.state = :state");
        conditions.put("idleSeconds", "s.last_activity_at <= now() - make_interval(secs => :idleSeconds)");
        conditions.keySet().retainAll(values().keySet());
        return conditions;
    }

    private Map<String, Object> values() {
        Map<String, Object> values = new HashMap<>();
        values.put("account", account);
        values.put("address", Network.canonical(address, "address", new Faults()));
        values.put("node", node);
        values.put("listener", listener);
        values.put("host", host);
        values.put("state", state == null ? null : Word.meant(state, SessionRow.State.class).name());
        values.put("idleSeconds", idleSeconds == null ? null : Integer.valueOf(idleSeconds));
        values.values().removeIf(Objects::isNull);
        return values;
    }

    /** Of a live session {@code s} that is meant; {@link #bindTo} gives its parameters their values. */
    String condition() {
        return String.join(" AND ", Stream.concat(Stream.of(LIVE), conditions().values().stream()).toList());
    }

    <Q extends CommonQueryContract> Q bindTo(Q query) {
        values().forEach(query::setParameter);
        return query;
    }
}
