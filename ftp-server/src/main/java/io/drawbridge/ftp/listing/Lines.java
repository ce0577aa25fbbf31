package io.drawbridge.ftp.listing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

import io.drawbridge.ftp.protocol.FtpTime;

/**
 * Lines on their way to a client: UTF-8, one after the other in one array that is used again. Grows for long names. Of one
 * thread.
 */
public final class Lines {
    /** Of a number, in bytes. */
    private static final int MAX_DIGITS = 20;

    private byte[] bytes;
    private int length;

    /** @param capacity in bytes */
    public Lines(int capacity) {
        bytes = new byte[capacity];
    }

    /** Of what is written, in bytes. */
    public int length() {
        return length;
    }

    /** What is written, from the first byte on, until something else is; what is behind its length means nothing. */
    public byte[] array() {
        return bytes;
    }

    /** Forgets what is written. */
    public void clear() {
        length = 0;
    }

    /** Ends a line. */
    public void end() {
        ensure(2);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
    }

    Lines append(String text) {
        return append(text.getBytes(StandardCharsets.UTF_8));
    }

    Lines append(byte[] text) {
        ensure(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    /** @param symbol of ASCII */
    Lines append(char symbol) {
        ensure(1);
        bytes[length++] = (byte) symbol;
        return this;
    }

    /**
     * @param number not negative
     * @param width with so many characters at least, spaces before it
     */
    Lines append(long number, int width) {
        ensure(Math.max(width, MAX_DIGITS));
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        int begin = length + Math.max(0, width - digits);
        Arrays.fill(bytes, length, begin, (byte) ' ');
        digits(number, begin, digits);
        length = begin + digits;
        return this;
    }

    /**
     * @param number not negative
     * @param digits as many as it has at most, zeros before it
     */
    Lines appendDigits(long number, int digits) {
        ensure(digits);
        digits(number, length, digits);
        length += digits;
        return this;
    }

    private void digits(long number, int begin, int digits) {
        long rest = number;
        for (int i = begin + digits - 1; i >= begin; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** As {@link FtpTime} has it. */
    Lines append(Instant time) {
        ensure(FtpTime.MAX_LENGTH);
        length = FtpTime.write(time, bytes, length);
        return this;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    /** What is written, as text. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
