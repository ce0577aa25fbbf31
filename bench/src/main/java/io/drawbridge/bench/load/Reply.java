package io.drawbridge.bench.load;

/**
 * A whole reply (RFC 959 §4.2).
 *
 * @param text of its last line, behind the code
 */
record Reply(int code, String text) {

    boolean isPreliminary() {
        return code / 100 == 1;
    }

    boolean isPositive() {
        return code / 100 == 2 || code / 100 == 3;
    }
}
