package io.drawbridge.admin.maintenance;

import java.util.List;

/**
 * All windows, by name.
 *
 * @param total the number of items
 */
public record WindowsView(List<WindowView> items, int total) {
}
