/** What ten, a hundred and a thousand pods would meet at the door, computed: start with {@code ScalingSimulation}. */
package io.drawbridge.bench.scaling;
