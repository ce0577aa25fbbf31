package io.drawbridge.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Files of bytes that nothing compresses or translates unnoticed, the same ones in each run. */
public final class Content {
    public static final long MIB = 1024 * 1024;

    private Content() {
    }

    public static Path write(Path file, long size) throws IOException {
        Random random = new Random(size);
        byte[] piece = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = size; left > 0; left -= Math.min(left, piece.length)) {
                random.nextBytes(piece);
                out.write(piece, 0, (int) Math.min(left, piece.length));
            }
        }
        return file;
    }

    /** A copy of the first bytes of a file. */
    public static Path head(Path file, long size, Path to) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Files.write(to, in.readNBytes((int) size));
        }
        return to;
    }

    public static String sha256(Path file) throws IOException {
        try (DigestOutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(),
                MessageDigest.getInstance("SHA-256"))) {
            Files.copy(file, out);
            return HexFormat.of().formatHex(out.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
