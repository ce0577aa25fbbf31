package io.drawbridge.admin.input;

import io.drawbridge.admin.problem.Faults;

/** How many items of a list that is long are wanted. */
public final class Items {
    public static final int MOST = 500;

    private Items() {
    }

    /**
     * @param field where it stands, for the fault that it is when it is not a number from 1 to {@value #MOST}; then what is
     *        returned means nothing
     */
    public static int read(String text, String field, Faults faults) {
        int items = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        faults.unless(items >= 1 && items <= MOST, field, "must be 1 to " + MOST);
        return items;
    }
}
