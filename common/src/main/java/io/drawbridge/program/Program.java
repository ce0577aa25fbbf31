package io.drawbridge.program;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;

/** A Quarkus application that says in one line why it cannot start, and ends what runs beside it when it ends. */
public final class Program {
    private static final String DATABASE = "quarkus.datasource.jdbc.url";
    /** A stop that takes longer than this is cut off: whoever sent the signal will not wait much longer. */
    private static final long MAX_STOP_SECONDS = 30;

    private Program() {
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
     * @param whenUp run when all is up, and until the end; null to only wait for the end
     * @param atEnd run once when the application has ended, however it ended
     */
    public static void run(Class<? extends QuarkusApplication> whenUp, Runnable atEnd, String... arguments) {
        AtomicInteger status = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(1);
        // The JVM would not wait for this thread once a signal has begun the shutdown, and atEnd would be lost.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitEnd(ended), "drawbridge-end"));
        try {
            Quarkus.run(whenUp, (code, problem) -> {
                status.set(code);
                if (problem != null) {
                    report(problem);
                }
            }, arguments);
        } finally {
            try {
                atEnd.run();
            } finally {
                ended.countDown();
            }
        }
        System.exit(status.get());
    }

    /** Ends the program before it has started, with one line that says why. */
    public static void fail(Throwable problem) {
        report(problem);
        System.exit(1);
    }

    private static void awaitEnd(CountDownLatch ended) {
        try {
            ended.await(MAX_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void report(Throwable problem) {
        System.err.println("drawbridge: cannot start: " + inOneLine(problem));
        Logger.getLogger(Program.class).debug("Cannot start", problem);
    }

    static String inOneLine(Throwable problem) {
        Throwable root = problem;
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            root = cause;
            switch (cause) {
                case StartFailure failure -> {
                    return failure.getMessage();
                }
                case QuarkusBindException bind -> {
                    return "port " + bind.getPort() + " of " + bind.getHost() + " is in use";
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
                default -> {
                }
            }
        }
        return flat(root.toString());
    }

    private static String flat(String text) {
        return String.valueOf(text).strip().replaceAll("\\s+", " ");
    }
}
