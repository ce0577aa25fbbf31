/**
 * What stands in the inputs of several nouns, and is read in the same way everywhere: networks, addresses, names, words of a
 * closed set, numbers of items. What is wrong goes into {@link io.drawbridge.admin.problem.Faults}.
 */
package io.drawbridge.admin.input;
