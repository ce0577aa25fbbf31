/** Settings that more than one program reads. Those of one program stand beside what they set. */
package io.drawbridge.config;
