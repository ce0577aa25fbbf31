package io.drawbridge.ftp.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.FutureTask;

import io.drawbridge.account.Permission;
import io.drawbridge.ftp.accesslog.AccessLog;
import io.drawbridge.ftp.account.Account;
import io.drawbridge.ftp.admission.Slot;
import io.drawbridge.ftp.admission.UncountedPlace;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.data.Endpoint;
import io.drawbridge.ftp.metrics.DoorCounters;
import io.drawbridge.ftp.protocol.Command;
import io.drawbridge.ftp.protocol.Input;
import io.drawbridge.ftp.protocol.LineDecoder;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.protocol.Verb;
import io.drawbridge.ftp.session.Login;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.storage.HomeWithTraps;
import io.drawbridge.ftp.tls.Tls;
import io.drawbridge.ftp.tls.TlsRules;
import io.drawbridge.reply.Language;
import io.drawbridge.reply.ReplyClass;
import io.drawbridge.reply.ReplyCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.tls.runtime.CertificateRecorder;
import io.smallrye.config.SmallRyeConfigBuilder;

/**
 * What a client may send, as bytes: they go through the decoder, the verb table and the handlers, with a real home, as if the
 * client had logged in. Jazzer calls it with what it thinks up; see {@link FuzzedClientTest}.
 */
public final class FuzzedClient {
    /** They ask PostgreSQL or open a port, and read little or nothing of what was sent. */
    private static final Set<Verb> LEFT_OUT = EnumSet.of(Verb.HOST, Verb.PASS, Verb.REIN, Verb.PASV, Verb.EPSV);
    /** When one of these has done something the home is made anew. */
    private static final Set<Verb> CHANGING = EnumSet.of(Verb.MKD, Verb.XMKD, Verb.RMD, Verb.XRMD, Verb.RMDA, Verb.DELE,
            Verb.RNTO, Verb.COMB, Verb.SITE, Verb.MFMT, Verb.MFF);
    private static final Set<Verb> MAY_DO_HALF = EnumSet.of(Verb.RMDA, Verb.COMB);
    /** After so many inputs all code is there, and what grows from then on grows with the inputs. */
    private static final int WARM = 5_000;

    private static FuzzedClient client;
    private static long inputs;
    private static long heapWhenWarm;

    private final HomeWithTraps home = new HomeWithTraps();
    private final FtpConfig config = new SmallRyeConfigBuilder().addDiscoveredConverters().addDefaultInterceptors()
            .withMapping(FtpConfig.class).withDefaultValue("drawbridge.ftp.tls", "off").build()
            .getConfigMapping(FtpConfig.class);
    private final Dispatcher dispatcher;

    private FuzzedClient() throws IOException, GeneralSecurityException {
        Tls tls = new Tls(null, new CertificateRecorder(null), new TlsRules(config.tlsProvider(), config.tls(),
                config.tlsDataResumption(), config.tlsClientCertificates(), config.tlsSilentEnds(),
                config.tlsHandshakeTimeout(), Duration.ZERO));
        SecurityCommands security = new SecurityCommands(tls, config);
        Accesses accesses = new Accesses(new AccessLog(config));
        TransferCommands transfers = new TransferCommands(security, accesses, config);
        ChecksumCommands checksums = new ChecksumCommands();
        dispatcher = new Dispatcher(
                new LoginCommands(null, null, security, new DoorCounters(new SimpleMeterRegistry()), config),
                new DirectoryCommands(),
                new FileCommands(), transfers, new ListingCommands(transfers, accesses),
                new PassiveCommands(null, new PassiveAddresses(null, config, null), config),
                new ActiveCommands(null, config), new SettingCommands(checksums), new InfoCommands(security, config), checksums,
                new SiteCommands(config), security, accesses);
    }

