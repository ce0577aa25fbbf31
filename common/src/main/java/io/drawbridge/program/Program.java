package io.drawbridge.program;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.eclipse.microprofile.config.ConfigProvider;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;

/** A Quarkus application that says in one line why it cannot start, and ends what runs beside it when it ends. */
public final class Program {
    private static final String DATABASE = "quarkus.datasource.jdbc.url";
    /** What a shell and the JVM add to the number of the signal that ended a program. */
    private static final int STATUS_OF_SIGNAL = 128;
    private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";
    private static final int MIN_CARRIERS = 16;
    private static final AtomicBoolean SIGNALLED = new AtomicBoolean();

    private Program() {
    }

    /**
     * Checks settings before anything is started. Ends the program with one line when one makes no sense.
     *
     * @param settings interfaces with {@code @ConfigMapping}
     */
    public static void check(Class<?>... settings) {
        carrySessions();
        // What is logged before Quarkus sets up logging is kept, and all written out if the start fails.
        Logger.getLogger("").setLevel(Level.WARNING);
        try {
            for (Class<?> interfaceOfSettings : settings) {
                settings(interfaceOfSettings);
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /**
     * A virtual thread that reads or writes a file holds the thread that carries it. With one of these for each processor, a
     * few uploads to a slow disk would make every session wait.
     */
    private static void carrySessions() {
        if (System.getProperty(CARRIERS) == null) {
            System.setProperty(CARRIERS,
                    Integer.toString(Math.max(MIN_CARRIERS, 4 * Runtime.getRuntime().availableProcessors())));
        }
    }

    /** Reads settings before Quarkus has started. */
    public static <T> T settings(Class<T> interfaceOfSettings) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDefaultInterceptors().addDiscoveredConverters()
                .withMapping(interfaceOfSettings);
        ConfigProvider.getConfig().getConfigSources().forEach(builder::withSources);
        return builder.build().getConfigMapping(interfaceOfSettings);
    }

    /** Whether an operator has named a database to use. */
    public static boolean isDatabaseGiven() {
        return ConfigProvider.getConfig().getOptionalValue(DATABASE, String.class).isPresent();
    }

    /**
     * Runs a program that needs a database of someone else. Does not return.
     *
     * @param whenUp run when all is up, and until the end; null to only wait for the end
     */
    public static void run(Class<? extends QuarkusApplication> whenUp, String... arguments) {
        if (!isDatabaseGiven()) {
            fail(new StartFailure("no database is given: set QUARKUS_DATASOURCE_JDBC_URL, QUARKUS_DATASOURCE_USERNAME and"
                    + " QUARKUS_DATASOURCE_PASSWORD"));
        }
        run(whenUp, () -> {
        }, arguments);
    }

    /**
     * Runs a program until it ends or is told to end. Does not return.
     *
     * <p>
     * The first SIGTERM, SIGINT or SIGHUP ends it in good order, which may take as long as it is set to; the second one at
     * once.
     *
     * @param whenUp run when all is up, and until the end; null to only wait for the end
     * @param atEnd run once when the application has ended, however it ended
     */
    public static void run(Class<? extends QuarkusApplication> whenUp, Runnable atEnd, String... arguments) {
        AtomicInteger status = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(1);
        // The JVM would not wait for this thread once a signal has begun the shutdown, and atEnd would be lost. Nor would it
        // tell an end in good order from any other: its status after SIGTERM is 143.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            await(ended);
            halt(status.get());
        }, "drawbridge-end"));
        if (ImageMode.current() == ImageMode.JVM) {
            Signals.handle(Program::signalled);
        }
        try {
            Quarkus.run(whenUp, (code, problem) -> {
                if (problem != null) {
                    report(problem);
                } else if (code > STATUS_OF_SIGNAL) {
                    // In a native image Quarkus handles the signals itself, and tells of them here.
                    signalled(code - STATUS_OF_SIGNAL);
                }
                status.set(code);
            }, arguments);
        } finally {
            try {
                atEnd.run();
            } finally {
                ended.countDown();
            }
        }
        if (status.get() == 0) {
            System.exit(0);
        }
        halt(status.get());
    }

    /** Ends the program before it has started, with one line that says why. Does not return. */
    public static void fail(Throwable problem) {
        report(problem);
        halt(1);
    }

    /** At an orderly exit the log manager would write out all that was logged before logging was set up. */
    private static void halt(int status) {
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(status);
    }

    /** On a thread of its own; does not return. */
    private static void signalled(int signal) {
        if (SIGNALLED.compareAndSet(false, true)) {
            // Runs the shutdown hooks: Quarkus' own, and the one that ends with the program's status.
            System.exit(STATUS_OF_SIGNAL + signal);
        }
        halt(STATUS_OF_SIGNAL + signal);
    }

    private static void await(CountDownLatch ended) {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void report(Throwable problem) {
        System.err.println("drawbridge: cannot start: " + inOneLine(problem));
        if (isDebugging()) {
            problem.printStackTrace();
        }
    }

    /** Not through the log, which is not there yet, or not any more. */
    private static boolean isDebugging() {
        return ConfigProvider.getConfig().getOptionalValue("quarkus.log.level", String.class).filter("DEBUG"::equals)
                .isPresent();
    }

    static String inOneLine(Throwable problem) {
        Throwable root = problem;
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            root = cause;
            switch (cause) {
                case StartFailure failure -> {
                    return flat(failure.getMessage());
                }
                case SQLException sql -> {
                    return "the database does not answer as it should: " + flat(sql.getMessage());
                }
                case ConfigValidationException invalid -> {
                    StringBuilder line = new StringBuilder("settings are not valid");
                    for (int i = 0; i < invalid.getProblemCount(); i++) {
                        line.append(i == 0 ? ": " : "; ").append(flat(invalid.getProblem(i).getMessage()));
                    }
                    return line.toString();
                }
                // With the native transport it is not the exception that Quarkus has for this.
                case IOException taken when String.valueOf(taken.getMessage()).contains("Address already in use") -> {
                    return "port " + setting("quarkus.http.port") + " of " + setting("quarkus.http.host")
                            + " is in use (QUARKUS_HTTP_PORT, QUARKUS_HTTP_HOST)";
                }
                default -> {
                }
            }
        }
        return flat(root.toString());
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getOptionalValue(name, String.class).orElse("?");
    }

    /** Without line ends, names of exception classes and numbers of messages, which help nobody who runs the program. */
    private static String flat(String text) {
        return String.valueOf(text).strip().replaceAll("\\s+", " ")
                .replaceAll("\\b(?:[a-z]\\w*\\.)+[A-Z]\\w*Exception: |SRCFG\\d+: ", "")
                .replace("threw an Exception whilst being converted", "is not valid:");
    }
}
