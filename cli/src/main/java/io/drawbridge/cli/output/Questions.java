package io.drawbridge.cli.output;

/** Somebody who can be asked. */
@FunctionalInterface
public interface Questions {
    /**
     * @param question without a line end
     * @param isSecret whether the answer is not to be seen
     * @return null when nobody answers
     */
    String ask(String question, boolean isSecret);
}