    /** Called by Jazzer for each input, with whatever it has thought up. */
    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        if (client == null) {
            client = new FuzzedClient();
        }
        // As a session's thread is: what yields there would give the processor away here.
        FutureTask<Void> session = new FutureTask<>(() -> client.sends(bytes), null);
        Thread.ofVirtual().start(session);
        session.get();
        if (++inputs == WARM) {
            heapWhenWarm = usedHeap();
        }
    }

    /** Called by Jazzer when it ends. {@link FuzzedClientTest} reads this line. */
    public static void fuzzerTearDown() throws IOException {
        long heap = usedHeap();
        System.out.printf("%nFUZZED inputs=%d heap-after-%d=%d heap-at-end=%d%n", inputs, WARM,
                inputs < WARM ? heap : heapWhenWarm, heap);
        end();
    }

    static void end() throws IOException {
        if (client != null) {
            client.home.close();
            client = null;
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void sends(byte[] bytes) {
        List<Input> lines = decoded(bytes, bytes.length);
        require(lines.equals(decoded(bytes, 1)), "byte by byte it reads differently");
        require(lines.equals(decoded(bytes, -1)), "in pieces it reads differently");
        Session session = session(UncountedPlace.of(InetAddress.getLoopbackAddress(), config));
        session.setLogin(new Login.In(new Account("fuzzed", home.home(), false,
                () -> EnumSet.allOf(Permission.class), null, null)));
        boolean changed = false;
        for (Input line : lines) {
            switch (line) {
                case Input.Fault fault -> check(fault.reply());
                case Input.Line text -> changed |= run(session, text.text());
            }
        }
        session.end();
        if (changed) {
            try {
                home.checkOutside();
                home.furnishAgain();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One that nobody has connected for. */
    static Session session(Slot slot) {
        return new Session(slot, Language.ENGLISH, InetAddress.getLoopbackAddress(), InetAddress.getLoopbackAddress(),
                event -> {
                }, () -> true, Optional.empty());
    }

    /** @param size of the pieces in which it comes; -1 for any */
    private static List<Input> decoded(byte[] bytes, int size) {
        Random cuts = new Random(Arrays.hashCode(bytes));
        LineDecoder decoder = new LineDecoder();
        List<Input> lines = new ArrayList<>();
        for (int from = 0; from < bytes.length;) {
            int to = Math.min(bytes.length, from + (size < 0 ? 1 + cuts.nextInt(64) : size));
            decoder.feed(Arrays.copyOfRange(bytes, from, to));
            for (Optional<Input> line = decoder.next(); line.isPresent(); line = decoder.next()) {
                lines.add(line.get());
            }
            require(decoder.backlog() == 0, "bytes are kept that were looked at");
            from = to;
        }
        return lines;
    }

    /** @return whether the home may not be any more what it was */
    private boolean run(Session session, String line) {
        require(line.chars().noneMatch(Character::isISOControl), "a control character is let through");
        require(line.getBytes(StandardCharsets.UTF_8).length <= LineDecoder.MAX_LINE, "the line is too long");
        Command command = Command.parse(line);
        Optional<Verb> verb = Verb.of(command.word());
        boolean isLeftOut = verb.filter(LEFT_OUT::contains).isPresent()
                || verb.filter(Verb.SITE::equals).isPresent()
                        && command.argument().stripLeading().toUpperCase(Locale.ROOT).startsWith("WHO");
        if (verb.isEmpty() || isLeftOut) {
            return false;
        }
        Reply reply = dispatcher.run(session, verb.get(), command.argument());
        // Without a data connection no transfer begins: those have threads of their own.
        session.takeEndpoint().ifPresent(Endpoint::close);
        require(reply.code() != ReplyCode.LOCAL_ERROR_IN_PROCESSING, "an error of the server: " + reply);
        check(reply);
        return CHANGING.contains(verb.get())
                && (reply.code().replyClass() == ReplyClass.POSITIVE_COMPLETION || MAY_DO_HALF.contains(verb.get()));
    }

    /** It is one reply and not two, whatever was sent (RFC 959 §4.2). */
    private static void check(Reply reply) {
        String wire;
        try {
            wire = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(reply.wire())).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("a reply that is no UTF-8", e);
        }
        require(wire.endsWith("\r\n"), "the reply does not end");
        List<String> lines = List.of(wire.substring(0, wire.length() - 2).split("\r\n", -1));
        String code = Integer.toString(reply.code().code());
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            require(line.chars().noneMatch(Character::isISOControl), "a control character in a reply");
            boolean last = i == lines.size() - 1;
            require(line.startsWith(code + " ") == last, "the reply ends elsewhere: " + wire);
            require(i > 0 || last || line.startsWith(code + "-"), "the reply begins with " + line);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
